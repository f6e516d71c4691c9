"""What the open interface answers: records that may leave the house, whole or in short."""

from collections.abc import Callable, Iterator, Sequence
from statistics import fmean
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from kinbridge.directory import exports
from kinbridge.directory.folding import words_of
from kinbridge.directory.hsds.apart import Document
from kinbridge.directory.hsds.together import Together, office, organizations, site_document
from kinbridge.directory.models import Helper, ServiceArea
from kinbridge.directory.search import found
from kinbridge.directory.shapes import covers, metres
from kinbridge.directory.standard import Listing, Location, Provider, Site, key_of

Show = Callable[[Sequence[Any]], Iterator[Document]]


def services(told: dict[str, Any]) -> "QuerySet[Helper]":
    """The services asked for."""
    rows = exports.services()
    if told.get("organization_id"):
        key = key_of("organization", told["organization_id"])
        by = Q(provider__key=key) | Q(provider__joined_with__key=key)
        rows = rows.filter(by | Q(provider__isnull=True, organisation__key=key))
    if told.get("taxonomy_term_id"):
        rows = rows.filter(terms__key=key_of("taxonomy_term", told["taxonomy_term_id"]))
    if told.get("taxonomy_id"):
        rows = rows.filter(terms__in=terms_of(told["taxonomy_id"])).distinct()
    if told.get("modified_after"):
        rows = rows.filter(changed_at__gte=told["modified_after"])
    if told.get("search"):
        rows = rows.filter(pk__in=found(rows, told["search"]))
    return rows


def terms_of(taxonomy_id: str) -> "QuerySet[Listing]":
    """The terms of a taxonomy, told within each or by its id."""
    terms = Listing.objects.filter(kind="taxonomy_term")
    return terms.filter(
        Q(told__taxonomy_detail__id=taxonomy_id) | Q(told__taxonomy_id=taxonomy_id)
    )


def listings(kind: str, told: dict[str, Any]) -> "QuerySet[Listing]":
    """Taxonomies or terms asked for."""
    rows = Listing.objects.filter(kind=kind).order_by("pk")
    if told.get("taxonomy_id"):
        rows = rows.filter(pk__in=terms_of(told["taxonomy_id"]))
    if told.get("top_only"):
        rows = rows.filter(told__parent_id__isnull=True)
    if told.get("parent_id"):
        rows = rows.filter(told__parent_id=told["parent_id"])
    for word in words_of(told.get("search") or ""):
        rows = rows.filter(name__icontains=word)
    return rows


def bodies(told: dict[str, Any]) -> "QuerySet[Provider]":
    """The organizations asked for, but the offices of people here."""
    rows = exports.providers()
    for word in words_of(told.get("search") or ""):
        rows = rows.filter(folded__contains=word)
    return rows


def sites(told: dict[str, Any]) -> "QuerySet[Site]":
    """Services at locations asked for."""
    rows = Site.objects.filter(helper__in=services(told).values("pk")).order_by("pk")
    if told.get("postcode"):
        rows = rows.filter(pk__in=_around(rows, told["postcode"], told.get("proximity")))
    return rows.select_related("location", "helper__provider", "helper__area")


def _around(rows: "QuerySet[Site]", postcode: str, within: int | None) -> list[int]:
    """Those at a postcode, so many metres around its middle, or whose area covers that."""
    at = Location.objects.filter(postal_code=postcode.replace("\0", ""))
    there = set(rows.filter(location__in=at.values("pk")).values_list("pk", flat=True))
    known = at.filter(latitude__isnull=False, longitude__isnull=False)
    points: list[Any] = list(known.values_list("latitude", "longitude"))
    if not points:
        return sorted(there)
    middle = (fmean(lat for lat, _lon in points), fmean(lon for _lat, lon in points))
    if within is None:
        return sorted(there | _covering(rows, middle))
    return sorted(_near(rows, middle, within))


def _near(rows: "QuerySet[Site]", middle: tuple[float, float], within: int) -> set[int]:
    degrees = within / 111_000 + 0.001  # of latitude: a first, wide choice
    box = rows.filter(
        location__latitude__range=(middle[0] - degrees, middle[0] + degrees),
        location__longitude__isnull=False,
    )
    places: Any = box.values_list("pk", "location__latitude", "location__longitude")
    return {pk for pk, lat, lon in places if metres(middle, (lat, lon)) <= within}


def _covering(rows: "QuerySet[Site]", middle: tuple[float, float]) -> set[int]:
    shapes: Any = ServiceArea.objects.filter(shape__isnull=False)
    shapes = shapes.values_list("helper", "shape")
    helpers = {helper for helper, shape in shapes.iterator() if covers(shape, *middle)}
    return set(rows.filter(helper__in=helpers).values_list("pk", flat=True))


# --- how they are shown -----------------------------------------------------------------------


def show_services(told: dict[str, Any]) -> Show:
    """Whole, in short, or only which they are and when they changed."""

    def show(rows: Sequence[Helper]) -> Iterator[Document]:
        together = Together(rows)
        for row in rows:
            document = together.service(row)
            if told.get("minimal"):
                yield {n: document[n] for n in _MINIMAL if n in document}
            else:
                yield document if told.get("full") else short(document)

    return show


_MINIMAL = ("id", "name", "status", "last_modified")


def short(document: Document) -> Document:
    """Only what is told once: no lists, and of what stands within the same."""
    return {
        name: short(value) if isinstance(value, dict) else value
        for name, value in document.items()
        if not isinstance(value, list) and name != "service_at_locations"
    }


def show_organizations(told: dict[str, Any]) -> Show:
    """Whole with their services, or in short."""

    def show(rows: Sequence[Provider]) -> Iterator[Document]:
        for row, document in zip(rows, organizations(rows), strict=True):
            if told.get("full_service") or told.get("full"):
                document["services"] = list(
                    services_of(row, whole=bool(told.get("full_service")))
                )
                yield document
            else:
                yield short(document)

    return show


def services_of(body: Provider, *, whole: bool) -> Iterator[Document]:
    """The services of an organization, as they stand within it."""
    helpers = list(services({"organization_id": body.told.get("id", str(body.key))}))
    together = Together(helpers)
    for helper in helpers:
        document = together.alone(helper)
        yield document if whole else {n: document[n] for n in _MINIMAL if n in document}


def show_sites(told: dict[str, Any]) -> Show:
    """Whole with location and service, or in short."""

    def show(rows: Sequence[Site]) -> Iterator[Document]:
        together = Together([row.helper for row in rows])
        for row in rows:
            document = site_document(row)
            document["service"] = together.service(row.helper)
            document["service"].pop("service_at_locations", None)
            yield document if told.get("full") else short(document)

    return show


def show_listings(rows: Sequence[Listing]) -> Iterator[Document]:
    """As they were told."""
    return (row.told for row in rows)


# --- one of them ------------------------------------------------------------------------------


def one_service(told_id: str) -> Document | None:
    """A service by its id."""
    row = exports.services().filter(key=key_of("service", told_id)).first()
    return Together([row]).service(row) if row else None


def one_site(told_id: str) -> Document | None:
    """A service at a location by its id."""
    row = sites({}).filter(key=key_of("service_at_location", told_id)).first()
    return next(show_sites({"full": True})([row])) if row else None


def one_organization(told_id: str, *, full_service: bool) -> Document | None:
    """An organization by its id, with its services."""
    key: UUID = key_of("organization", told_id)
    row = Provider.objects.filter(key=key).first()
    if row is not None:
        (document,) = organizations([row])
        document["services"] = list(services_of(row, whole=full_service))
        return document
    organisation = exports.offices().filter(key=key).first()
    return office(organisation) if organisation else None


def one_listing(kind: str, told_id: str) -> Document | None:
    """A taxonomy or a term by its id."""
    row = Listing.objects.filter(kind=kind, key=key_of(kind, told_id)).first()
    return row.told if row else None
