"""Bringing in a sheet of services, row by row, all of them or none."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext_lazy as _

from kinbridge.directory.filled import Filled
from kinbridge.directory.folding import folded
from kinbridge.directory.models import STREAM, Formality, Helper, HelperCheck
from kinbridge.directory.operations.entries import index
from kinbridge.directory.standard import Provider
from kinbridge.foundation.errors import Invalid
from kinbridge.foundation.transactions import whole
from kinbridge.journal.operations import enter
from kinbridge.people.acts import Act
from kinbridge.people.roles import Deed
from kinbridge.places.models import Area


class NothingToBringIn(Invalid):
    """A sheet without a row."""


@whole
def import_sheet(*, area: Area, rows: Sequence[Filled], act: Act) -> Area:
    """Bring in the rows of a sheet. A row with our number changes that entry where it differs;
    any other makes a new one.

    Raises: NothingToBringIn.
    """
    if not rows:
        raise NothingToBringIn(_("There is no row to bring in."))
    providers = _providers({row.provider for row in rows if _names_a_provider(row)})
    new, changed = [], []
    for row in rows:
        told = _told(row, providers)
        if row.helper is None:
            new.append(_entry(row, told, act))
        elif _change(row.helper, told, act):
            changed.append(row.helper)
    Helper.objects.bulk_create(new, batch_size=500)
    if changed:
        names = [f.name for f in Helper._meta.concrete_fields if f.name not in {"id", "key"}]
        Helper.objects.bulk_update(changed, names, batch_size=50)
    index(helpers=[*new, *changed])
    made = iter(new)
    _check([(row.helper or next(made), row.checked_on) for row in rows], act)
    counts = {
        "new": len(new),
        "changed": len(changed),
        "the same": len(rows) - len(new) - len(changed),
    }
    enter(stream=STREAM, deed=Deed.IMPORT_SERVICES, about=area, act=act, payload=counts)
    return area


def _providers(names: Iterable[str]) -> dict[str, Provider]:
    """The bodies of these names, made where there is none; one that was joined with another
    stands for that."""
    wanted = {folded(name)[:200]: name for name in names}
    known = Provider.objects.filter(folded__in=list(wanted)).select_related("joined_with")
    found = {body.folded: body.joined_with or body for body in known.order_by("-pk")}
    new = [_provider(name, at) for at, name in wanted.items() if at not in found]
    Provider.objects.bulk_create(new, batch_size=500)
    return found | {body.folded: body for body in new}


def _provider(name: str, at: str) -> Provider:
    key = uuid4()
    told = {"id": str(key), "name": name, "description": name}
    return Provider(key=key, name=name, folded=at, told=told)


def _names_a_provider(row: Filled) -> bool:
    """Not where the sheet only repeats the office that the entry belongs to."""
    office = row.helper.organisation if row.helper else None
    return bool(row.provider) and not (
        office is not None and folded(office.name) == folded(row.provider)
    )


def _told(row: Filled, providers: dict[str, Provider]) -> dict[str, Any]:
    named = folded(row.provider)[:200] if _names_a_provider(row) else ""
    return {**row.fields, "provider": providers.get(named)}


def _entry(row: Filled, told: dict[str, Any], act: Act) -> Helper:
    return Helper(
        **told,
        kind=Helper.Kind.SERVICE,
        formality=Formality.FORMAL,
        area=row.area,
        level=row.area.level,
        changed_at=act.received_at,
    )


def _change(helper: Helper, told: dict[str, Any], act: Act) -> bool:
    """Change what differs; a body that the entry has stays where the sheet names none."""
    told = {**told, "provider": told["provider"] or helper.provider}
    differing = [name for name, value in told.items() if getattr(helper, name) != value]
    for name in differing:
        setattr(helper, name, told[name])
    if differing:
        helper.own = sorted({*helper.own, *differing} - {"provider"})
        helper.changed_at, helper.is_public = act.received_at, True
    return bool(differing)


def _check(rows: list[tuple[Helper, Any]], act: Act) -> None:
    """The days on which entries were checked, as the sheet tells; a known one is not told
    again."""
    checks = [
        HelperCheck(
            helper=helper,
            how=HelperCheck.How.IMPORT,
            still_right=True,
            checked_at=datetime.combine(day, time(12), UTC),
            by=act.by,
        )
        for helper, day in rows
        if day is not None
    ]
    known = HelperCheck.objects.filter(helper__in=[helper for helper, _day in rows])
    days = {(helper, at.date()) for helper, at in known.values_list("helper", "checked_at")}
    new = [c for c in checks if (c.helper_id, c.checked_at.date()) not in days]
    HelperCheck.objects.bulk_create(new, batch_size=500)
