"""Three years of five hundred agreements: every reminder that is due is sent once, none after
an ending, none while an agreement has lapsed. The days are counted beside libical.

The real engine runs with the clock told; agreements begin, pause, lapse, are looked at again,
renewed and ended, officers change, months are short, days leap. ``KINBRIDGE_AGREEMENTS`` says
how many; ``make bench`` takes all, the tests a tenth.
"""

import os
import random
import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db.models import Min
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from kinbridge.agreement.models import Agreement, Commitment, Reminder, Rhythm, RhythmYes
from kinbridge.agreement.models.agreements import LAPSES_AFTER
from kinbridge.agreement.operations import (
    end_agreement,
    name_responsible,
    put_forward_draft,
    renew_agreement,
    review_agreement,
    sign_agreement,
)
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
BEGUN = FIRST + 4 * A_DAY  # no day before is reminded of

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


@dataclass(frozen=True)
class Again:
    """Both sides go on, by a review or by a renewal, and name the day to look at it next."""

    by: str
    on: date
    next_on: date


@dataclass
class Simulated:
    """One agreement and what renews it: what happens to it, and on which days its sides should
    be reminded."""

    agreement: Agreement
    rhythm: Rhythm
    ends_on: date | None
    pause: tuple[date, date] | None
    officer_changes_on: date | None
    review_on: date | None
    again: Again | None
    rhythms: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rhythms.append(self.rhythm.pk)

    def expected(self) -> list[date]:
        """By libical's days, told in a few lines, without our engine."""
        rule = self.rhythm.rule
        days, told = libical.days(rule.text, rule.first_on, 400), []
        for opens, closes in self.spans():
            since = max(opens.date(), BEGUN)
            leaves = {day: max(self.rhythm.moment(day), opens) for day in days if day >= since}
            last = self._held_until_it_closes(leaves, closes)
            told += [day for day, at in self._moved(leaves).items() if at < last]
            gone = {day for day in days if self.rhythm.moment(day) < last}
            days = [day for day in days if day not in gone]
        return sorted(told)

    def _held_until_it_closes(self, leaves: dict[date, datetime], closes: datetime) -> datetime:
        """Nothing comes any more of what is held when it lapses or ends."""
        if self.pause:
            begins, ends = map(_noon, self.pause)
            is_held = any(begins <= at < ends for at in leaves.values())
            if is_held and self._morning_after(ends) >= closes:
                return min(begins, closes)
        return closes

    def _moved(self, leaves: dict[date, datetime]) -> dict[date, datetime]:
        """What falls in the pause comes by the first morning after its end: once, for all that
        have come by then."""
        if not self.pause:
            return leaves
        begins, ends = map(_noon, self.pause)
        if not any(begins <= at < ends for at in leaves.values()):
            return leaves
        look = self._morning_after(ends)
        come = [day for day, at in leaves.items() if begins <= at <= look]
        kept = {day: at for day, at in leaves.items() if day not in come}
        return kept | {max(*come, look.astimezone(self.zone).date()): look}

    def spans(self) -> list[tuple[datetime, datetime]]:
        """From when until when it holds: until it lapses or ends, and anew once both sides
        went on."""
        opens, over = _noon(FIRST), _noon(self.ends_on or LAST)
        if self.review_on is None:
            return [(opens, over)]
        lapse, again = _lapse(self.review_on), self.again
        if again is None or _noon(again.on) >= over:
            return [(opens, min(lapse, over))]
        until = min(_lapse(again.next_on), over)
        if _noon(again.on) < lapse:
            return [(opens, until)]
        return [(opens, min(lapse, over)), (_noon(again.on), until)]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.rhythm.time_zone)

    def _morning_after(self, moment: datetime) -> datetime:
        today = moment.astimezone(self.zone).date()
        mornings = [datetime.combine(today + n * A_DAY, time(8), self.zone) for n in range(2)]
        return next(morning for morning in mornings if morning > moment)


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def _lapse(review_on: date) -> datetime:
    """The first moment at which it has lapsed."""
    return datetime.combine(review_on + LAPSES_AFTER + A_DAY, time(), UTC)


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
        review_on = self._day(0.6)
        agreement = _copy(self.model, dialogue=dialogue)
        if review_on:
            agreement.review_on = agreement.review_sorts_on = review_on
            agreement.save()
        side = self.chance.choice([COMMUNITY, str(linkage.key)])
        commitment = _copy(self.model.commitments.all()[0], agreement=agreement, side=side)
        rhythm = self._rhythm(commitment)
        for number, who in enumerate((COMMUNITY, str(linkage.key))):
            RhythmYes.objects.create(rhythm=rhythm, side=who, at=_noon(FIRST))
            self._name(agreement, who, f"+23276{n:05}{number}")
        return Simulated(
            agreement,
            rhythm,
            ends_on=self._day(0.4),
            pause=self._pause(),
            officer_changes_on=self._day(0.5),
            review_on=review_on,
            again=self._again(review_on) if review_on else None,
        )

    def _again(self, review_on: date) -> Again | None:
        """Most go on some time about the day, or long after it; some never."""
        if self.chance.random() < 0.2:
            return None
        on = max(review_on + self.chance.randrange(-20, 400) * A_DAY, FIRST + 10 * A_DAY)
        by = self.chance.choice(["review", "renewal"])
        return Again(by, on, on + self.chance.randrange(20, 400) * A_DAY)

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
        begin(rhythm=rhythm, since=BEGUN)
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
            if one.again and one.again.on == day and not _is_over(one, day):
                self._go_on(one, one.again)
            if one.ends_on == day:
                end_agreement(agreement=one.agreement, side=COMMUNITY, words="We go on alone.",
                              when=when, act=self._act(day))  # fmt: skip

    def _go_on(self, one: Simulated, again: Again) -> None:
        act, when, later = self._act(again.on), RoughDate(again.on), RoughDate(again.next_on)
        if again.by == "review":
            review_agreement(
                agreement=one.agreement, when=when, words="On.", next_review=later, act=act
            )
            return
        renewal = renew_agreement(agreement=one.agreement, words="On.", when=when, act=act)
        for name, value in later.columns(prefix="review", otherwise=again.on).items():
            setattr(renewal, name, value)
        renewal.save()
        draft = put_forward_draft(
            agreement=renewal, words="As it was.", act=self._act(again.on)
        )
        for side in renewal.sides:
            sign_agreement(
                draft=draft, side=side.key, role="chief", how="thumb", before="two teachers",
                when=when, act=self._act(again.on),
            )  # fmt: skip
        one.agreement = Agreement.objects.get(pk=renewal.pk)
        one.rhythms += Rhythm.objects.filter(commitment__agreement=renewal).values_list(
            "pk", flat=True
        )


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
        _work(_noon(day), _noon(day + A_DAY))
        day += A_DAY
    told = _told()
    wrong = [
        (one, str(one.rhythm.rule), one.rhythm.days_before, one.rhythm.time_zone,
         Counter(found) - Counter(days), Counter(days) - Counter(found))
        for one, days in ((one, one.expected()) for one in world.all)
        for side in one.agreement.sides
        for found in [sorted(chain(*(told[pk, side.key] for pk in one.rhythms)))]
        if found != days
    ]  # fmt: skip
    assert wrong == []
    n = Reminder.objects.count()
    assert sum(map(len, told.values())) == n
    assert set(Counting.sent.values()) == {1}
    of_lapse = Notice.objects.filter(words__contains="Reminders rest")
    assert n == Notice.objects.count() - of_lapse.count()
    assert len(Counting.sent) >= n
    assert of_lapse.exists()
    for one in world.all:
        over = _noon(one.ends_on or LAST)
        late = Reminder.objects.filter(rhythm__in=one.rhythms, sent_at__gte=over)
        assert not late.exists()
    spans = [one.spans() for one in world.all]
    lapsed = [
        one for one, found in zip(world.all, spans, strict=True)
        if any(closes < _noon(one.ends_on or LAST) for _opens, closes in found)
    ]  # fmt: skip
    renewed = [one for one in world.all if len(one.rhythms) > 1]
    print(f"\n- {n} reminders, each sent once")  # noqa: T201
    print(  # noqa: T201
        f"- {len(lapsed)} lapsed, {len(renewed)} renewed,"
        f" {sum(len(found) > 1 for found in spans)} woken after they had lapsed"
    )


def _work(noon: datetime, next_noon: datetime) -> None:
    """Somebody works at each moment that comes before the next noon; a second machine, just
    before it, finds nothing left."""
    while True:
        due = Rhythm.objects.filter(next_at__lt=next_noon)
        first = due.aggregate(at=Min("next_at"))["at"]
        if first is None:
            break
        remind_due(at=max(first, noon))
        send_due(at=max(first, noon))
    assert remind_due(at=next_noon - timedelta(seconds=1)) == 0


def _told() -> defaultdict[tuple[int, str], list[date]]:
    """The days of which each side was reminded, by rhythm."""
    found: defaultdict[tuple[int, str], list[date]] = defaultdict(list)
    rows = Reminder.objects.values_list("rhythm", "responsible__side", "day")
    for rhythm, side, day in rows.order_by("day", "pk"):
        found[rhythm, side].append(day)
    return found
