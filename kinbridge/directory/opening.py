"""Opening hours: how people write them, how they are kept, and whether it is open now.

Kept as ``Mo-Fr 08:00-12:00,14:00-17:00; Sa 20:00-06:00; PH off``, the notation of
OpenStreetMap (wiki.openstreetmap.org/wiki/Key:opening_hours), of which this is a small part:
days, spans (also over midnight), ``24/7``, ``PH off`` or ``PH open`` for public holidays, and
``UTC+3`` where the hours are told in another time than the place's own.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone, tzinfo
from enum import Enum
from functools import lru_cache

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext_lazy as _

from kinbridge.directory.folding import folded
from kinbridge.foundation.errors import Invalid

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
A_DAY = 24 * 60
_ONE = timedelta(days=1)
ALWAYS = "24/7"
_CLOCK = r"(\d{1,2})(?:[:.h](\d{2}))?"
_SPAN = re.compile(rf"{_CLOCK}\s*-\s*{_CLOCK}")
_OFFSET = re.compile(r"utc\s*([+-]\d{1,2})(?::(\d{2}))?")
_DASHES = str.maketrans({"–": "-", "—": "-", "−": "-", "،": ",", "؛": ";", "\n": ";"})


class NoOpeningHours(Invalid):
    """Nothing that can be read as opening hours."""


@dataclass(frozen=True)
class Span:
    """Open on these days (0 is Monday) from a minute of the day to another; one that is not
    later lies on the next day."""

    days: tuple[int, ...]
    opens: int
    closes: int

    def __str__(self) -> str:
        return f"{_clock(self.opens)}-{_clock(self.closes)}"

    @property
    def minutes(self) -> int:
        """How long it is open at a time."""
        later = self.closes if self.closes > self.opens else self.closes + A_DAY
        return later - self.opens


@dataclass(frozen=True)
class Opening:
    """All spans; ``holidays`` is None where nobody said what holds on a public holiday."""

    spans: tuple[Span, ...] = ()
    holidays: bool | None = None
    offset: timedelta | None = None
    is_always: bool = False

    def __str__(self) -> str:
        if self.is_always:
            return ALWAYS
        rules = [
            f"{_days(days)} {','.join(str(span) for span in self.spans if span.days == days)}"
            for days in dict.fromkeys(span.days for span in self.spans)
        ]
        if self.holidays is not None:
            rules += [f"PH {'open' if self.holidays else 'off'}"]
        if self.offset is not None:
            rules += [_offset_words(self.offset)]
        return "; ".join(rules)

    def until(self, here: datetime) -> datetime | None:
        """When it closes that is open at this moment of the place's own time: the last one,
        where spans lie over one another."""
        today = here.replace(hour=0, minute=0, second=0, microsecond=0)
        ends = []
        for day in (today, today - _ONE):
            for span in self.spans:
                begins = day + timedelta(minutes=span.opens)
                ends_at = begins + timedelta(minutes=span.minutes)
                if day.weekday() in span.days and begins <= here < ends_at:
                    ends.append(ends_at)
        return max(ends, default=None)


class IsOpen(Enum):
    """The answer to: is it open now?"""

    YES = "yes"
    NO = "no"
    ASK = "ask"  # its hours say yes, but today is a public holiday
    UNKNOWN = "unknown"  # nobody told the hours so that a machine could read them


@dataclass(frozen=True)
class Now:
    """Whether it is open now; ``next_at`` is when it opens next, ``until`` when it closes."""

    is_open: IsOpen
    until: datetime | None = None
    next_at: datetime | None = None
    holiday: str = ""


@dataclass
class Calendar:
    """What of a place's calendar an answer needs: its time, and its public holidays by day."""

    zone: tzinfo
    holidays: dict[str, str] = field(default_factory=dict)

    def holiday(self, moment: datetime) -> str:
        """The public holiday of a day, if it is one."""
        return self.holidays.get(moment.date().isoformat(), "")


def open_now(opening: Opening, at: datetime, calendar: Calendar) -> Now:
    """Whether it is open at a moment, by the time and the holidays of the place."""
    if opening.is_always:
        return Now(IsOpen.YES)
    if not opening.spans:
        return Now(IsOpen.UNKNOWN)
    zone = timezone(opening.offset) if opening.offset is not None else calendar.zone
    here = at.astimezone(zone)
    until, holiday = opening.until(here), calendar.holiday(here)
    closed_today = holiday and opening.holidays is False
    if until is None or closed_today:
        later = _next_opening(opening, here, calendar)
        return Now(IsOpen.NO, next_at=later, holiday=holiday)
    if holiday and opening.holidays is None:
        return Now(IsOpen.ASK, until=until, holiday=holiday)
    return Now(IsOpen.YES, until=until, holiday=holiday)


def _next_opening(opening: Opening, here: datetime, calendar: Calendar) -> datetime | None:
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    for ahead in range(9):
        day = midnight + timedelta(days=ahead)
        if opening.holidays is False and calendar.holiday(day):
            continue
        starts = [
            day + timedelta(minutes=span.opens)
            for span in opening.spans
            if day.weekday() in span.days
        ]
        later = [start for start in starts if start > here]
        if later:
            return min(later)
    return None


def parse(text: str) -> Opening:
    """Read opening hours as people write them. Raises: NoOpeningHours."""
    told = text.casefold().translate(_DASHES)
    if told.strip() in {"", ALWAYS}:
        return Opening(is_always=bool(told.strip()))
    spans: list[Span] = []
    holidays, offset = None, None
    for rule in filter(None, (rule.strip(" ,") for rule in told.split(";"))):
        if rule.startswith("ph"):
            holidays = _holidays(rule)
        elif found := _OFFSET.fullmatch(rule):
            offset = _offset(found)
        else:
            spans += _spans(rule)
    return Opening(tuple(spans), holidays, offset)


def normal(text: str) -> str:
    """The same hours as they are kept. Raises: NoOpeningHours."""
    return str(parse(text))


def _holidays(rule: str) -> bool:
    said = rule.removeprefix("ph").strip(" :")
    if said not in {"off", "closed", "open"}:
        raise _not_understood(rule)
    return said == "open"


def _offset(found: re.Match[str]) -> timedelta:
    hours, minutes = int(found[1]), int(found[2] or 0)
    offset = timedelta(hours=hours, minutes=minutes if hours >= 0 else -minutes)
    if abs(offset) >= timedelta(hours=24):
        raise _not_understood(found[0])
    return offset


def _offset_words(offset: timedelta) -> str:
    minutes = int(offset.total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def _spans(rule: str) -> Iterator[Span]:
    """``mo-fr 8-12, 14:00-17:00``: days first, then spans."""
    first = _SPAN.search(rule)
    if first is None:
        raise _not_understood(rule)
    days = _read_days(rule[: first.start()].strip(" ,:"), rule)
    for piece in rule[first.start() :].split(","):
        found = _SPAN.fullmatch(piece.strip())
        if found is None:
            raise _not_understood(rule)
        yield Span(days, _minute(found[1], found[2], rule), _minute(found[3], found[4], rule))


def _minute(hour: str, minute: str | None, rule: str) -> int:
    minutes = int(hour) * 60 + int(minute or 0)
    if minutes > A_DAY or int(minute or 0) > 59:  # noqa: PLR2004
        raise _not_understood(rule)
    return minutes


def _read_days(words: str, rule: str) -> tuple[int, ...]:
    if not words:
        return tuple(range(7))
    days: set[int] = set()
    for piece in re.split(r"\s*,\s*", words):
        first, dash, last = (end.strip() for end in piece.partition("-"))
        begin = _day(first, rule)
        end = _day(last, rule) if dash else begin
        days.update((begin + n) % 7 for n in range((end - begin) % 7 + 1))
    return tuple(sorted(days))


def _day(word: str, rule: str) -> int:
    """A day by its name, in English or the reader's language, or by how that begins."""
    names = ((n, str(name)) for n, name in [*WEEKDAYS.items(), *WEEKDAYS_ABBR.items()])
    found = {n for n, name in names if folded(name) == folded(word)}
    begins = {n for n, name in enumerate(_ENGLISH) if len(word) > 1 and name.startswith(word)}
    days = found or begins
    if len(days) != 1:
        raise _not_understood(rule)
    return days.pop()


_ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _days(days: tuple[int, ...]) -> str:
    """``Mo-Fr``, ``Sa,Su``: runs of three or more are told by their ends."""
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(_run(run) for run in runs)


def _run(run: list[int]) -> str:
    if len(run) > 2:  # noqa: PLR2004
        return f"{DAYS[run[0]]}-{DAYS[run[-1]]}"
    return ",".join(DAYS[day] for day in run)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _not_understood(rule: str) -> NoOpeningHours:
    said = _("“%(rule)s” cannot be read as opening hours. Write it as: Mo-Fr 8:00-16:00.")
    return NoOpeningHours(said % {"rule": rule}, field="opening")


@lru_cache(maxsize=4096)
def kept(text: str) -> Opening:
    """Hours as they are kept; none where they cannot be read, which an import may bring."""
    try:
        return parse(text)
    except NoOpeningHours:
        return Opening()


def by_day(opening: Opening) -> Iterable[tuple[str, list[Span]]]:
    """The week as a page shows it: each day by its name, and when it is open."""
    for n in range(7):
        spans = sorted(
            (span for span in opening.spans if n in span.days), key=lambda span: span.opens
        )
        yield str(WEEKDAYS[n]), spans
