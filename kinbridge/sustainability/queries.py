"""Shapes that the page on lasting needs."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from kinbridge.foundation.rough_dates import RoughDate
from kinbridge.goals.models import Activity, Criterion, Goal
from kinbridge.people.models import Person
from kinbridge.people.roles import Deed, may
from kinbridge.sustainability.models import (
    Carrier,
    Carrying,
    CriterionLook,
    HandOver,
    Look,
    StepBack,
    Task,
    WhatStops,
)


@dataclass(frozen=True)
class Carried:
    """An activity and who carries each of its tasks now, as last told."""

    activity: Activity
    last: Carrying | None
    hand_overs: list[HandOver] = field(default_factory=list)

    @property
    def tasks(self) -> list[tuple[Task, Carrier | None]]:
        """Each task with who carries it; nobody said, where there is none."""
        return [(task, self.last.carrier(task) if self.last else None) for task in Task]


@dataclass(frozen=True)
class Lasting:
    """What the page tells of one goal."""

    carried: list[Carried]
    tellings: list[Carrying]
    what_stops: list[WhatStops]
    criteria: list[Criterion]
    step_back: StepBack | None
    looks: list[Look]


def lasting(goal: Goal, person: Person) -> Lasting:
    """What was told about whether a goal's work will last. Seven queries, whatever the length.

    What groups said is left out for whoever may not read talk.
    """
    activities = Activity.objects.visible_to(person).filter(goal=goal)
    tellings = list(Carrying.objects.filter(activity__goal=goal).in_order_told())
    last = {told.activity_id: told for told in tellings}
    hand_overs = HandOver.objects.visible_to(person).filter(activity__goal=goal).with_outcome()
    hears_talk = may(goal.roles_of(person), Deed.SEE_TALK)
    stops = WhatStops.objects.filter(goal=goal).order_by("-when_sorts_on", "-pk")
    return Lasting(
        carried=[
            Carried(one, last.get(one.pk), [h for h in hand_overs if h.activity_id == one.pk])
            for one in activities.order_by("when_sorts_on", "pk")
        ],
        tellings=tellings,
        what_stops=list(stops) if hears_talk else [],
        criteria=list(criteria_with_looks(goal, person)),
        step_back=goal.step_backs.order_by("-pk").first(),
        looks=list(goal.looks.order_by("months", "-when_sorts_on", "-pk")),
    )


def criteria_with_looks(goal: Goal, person: Person) -> "QuerySet[Criterion]":
    """The criteria of a goal, each with how people saw it when they last looked."""
    latest = CriterionLook.objects.filter(criterion=OuterRef("pk")).order_by(
        "-when_sorts_on", "-pk"
    )
    criteria = Criterion.objects.visible_to(person).filter(goal=goal)
    rows: QuerySet[Criterion] = criteria.annotate(
        stands=Subquery(latest.values("stands")[:1]),
        seen_words=Subquery(latest.values("words")[:1]),
        seen_on=Subquery(latest.values("when_on")[:1]),
        seen_when=Subquery(latest.values("when_words")[:1]),
    )
    return rows.order_by("pk")


@dataclass(frozen=True)
class Seen:
    """A criterion, and how people saw it when they last looked."""

    criterion: Criterion
    stands: str
    words: str
    when: RoughDate


def seen(criteria: Iterable[Criterion]) -> list[Seen]:
    """Criteria of ``criteria_with_looks`` with their words."""
    found = []
    for one in criteria:
        stands = getattr(one, "stands", None)
        label = str(CriterionLook.Stands(stands).label) if stands else ""
        words = getattr(one, "seen_words", None) or ""
        when = RoughDate(getattr(one, "seen_on", None), getattr(one, "seen_when", None) or "")
        found.append(Seen(one, label, words, when))
    return found


@dataclass(frozen=True)
class LookToCome:
    """A look that both sides may want to make about a day."""

    after: Look.After
    about: date


def looks_to_come(step_back: StepBack | None, looks: Iterable[Look]) -> list[LookToCome]:
    """The looks that nobody has made yet, with the day about which each would fall."""
    if step_back is None:
        return []
    made = {look.months for look in looks}
    return [
        LookToCome(after, step_back.when_sorts_on + relativedelta(months=after))
        for after in Look.After
        if after not in made
    ]


def looks_about_now(person: Person) -> list[tuple[StepBack, LookToCome]]:
    """For those who accompany: the next look of each goal, where its day has come."""
    later = StepBack.objects.filter(goal=OuterRef("goal"), pk__gt=OuterRef("pk"))
    latest = StepBack.objects.visible_to(person).filter(~Exists(later))
    today = timezone.localdate()
    found = []
    for one in latest.prefetch_related("goal__looks").order_by("when_sorts_on", "pk"):
        coming = [c for c in looks_to_come(one, one.goal.looks.all()) if c.about <= today]
        if coming and may(one.roles_of(person), Deed.LOOK_AFTER):
            found.append((one, coming[-1]))
    return found
