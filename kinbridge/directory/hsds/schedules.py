"""Opening hours as the standard has them (after iCalendar), and as people read them."""

import re
from typing import Any
from uuid import UUID, uuid5

from django.utils.dateparse import parse_time

from kinbridge.directory.hsds.apart import Document
from kinbridge.directory.opening import DAYS, Opening, Span, kept

_CODES = {day[:2].upper(): n for n, day in enumerate(DAYS)}
# What makes a schedule more than the same hours week by week.
_SPECIAL = (
    "valid_from", "valid_to", "until", "count", "byweekno", "bymonthday", "byyearday",
)  # fmt: skip
_SPLIT = re.compile(r"[,;\s]+")
_HOLIDAYS = {"PH off": False, "PH open": True}


def _schedules(document: Document) -> list[Document]:
    told = document.get("schedules")
    return [item for item in told if isinstance(item, dict)] if isinstance(told, list) else []


def words(document: Document) -> str:
    """What is said about the hours in words."""
    for schedule in _schedules(document):
        said = schedule.get("description")
        if isinstance(said, str) and said.strip() and _span(schedule) is None:
            return " ".join(said.split())
    return ""


def put_words(document: Document, value: str, key: UUID) -> None:
    """Say it in a schedule of its own; one that says words only gives way to it."""
    others = [item for item in _schedules(document) if set(item) - {"id", "description"}]
    made = [{"id": str(uuid5(key, "hours")), "description": value}] if value else []
    _put(document, [*made, *others])


def hours(document: Document) -> str:
    """The hours that come back every week, as ``opening`` keeps them; of special weeks none."""
    read = [(_span(schedule), schedule) for schedule in _schedules(document)]
    spans = [span for span, _schedule in read if span is not None]
    weekly = [schedule for span, schedule in read if span is not None]
    offsets = {_offset(schedule.get("timezone")) for schedule in weekly}
    if not spans or len(offsets) != 1:
        return ""
    holidays = {_HOLIDAYS.get(str(schedule.get("notes"))) for schedule in weekly}
    opening = Opening(tuple(spans), holidays.pop() if len(holidays) == 1 else None)
    return str(kept(f"{opening}{offsets.pop()}"))


def _offset(told: Any) -> str:
    """The offset from UTC, as ``opening`` reads it."""
    if isinstance(told, bool) or not isinstance(told, int | float) or abs(told) > 14:  # noqa: PLR2004
        return ""
    whole, part = divmod(round(abs(told) * 60), 60)
    return f"; UTC{'-' if told < 0 else '+'}{whole}" + (f":{part:02}" if part else "")


def _span(schedule: Document) -> Span | None:
    """The same hours week by week; none where it is anything else."""
    often = (schedule.get("freq") or "WEEKLY", schedule.get("interval") or 1)
    if often != ("WEEKLY", 1) or any(schedule.get(name) for name in _SPECIAL):
        return None
    opens, closes = _time(schedule.get("opens_at")), _time(schedule.get("closes_at"))
    days = _days(schedule.get("byday"))
    return Span(days, opens, closes) if days and None not in (opens, closes) else None  # type: ignore[arg-type]


def _days(told: Any) -> tuple[int, ...]:
    codes = _SPLIT.split(told.strip().upper()) if isinstance(told, str) and told.strip() else []
    known = {_CODES[code] for code in codes if code in _CODES}
    return tuple(sorted(known)) if len(known) == len(set(codes)) else ()


def _time(told: Any) -> int | None:
    if told in ("24:00", "24:00:00"):
        return 24 * 60
    try:
        time = parse_time(told) if isinstance(told, str) else None
    except ValueError:
        return None
    return time.hour * 60 + time.minute if time else None


def put_hours(document: Document, value: str, key: UUID) -> None:
    """Write the hours of the week; schedules of special weeks stay."""
    opening = kept(value)
    spans = opening.spans
    if opening.is_always:
        spans = (Span(tuple(range(7)), 0, 24 * 60),)
    others = [item for item in _schedules(document) if _span(item) is None]
    made = [_schedule(span, opening, n, key) for n, span in enumerate(spans)]
    _put(document, [*made, *others])


def _schedule(span: Span, opening: Opening, n: int, key: UUID) -> Document:
    opens, closes = str(span).split("-")
    made: Document = {
        "id": str(uuid5(key, f"schedule/{n}")),
        "freq": "WEEKLY",
        "interval": 1,
        "byday": ",".join(DAYS[day].upper() for day in span.days),
        "opens_at": opens,
        "closes_at": closes,
    }
    if opening.offset is not None:
        made["timezone"] = opening.offset.total_seconds() / 3600
    if opening.holidays is not None:
        made["notes"] = f"PH {'open' if opening.holidays else 'off'}"
    return made


def _put(document: Document, made: list[Document]) -> None:
    if made:
        document["schedules"] = made
    else:
        document.pop("schedules", None)
