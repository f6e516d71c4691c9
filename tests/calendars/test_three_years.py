"""Three years of five hundred agreements: every reminder that is due is sent once, none after
an ending. The days are counted beside libical.

The real engine runs with the clock told; agreements begin, pause, renew and end, officers
change, months are short, days leap. ``KINBRIDGE_AGREEMENTS`` says how many; ``make bench``
takes all, the tests a tenth.
"""

import os
import random
import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db.models import Min
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from kinbridge.agreement.models import Agreement, Commitment, Reminder, Rhythm, RhythmYes
from kinbridge.agreement.operations import end_agreement, name_responsible
from kinbridge.agreement.operations.reminding import remind_due
from kinbridge.agreement.operations.rhythm import begin
from kinbridge.agreement.recurring import Pattern, Rule
from kinbridge.community.models import Accompaniment, Pause
from kinbridge.community.operations import begin_pause, end_pause
from kinbridge.dialogue.sides import COMMUNITY
from kinbridge.foundation.rough_dates import RoughDate
from kinbridge.notices.models import Notice
from kinbridge.notices.operations import send_due
from kinbridge.people.acts import Act
from tests.calendars import libical
from tests.calendars.counting import Counting
from tests.cast import Cast

AGREEMENTS = int(os.environ.get("KINBRIDGE_AGREEMENTS") or 50)
FIRST, LAST = date(2026, 1, 1), date(2028, 12, 31)  # 2028 leaps
ZONES = [
    "Africa/Freetown",
    "Asia/Kolkata",
    "America/St_Johns",
    "Pacific/Auckland",
    "Asia/Dhaka",
]
A_DAY = timedelta(days=1)

rules = st.builds(
    Rule,
    pattern=st.sampled_from(Pattern.values),
    begins_on=st.dates(date(2023, 1, 1), date(2029, 12, 31)),
    every=st.integers(1, 12),
    weekday=st.integers(0, 6),
    nth=st.sampled_from([1, 2, 3, 4, -1]),
    day=st.integers(1, 31),
    until_on=st.none() | st.dates(date(2029, 1, 1), date(2033, 1, 1)),
)


@given(rules)
def test_days_are_those_that_libical_counts(rule: Rule) -> None:
    n = 40
    ours = [day for day, _n in zip(rule.days(), range(n), strict=False)]
    assert ours == libical.days(rule.text, rule.first_on, n)


@dataclass
class Simulated:
    """One agreement: what happens to it, and on which days its sides should be reminded."""

    agreement: Agreement
    rhythm: Rhythm
    ends_on: date | None
    pause: tuple[date, date] | None
    officer_changes_on: date | None

    def expected(self) -> list[date]:
        """By libical's days, told in a few lines, without our engine."""
        rule = self.rhythm.rule
        days = libical.days(rule.text, rule.first_on, 400)
        leaves = {day: self.rhythm.moment(day) for day in days}
        if self.pause:
            begins, ends = map(_noon, self.pause)
            held = [day for day, at in leaves.items() if begins < at < ends]
            if held:
                # By the first morning after its end: once, for all that have come by then.
                look = self._morning_after(ends)
                come = [day for day, at in leaves.items() if begins < at <= look]
                leaves = {day: at for day, at in leaves.items() if day not in come}
                leaves[max(*come, look.astimezone(self.zone).date())] = look
        over = _noon(self.ends_on or LAST)
        return sorted(day for day, at in leaves.items() if _noon(FIRST) < at < over)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.rhythm.time_zone)

    def _morning_after(self, moment: datetime) -> datetime:
        today = moment.astimezone(self.zone).date()
        mornings = [datetime.combine(today + n * A_DAY, time(8), self.zone) for n in range(2)]
        return next(morning for morning in mornings if morning > moment)


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def _copy(record: Any, **changed: Any) -> Any:
    """A new row like this one."""
    made = type(record)._default_manager.get(pk=record.pk)
    made.pk, made.key = None, uuid.uuid4()
    for name, value in changed.items():
        setattr(made, name, value)
    made.save(force_insert=True)
    return made


class World:
    """Agreements like one that was made by deeds, each with a fate of its own."""

    def __init__(self, cast: Cast, model: Agreement, seed: int) -> None:
        self.cast, self.model, self.chance = cast, model, random.Random(seed)
        self.all = [self._agreement(n) for n in range(AGREEMENTS)]

    def _agreement(self, n: int) -> Simulated:
        community = _copy(self.cast.community, name=f"Community {n}")
        Accompaniment.objects.create(
            community=community, person=self.cast.mentor, role="mentor", began_at=_noon(FIRST)
        )
        vars(self.cast.mentor).pop("_accompanies", None)  # looked up anew
        goal = _copy(self.model.dialogue.goal, community=community)
        linkage = _copy(self.model.sides[1].linkage, goal=goal)
        dialogue = _copy(self.model.dialogue, goal=goal)
        dialogue.linkages.set([linkage])
        agreement = _copy(self.model, dialogue=dialogue)
        side = self.chance.choice([COMMUNITY, str(linkage.key)])
        commitment = _copy(self.model.commitments.all()[0], agreement=agreement, side=side)
        rhythm = self._rhythm(commitment)
        for number, who in enumerate((COMMUNITY, str(linkage.key))):
            RhythmYes.objects.create(rhythm=rhythm, side=who, at=_noon(FIRST))
            self._name(agreement, who, f"+23276{n:05}{number}")
        return Simulated(agreement, rhythm, self._day(0.4), self._pause(), self._day(0.5))

    def _rhythm(self, commitment: Commitment) -> Rhythm:
        chance = self.chance
        rhythm = Rhythm(
            commitment=commitment,
            words="As agreed",
            pattern=chance.choice(Pattern.values),
            every=chance.choice([1, 1, 1, 2, 3]),
            weekday=chance.randrange(7),
            nth=chance.choice([1, 2, 3, 4, -1]),
            day=chance.choice([1, 15, 28, 29, 30, 31]),
            begins_on=FIRST + chance.randrange(200) * A_DAY,
            until_on=self._day(0.3),
            days_before=chance.choice([0, 0, 1, 3]),
            time_zone=chance.choice(ZONES),
        )
        rhythm.until_on = rhythm.until_on and max(rhythm.until_on, date(2026, 12, 31))
        begin(rhythm=rhythm, since=FIRST + 4 * A_DAY)
        rhythm.save()
        return rhythm

    def _name(self, agreement: Agreement, side: str, number: str, day: date = FIRST) -> None:
        name_responsible(
            agreement=agreement, side=side, role="nurse in charge", why="", number=number,
            act=self._act(day),
        )  # fmt: skip

    def _act(self, day: date) -> Act:
        return Act(by=self.cast.mentor, at=_noon(day), received_at=_noon(day))

    def _day(self, how_often: float) -> date | None:
        if self.chance.random() > how_often:
            return None
        return FIRST + self.chance.randrange(30, (LAST - FIRST).days) * A_DAY

    def _pause(self) -> tuple[date, date] | None:
        begins = self._day(0.4)
        return (begins, begins + self.chance.randrange(3, 120) * A_DAY) if begins else None

    def happen(self, day: date) -> None:
        """What people do at noon of this day, by the operations that pages call."""
        for one in self.all:
            community, when = one.agreement.community, RoughDate(day)
            if one.pause and one.pause[0] == day:
                begin_pause(
                    community=community, reason="harvest", when=when, act=self._act(day)
                )
            if one.pause and one.pause[1] == day:
                pause = Pause.objects.get(community=community)
                end_pause(pause=pause, when=when, act=self._act(day))
            if one.officer_changes_on == day and not _is_over(one, day):
                side = one.agreement.sides[1].key
                self._name(one.agreement, side, f"+23277{one.agreement.pk:06}", day)
            if one.ends_on == day:
                end_agreement(agreement=one.agreement, side=COMMUNITY, words="We go on alone.",
                              when=when, act=self._act(day))  # fmt: skip


def _is_over(one: Simulated, day: date) -> bool:
    return one.ends_on is not None and one.ends_on <= day


@pytest.mark.parametrize("seed", [2026])
def test_every_reminder_due_is_sent_once_and_none_after_an_ending(
    cast: Cast, in_force: Agreement, settings: Settings, seed: int
) -> None:
    libical.library()
    settings.SMS_GATEWAY = "tests.calendars.counting.Counting"
    Counting.sent.clear()
    world = World(cast, in_force, seed)
    day = FIRST
    while day < LAST:
        world.happen(day)
        _work_until(_noon(day + A_DAY))
        day += A_DAY
    told = _told()
    wrong = [
        (
            str(one.rhythm.rule), one.rhythm.days_before, one.rhythm.time_zone, one.pause,
            one.ends_on, Counter(told[one.rhythm.pk, side.key]) - Counter(days),
            Counter(days) - Counter(told[one.rhythm.pk, side.key]),
        )
        for one, days in ((one, one.expected()) for one in world.all)
        for side in one.agreement.sides
        if told[one.rhythm.pk, side.key] != days
    ]  # fmt: skip
    assert wrong == []
    assert sum(map(len, told.values())) == Reminder.objects.count()
    assert set(Counting.sent.values()) == {1}
    assert len(Counting.sent) == Reminder.objects.count() == Notice.objects.count()
    print(f"\n- {Reminder.objects.count()} reminders, each sent once")  # noqa: T201
    for one in world.all:
        over = _noon(one.ends_on or LAST)
        assert not one.rhythm.reminders.filter(sent_at__gte=over).exists()


def _work_until(noon: datetime) -> None:
    """Somebody works at each moment that comes before noon; a second machine, just before
    noon, finds nothing left."""
    while True:
        first = Rhythm.objects.filter(next_at__lt=noon).aggregate(at=Min("next_at"))["at"]
        if first is None:
            break
        remind_due(at=first)
        send_due(at=first)
    assert remind_due(at=noon - timedelta(seconds=1)) == 0


def _told() -> defaultdict[tuple[int, str], list[date]]:
    """The days of which each side was reminded, by rhythm."""
    found: defaultdict[tuple[int, str], list[date]] = defaultdict(list)
    rows = Reminder.objects.values_list("rhythm", "responsible__side", "day")
    for rhythm, side, day in rows.order_by("day", "pk"):
        found[rhythm, side].append(day)
    return found
