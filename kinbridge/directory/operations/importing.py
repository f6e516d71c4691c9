"""Bringing in what a directory elsewhere tells: records of the open standard."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_lazy as _

from kinbridge.directory.folding import folded
from kinbridge.directory.hsds import columns
from kinbridge.directory.hsds.apart import Document, Piece, pieces, terms_in
from kinbridge.directory.models import (
    STREAM,
    Formality,
    Helper,
    HelperCheck,
    ServiceArea,
)
from kinbridge.directory.operations.entries import index
from kinbridge.directory.operations.places import Places
from kinbridge.directory.standard import Listing, Location, Provider, Site, Told, key_of
from kinbridge.foundation.errors import Conflict
from kinbridge.foundation.transactions import whole
from kinbridge.journal.operations import enter
from kinbridge.people.acts import Act
from kinbridge.people.roles import Deed
from kinbridge.places.models import Area

Record = TypeVar("Record", bound=Told)


class BelongsElsewhere(Conflict):
    """An entry of the same id stands in another place, or is no service of the formal side."""


@whole
def import_services(*, area: Area, documents: Iterable[tuple[str, Document]], act: Act) -> Area:
    """Bring in documents of the standard, each with its kind; all of them or none.

    What is here already under the same id is brought up to date; what somebody put right
    here stays. Services stand at the place below ``area`` that they say they serve or where
    their address is; at ``area``, where no place is known by it.

    Raises: BelongsElsewhere.
    """
    told = _once_each(documents)
    _save(Listing, told["listing"], _listed)
    _save(Provider, told["organization"], _provider)
    _save(Location, told["location"], _located(told["location"].values()))
    helpers = _helpers(told["service"], area, act)
    sites, without = _with_services(told["service_at_location"])
    _save(Site, sites, _sited(sites.values()))
    _save(Listing, without, _listed)
    index(helpers=helpers)
    counts = {kind: len(found) for kind, found in told.items()}
    enter(stream=STREAM, deed=Deed.IMPORT_SERVICES, about=area, act=act, payload=counts)
    return area


KINDS = ("organization", "location", "service", "service_at_location")
Group = dict[UUID, Piece]


def _once_each(documents: Iterable[tuple[str, Document]]) -> dict[str, Group]:
    """Every record once. What is told twice is joined field by field; a document of its own
    stands over what another tells of it."""
    found: defaultdict[str, Group] = defaultdict(dict)
    for kind, document in documents:
        for piece in pieces(kind, document):
            group = found[piece.kind if piece.kind in KINDS else "listing"]
            before = group.get(piece.key)
            group[piece.key] = _joined(before, piece) if before else piece
    return found


def _joined(before: Piece, piece: Piece) -> Piece:
    older, newer = (before, piece) if piece.is_nested <= before.is_nested else (piece, before)
    return Piece(
        kind=newer.kind,
        told={**older.told, **newer.told},
        whole={**older.whole, **newer.whole},
        is_nested=newer.is_nested,
        within=newer.within or older.within,
    )


Fill = Callable[[Any, Piece], None]


def _save(model: type[Record], told: Group, fill: Fill) -> None:
    """Make or bring up to date the rows of one kind. ``fill`` sets their own columns."""
    rows = {row.key: row for row in model._default_manager.filter(key__in=list(told))}
    new = [model(key=key) for key in told if key not in rows]
    changed = []
    for row in [*new, *rows.values()]:
        piece = told[row.key]
        before = row.told
        row.told = {**before, **piece.told} if piece.is_nested else piece.told
        row.name = columns.text(row.told.get("name"))[:200]
        fill(row, piece)
        if before and row.told != before:
            changed.append(row)
    model._default_manager.bulk_create(new, batch_size=500)
    if changed:
        names = [f.name for f in model._meta.concrete_fields if f.name not in {"id", "key"}]
        model._default_manager.bulk_update(changed, names, batch_size=100)


def _listed(row: Listing, piece: Piece) -> None:
    row.kind = piece.kind


def _provider(row: Provider, _piece: Piece) -> None:
    row.folded = folded(row.name)[:200]


def _located(told: Iterable[Piece]) -> Fill:
    """Fills in a location; whose it is, where it was told within an organization."""
    named = {piece.key: _owner(piece) for piece in told}
    keys = {key for key in named.values() if key}
    ids = _ids(Provider.objects.filter(key__in=keys))

    def fill(row: Location, piece: Piece) -> None:
        owner = named[piece.key]
        row.provider_id = ids.get(owner, row.provider_id) if owner else row.provider_id
        codes = (
            address.get("postal_code") for address in columns.records(row.told, "addresses")
        )
        row.postal_code = next((code for code in map(columns.text, codes) if code), "")[:20]
        row.latitude = _degrees(row.told.get("latitude"))
        row.longitude = _degrees(row.told.get("longitude"))

    return fill


def _owner(piece: Piece) -> UUID | None:
    if piece.within and piece.within[0] == "organization":
        return piece.within[1]
    told = piece.told.get("organization_id")
    return key_of("organization", told) if isinstance(told, str) else None


def _degrees(value: Any) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and abs(value) <= 180 else None  # noqa: PLR2004


def _ids(rows: "QuerySet[Any]") -> dict[UUID, int]:
    return dict(rows.values_list("key", "pk"))


def _with_services(told: Group) -> tuple[Group, Group]:
    """Sites whose service is here, and those that wait for theirs as they are."""
    services = {key: _service_of(piece) for key, piece in told.items()}
    known = _ids(Helper.objects.filter(key__in={key for key in services.values() if key}))
    here = {key for key, service in services.items() if service in known}
    return (
        {key: piece for key, piece in told.items() if key in here},
        {key: piece for key, piece in told.items() if key not in here},
    )


def _sited(told: Iterable[Piece]) -> Fill:
    """Fills in which service is found at which location."""
    of = {piece.key: (_service_of(piece), _location_of(piece)) for piece in told}
    helpers = _ids(Helper.objects.filter(key__in={service for service, _at in of.values()}))
    locations = _ids(Location.objects.filter(key__in={at for _service, at in of.values()}))

    def fill(row: Site, piece: Piece) -> None:
        service, at = of[piece.key]
        row.helper_id = helpers[service]  # type: ignore[index]
        row.location_id = locations.get(at) if at else None

    return fill


def _service_of(piece: Piece) -> UUID | None:
    if piece.within and piece.within[0] == "service":
        return piece.within[1]
    told = piece.told.get("service", piece.told.get("service_id"))
    return key_of("service", told) if isinstance(told, str | int) else None


def _location_of(piece: Piece) -> UUID | None:
    told = piece.told.get("location", piece.told.get("location_id"))
    return key_of("location", told) if isinstance(told, str | int) else None


def _helpers(told: Group, area: Area, act: Act) -> list[Helper]:
    """Make or bring up to date the services themselves, with what hangs on them."""
    rows = _here_before(told, area)
    places = Places(area, (piece.whole for piece in told.values()))
    owners = {key: _provider_of(piece) for key, piece in told.items()}
    providers = Provider.objects.in_bulk(
        [key for key in owners.values() if key], field_name="key"
    )
    new = [Helper(key=key, is_public=True) for key in told if key not in rows]
    helpers = [*new, *rows.values()]
    for row in helpers:
        piece, owner = told[row.key], owners[row.key]
        row.told = {**row.told, **piece.told} if piece.is_nested else piece.told
        row.provider = providers.get(owner, row.provider) if owner else row.provider
        _read_columns(row, piece, places, act)
    Helper.objects.bulk_create(new, batch_size=500)
    if rows:
        names = [f.name for f in Helper._meta.concrete_fields if f.name not in {"id", "key"}]
        Helper.objects.bulk_update(rows.values(), names, batch_size=50)
    _hang_on(helpers, told, places, act)
    return helpers


def _here_before(told: Group, area: Area) -> dict[UUID, Helper]:
    """Entries of the same ids. Raises: BelongsElsewhere."""
    rows = Helper.objects.filter(key__in=list(told)).select_related("area", "provider")
    for row in rows:
        if not row.area.is_under(area) or row.formality != Formality.FORMAL:
            said = _("“%(name)s” is here already, and is not yours to replace.")
            raise BelongsElsewhere(said % {"name": row.name})
    return {row.key: row for row in rows}


def _provider_of(piece: Piece) -> UUID | None:
    if piece.within and piece.within[0] == "organization":
        return piece.within[1]
    told = piece.told.get("organization", piece.told.get("organization_id"))
    return key_of("organization", told) if isinstance(told, str | int) else None


def _read_columns(row: Helper, piece: Piece, places: Places, act: Act) -> None:
    """Fill in what people read, but not what somebody put right here; nor empty what a
    service told within another record leaves out."""
    document, is_new = piece.whole, row._state.adding
    for name, value in columns.read(document).items():
        if name not in row.own and (value or is_new or not piece.is_nested):
            setattr(row, name, value)
    row.name = row.name or str(_("a service without a name"))
    if is_new:
        row.kind, row.formality = Helper.Kind.SERVICE, Formality.FORMAL
        row.area = places.of(document)
        row.level = row.area.level
    row.changed_at = _moment(document.get("last_modified")) or act.received_at


def _moment(value: Any) -> datetime | None:
    """A moment as told; a day is its noon, a time without a zone UTC."""
    if not isinstance(value, str):
        return None
    try:
        moment = parse_datetime(value)
        day = parse_date(value[:10])
    except ValueError:
        return None
    if moment is None and day is not None:
        moment = datetime.combine(day, time(12))
    return moment.replace(tzinfo=moment.tzinfo or UTC) if moment else None


def _hang_on(helpers: Sequence[Helper], told: Group, places: Places, act: Act) -> None:
    """Areas served, terms, and the day on which its publisher checked it."""
    theirs = [helper for helper in helpers if columns.SERVED not in helper.own]
    ServiceArea.objects.filter(helper__in=theirs).delete()
    HelperCheck.objects.filter(helper__in=helpers, how=HelperCheck.How.IMPORT).delete()
    areas, checks, terms = [], [], {}
    for helper in helpers:
        document = told[helper.key].whole
        if columns.SERVED not in helper.own:
            served = places.served(document)
            areas += [ServiceArea(helper=helper, **place) for place in served]
        at = _moment(document.get("assured_date"))
        if at is not None and at <= act.received_at:
            checks.append(
                HelperCheck(
                    helper=helper, how=HelperCheck.How.IMPORT, still_right=True, checked_at=at
                )
            )
        terms[helper.pk] = {key_of("taxonomy_term", term["id"]) for term in terms_in(document)}
    ServiceArea.objects.bulk_create(areas, batch_size=500)
    HelperCheck.objects.bulk_create(checks, batch_size=500)
    _set_terms(terms)


def _set_terms(terms: Mapping[int, set[UUID]]) -> None:
    through = Helper.terms.through
    through.objects.filter(helper__in=list(terms)).delete()
    keys = set().union(*terms.values())
    ids = _ids(Listing.objects.filter(key__in=keys)) if keys else {}
    through.objects.bulk_create(
        [
            through(helper_id=helper, listing_id=ids[key])
            for helper, found in terms.items()
            for key in found
            if key in ids
        ],
        batch_size=500,
    )
