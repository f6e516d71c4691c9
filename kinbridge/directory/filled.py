"""Reading the rows of a sheet as services of a place, with what is wrong at each cell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from kinbridge.directory.folding import folded
from kinbridge.directory.models import LONGEST_OPENING, OLDEST, Formality, Helper
from kinbridge.directory.opening import normal
from kinbridge.directory.phones import check_number
from kinbridge.directory.sheet import Row
from kinbridge.foundation import guard
from kinbridge.foundation.errors import Refusal
from kinbridge.places.models import Area

LOOK_AGAIN = _("Please look again: these words may point to a person.")
WORDS = ("what_they_do", "where", "hours", "languages", "for_whom", "cost", "papers", "access",
         "capacity")  # fmt: skip
LENGTHS = {name: Helper._meta.get_field(name).max_length for name in (*WORDS, "name", "phone")}  # type: ignore[union-attr]


@dataclass(frozen=True)
class Filled:
    """One row, understood: the entry that it is about (none: a new one), and its fields."""

    helper: Helper | None
    provider: str
    area: Area
    fields: dict[str, Any]
    checked_on: date | None


class Filling:
    """Reads rows for one place; what is wrong is noted at the rows' cells. ``entries`` are
    those that a row may be about."""

    def __init__(
        self, area: Area, entries: "QuerySet[Helper]", *, looked_again: bool = False
    ) -> None:
        self.area, self.looked_again = area, looked_again
        self.entries = entries.filter(area__path__startswith=area.path)
        self.region = area.country.code

    def fill(self, rows: Sequence[Row]) -> list[Filled]:
        """All rows; those with faults are to be asked about, and none of them is left out."""
        self._entries = self._fetch_entries(rows)
        self._areas = self._fetch_areas(rows)
        self._seen: dict[tuple[str, ...], int] = {}
        return [self._row(row) for row in rows]

    def _fetch_entries(self, rows: Iterable[Row]) -> dict[str, Helper]:
        keys = [key for row in rows if (key := _uuid(row.cells.get("key", "")))]
        return {str(helper.key): helper for helper in self.entries.filter(key__in=keys)}

    def _fetch_areas(self, rows: Sequence[Row]) -> dict[str, list[Area]]:
        codes = {row.cells.get("pcode", "") for row in rows}
        names = {row.cells.get("place", "") for row in rows}
        below = Area.objects.under([self.area]).select_related("country")
        found: dict[str, list[Area]] = {}
        for area in below.filter(pcode__in=codes):
            found.setdefault(f"code {area.pcode}", []).append(area)
        for area in below.filter(name__in=names):
            found.setdefault(f"name {area.name}", []).append(area)
        return found

    def _row(self, row: Row) -> Filled:
        helper = self._helper(row)
        fields: dict[str, Any] = {"name": self._name(row), **self._words(row)}
        for name, read in _READ.items():
            try:
                fields[name] = read(row.cells.get(name, ""), self.region)
            except Refusal as refusal:
                row.faults.setdefault(name, str(refusal.message))
            except ValueError:
                row.faults.setdefault(name, gettext("This cannot be read here."))
        ages = fields.get("youngest"), fields.get("oldest")
        if ages[0] is not None and ages[1] is not None and ages[0] > ages[1]:
            row.faults.setdefault("oldest", gettext("This is younger than from which age on."))
        checked_on = fields.pop("checked_on", None)
        filled = Filled(
            helper, row.cells.get("provider", "")[:200], self._place(row), fields, checked_on
        )
        self._note_twice(row, filled)
        return filled

    def _helper(self, row: Row) -> Helper | None:
        told = row.cells.get("key", "")
        helper = self._entries.get(str(_uuid(told)))
        if told and (helper is None or helper.formality == Formality.NONFORMAL):
            row.faults.setdefault("key", gettext("There is no such service here."))
        return helper

    def _name(self, row: Row) -> str:
        name = row.cells.get("name", "")
        if not name:
            row.faults.setdefault("name", gettext("This is needed."))
        return self._checked(row, "name", name)

    def _words(self, row: Row) -> dict[str, str]:
        return {name: self._checked(row, name, row.cells.get(name, "")) for name in WORDS}

    def _checked(self, row: Row, name: str, words: str) -> str:
        longest = LENGTHS[name]
        if longest and len(words) > longest:
            row.faults.setdefault(name, gettext("This is too long."))
        known = [self.area.name, *filter(None, map(row.cells.get, ("provider", "place")))]
        if not self.looked_again and guard.look(
            words, region=self.region, known=known, names=name == "name"
        ):
            row.faults.setdefault(name, str(LOOK_AGAIN))
        return words

    def _place(self, row: Row) -> Area:
        code, name = row.cells.get("pcode", ""), row.cells.get("place", "")
        found = self._areas.get(f"code {code}") if code else self._areas.get(f"name {name}")
        if not code and not name:
            return self.area
        at = "pcode" if code else "place"
        if not found:
            row.faults.setdefault(at, gettext("There is no such place around here."))
        elif len(found) > 1:
            row.faults.setdefault(at, gettext("Several places are called so. Give the code."))
        return found[0] if found else self.area

    def _note_twice(self, row: Row, filled: Filled) -> None:
        """The same service of the same body at the same place, further up in the sheet."""
        same = (folded(filled.provider), folded(filled.fields["name"]), filled.area.path)
        before = self._seen.setdefault(same, row.number)
        if before != row.number:
            said = gettext("The same service stands in row %(n)d.") % {"n": before}
            row.faults.setdefault("name", said)


def _uuid(told: str) -> UUID | None:
    try:
        return UUID(told)
    except ValueError:
        return None


def _phone(told: str, country: str) -> str:
    if len(told) > (LENGTHS["phone"] or 0):
        raise ValueError
    check_number(told, country)
    return told


def _opening(told: str, _country: str) -> str:
    hours = normal(told)
    if len(hours) > LONGEST_OPENING:
        raise ValueError
    return hours


def _age(told: str, _country: str) -> int | None:
    age = int(told) if told else None
    if age is not None and not 0 <= age <= OLDEST:
        raise ValueError
    return age


def _status(told: str, _country: str) -> str:
    """A status in any of our languages, or as the standard says it."""
    if not told:
        return Helper.Status.ACTIVE
    known = {folded(value): value for value in Helper.Status.values}
    for code, _name in settings.LANGUAGES:
        with override(code):
            known |= {folded(str(status.label)): status.value for status in Helper.Status}
    if folded(told) not in known:
        raise ValueError
    return known[folded(told)]


def _day(told: str, _country: str) -> date | None:
    day = date.fromisoformat(told) if told else None
    if day is not None and day > date.today():  # noqa: DTZ011 (a day of the reader's calendar)
        raise ValueError
    return day


_READ = {
    "phone": _phone,
    "opening": _opening,
    "youngest": _age,
    "oldest": _age,
    "status": _status,
    "checked_on": _day,
}
