"""Days still to come: for somebody's calendar, and for the sheet on a village's wall."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile

from icalendar import Calendar, Event, vRecur

from kinbridge.agreement.models import Rhythm
from kinbridge.agreement.queries import sees_reports
from kinbridge.community.models import Community, Pause
from kinbridge.people.models import Person

# How far into the future an open pause is taken out of a calendar, which asks again before.
A_MONTH = timedelta(days=31)


def rhythms_for(person: Person) -> list[Rhythm]:
    """The rhythms that a person's side keeps: agreed to, and of agreements in force."""
    seen = Rhythm.objects.visible_to(person).filter(
        next_at__isnull=False,
        commitment__agreement__in_force_sorts_on__isnull=False,
        commitment__agreement__ending__isnull=True,
        commitment__dropped_at__isnull=True,
    )
    rows = seen.prefetch_related("yeses").order_by("pk")
    return [row for row in rows if _is_agreed(row) and sees_reports(person, row.belongs_to)]


def _is_agreed(rhythm: Rhythm) -> bool:
    said = {yes.side for yes in rhythm.yeses.all()}
    return {side.key for side in rhythm.sides_concerned} <= said


def days_of(rhythm: Rhythm, first: date, last: date) -> list[date]:
    """The days on which a promise comes round, from the first day until the last."""
    return list(takewhile(lambda day: day <= last, rhythm.rule.days(first)))


def pauses_of(communities: Iterable[Community]) -> dict[int, list[Pause]]:
    """The pauses of communities, by community. One query."""
    found: dict[int, list[Pause]] = {community.pk: [] for community in communities}
    for pause in Pause.objects.filter(community__in=found).order_by("when_sorts_on", "pk"):
        found[pause.community_id].append(pause)
    return found


def is_resting(day: date, pauses: Iterable[Pause], today: date) -> bool:
    """Whether a day falls in a pause; an open one is taken to last another month."""
    return any(_begins(pause) <= day <= _ends(pause, today) for pause in pauses)


def _begins(pause: Pause) -> date:
    return pause.when_sorts_on


def _ends(pause: Pause, today: date) -> date:
    if not pause.is_over:
        return today + A_MONTH
    return pause.ended_on or pause.when_sorts_on


def calendar_of(person: Person, now: datetime) -> bytes:
    """Somebody's days as RFC 5545 wants them: the wording that both sides agreed may be sent,
    and nothing else (``DECISIONS`` 23)."""
    calendar = Calendar()
    calendar.add("prodid", "-//days//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    rhythms = rhythms_for(person)
    pauses = pauses_of({rhythm.community for rhythm in rhythms})
    for rhythm in rhythms:
        calendar.add_component(_event(rhythm, pauses[rhythm.community.pk], now))
    return bytes(calendar.to_ical())


def _event(rhythm: Rhythm, pauses: list[Pause], now: datetime) -> Event:
    event = Event()
    event.add("uid", str(rhythm.key))
    event.add("dtstamp", datetime.combine(now.date(), time(), UTC))
    event.add("dtstart", rhythm.rule.first_on)
    event.add("rrule", vRecur.from_ical(rhythm.rule.text))
    event.add("summary", rhythm.words)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    for day in _left_out(rhythm, pauses, now.date()):
        event.add("exdate", day, parameters={"VALUE": "DATE"})
    return event


def _left_out(rhythm: Rhythm, pauses: list[Pause], today: date) -> Iterator[date]:
    for pause in pauses:
        yield from days_of(rhythm, _begins(pause), _ends(pause, today))


@dataclass(frozen=True)
class Line:
    """One day on the sheet, and what was promised for it."""

    day: date
    rhythm: Rhythm
    who: str


def sheet_of(community: Community, person: Person, first: date, last: date) -> list[Line]:
    """What was promised to and by a community, day by day. Days of a pause are left out."""
    pauses = pauses_of([community])[community.pk]
    lines = [
        Line(day, rhythm, _who(rhythm))
        for rhythm in rhythms_for(person)
        if rhythm.community == community
        for day in days_of(rhythm, first, last)
        if not is_resting(day, pauses, first)
    ]
    return sorted(lines, key=lambda line: (line.day, line.rhythm.pk))


def _who(rhythm: Rhythm) -> str:
    commitment = rhythm.commitment
    name = next((side.name for side in rhythm.sides if side.key == commitment.side), "")
    return f"{name}: {commitment.who}"
