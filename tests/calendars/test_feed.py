"""The private calendar against the standard's letter, and as a client reads it."""

import re
from datetime import UTC, date, datetime
from typing import Any

from kinbridge.agreement.days import calendar_of
from kinbridge.agreement.models import Rhythm
from kinbridge.community.models import Pause
from tests.calendars.libical import Calendar, days
from tests.cast import Cast

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
LINE = re.compile(rb"^[A-Z-]+(;[A-Z-]+=[^\x00-\x1f;:]+)*:[^\x00-\x08\x0a-\x1f]*$")
ONCE = (b"UID:", b"DTSTAMP:", b"DTSTART;", b"SUMMARY:", b"RRULE:", b"CLASS:")


def faults(text: bytes) -> list[str]:
    """What RFC 5545 does not allow, line by line: ends, lengths, letters, required parts."""
    found = []
    if not text.endswith(b"\r\n") or re.search(rb"(?<!\r)\n|\r(?!\n)", text):
        found.append("a line does not end in CRLF")
    found += [f"long: {line!r}" for line in text.split(b"\r\n") if len(line) > 75]
    unfolded = text.replace(b"\r\n ", b"").split(b"\r\n")[:-1]
    found += [f"unreadable: {line!r}" for line in unfolded if not LINE.match(line)]
    if [unfolded[0], unfolded[-1]] != [b"BEGIN:VCALENDAR", b"END:VCALENDAR"]:
        found.append("not one calendar")
    for name in (b"PRODID:", b"VERSION:2.0"):
        if sum(line.startswith(name) for line in unfolded) != 1:
            found.append(f"{name!r} is not there once")
    for event in b"\n".join(unfolded).split(b"BEGIN:VEVENT")[1:]:
        body = event.split(b"END:VEVENT")[0].strip().split(b"\n")
        found += [f"{name!r} in {body}" for name in ONCE
                  if sum(line.startswith(name) for line in body) != 1]  # fmt: skip
    return found


def test_the_lint_sees_what_is_wrong() -> None:
    good = b"BEGIN:VCALENDAR\r\nPRODID:x\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
    assert faults(good) == []
    for bad in (good[:-2], good.replace(b"x", b"x" * 80), good.replace(b"VERSION:2.0\r\n", b""),
                good.replace(b":x", b"x"), good.replace(b"\r\nP", b"\nP")):  # fmt: skip
        assert faults(bad)


def test_a_calendar_is_strictly_valid_and_a_client_reads_its_days(
    cast: Cast, rhythm: Rhythm, responsibles: Any
) -> None:
    rhythm.words = "Saturday, 9:00; at the school – ünïcode, as agreed \\ and long enough…"
    rhythm.until_on = date(2027, 12, 31)
    rhythm.save()
    Pause.objects.create(
        community=cast.community,
        reason="harvest",
        when_sorts_on=date(2026, 4, 1),
        is_over=True,
        ended_on=date(2026, 5, 1),
    )
    text = calendar_of(cast.facilitator, NOW)
    assert faults(text) == []
    assert text == calendar_of(cast.facilitator, NOW)  # asked again, nothing looks new
    calendar = Calendar(text)
    assert calendar.n_errors == 0
    assert calendar.is_valid
    assert calendar.events == [(str(rhythm.key), rhythm.words)]
    rule = re.search(rb"RRULE:(.*)\r\n", text.replace(b"\r\n ", b""))
    assert rule
    read = days(rule[1].decode(), date(2026, 3, 14), 40)
    ours = [day for day, _n in zip(rhythm.rule.days(), range(40), strict=False)]
    assert read == ours
    assert b"EXDATE;VALUE=DATE:20260411" in text
