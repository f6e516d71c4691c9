"""Telling who carries what, planning how tasks change hands, and looking again later."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from kinbridge.community.voices import Voice
from kinbridge.foundation.errors import Invalid
from kinbridge.foundation.rough_dates import RoughDate
from kinbridge.foundation.transactions import whole
from kinbridge.goals.models import Activity, Criterion, Goal
from kinbridge.goals.operations.within import record_within
from kinbridge.people.acts import Act
from kinbridge.people.roles import Deed
from kinbridge.sustainability.models import (
    Carrier,
    Carrying,
    CriterionLook,
    HandOver,
    HandOverTold,
    Look,
    StepBack,
    Task,
    WhatStops,
)


class NothingTold(Invalid):
    """Of no task it was said who carries it."""


@whole
def tell_who_carries(
    *, activity: Activity, when: RoughDate, words: str, act: Act, **tasks: str
) -> Carrying:
    """Tell who calls together, pays, does the work and brings the materials, each as a
    ``Carrier`` or empty.

    Raises: NothingTold.
    """
    if not any(tasks.get(task) for task in Task.values):
        raise NothingTold(_("Say of one task at least who carries it."), field=Task.CALLS)
    deed = Deed.TELL_WHO_CARRIES
    return record_within(
        model=Carrying, deed=deed, activity=activity, when=when, words=words, act=act, **tasks
    )


@whole
def ask_what_stops(
    *, goal: Goal, stops: str, goes_on: str, voices: Iterable[Voice], when: RoughDate, act: Act
) -> WhatStops:
    """Record what groups say would stop, and what would go on, if the NGO left tomorrow."""
    told = {"goal": goal, "stops": stops, "goes_on": goes_on, "voices": list(voices)}
    return record_within(model=WhatStops, deed=Deed.ASK_WHAT_STOPS, when=when, act=act, **told)


@whole
def look_at_criterion(
    *, criterion: Criterion, stands: str, words: str, when: RoughDate, act: Act
) -> CriterionLook:
    """Record how people now see something that they said matters for any action."""
    told = {"criterion": criterion, "stands": stands, "words": words}
    return record_within(
        model=CriterionLook, deed=Deed.LOOK_AT_CRITERION, when=when, act=act, **told
    )


@whole
def plan_step_back(*, goal: Goal, words: str, when: RoughDate, act: Act) -> StepBack:
    """Say when and how the NGO steps back; the latest word counts."""
    return record_within(
        model=StepBack, deed=Deed.PLAN_STEP_BACK, goal=goal, words=words, when=when, act=act
    )


@whole
def plan_hand_over(
    *, activity: Activity, task: str, to: str, whom: str, when: RoughDate, act: Act
) -> HandOver:
    """Plan that a task changes hands by a day."""
    told = {"activity": activity, "task": task, "to": Carrier(to), "whom": whom}
    return record_within(model=HandOver, deed=Deed.PLAN_HAND_OVER, when=when, act=act, **told)


@whole
def tell_hand_over(
    *, handover: HandOver, outcome: str, words: str, when: RoughDate, act: Act
) -> HandOverTold:
    """Tell what became of a hand-over."""
    told = {"hand_over": handover, "outcome": outcome, "words": words}
    return record_within(
        model=HandOverTold, deed=Deed.TELL_HAND_OVER, when=when, act=act, **told
    )


@whole
def look_after(*, goal: Goal, when: RoughDate, act: Act, **told: Any) -> Look:
    """Record a look 6, 12 or 24 months after the NGO stepped back.

    ``told`` are the fields of ``Look``: months, how, goes_on, lead, helpers, words.
    """
    return record_within(
        model=Look, deed=Deed.LOOK_AFTER, goal=goal, when=when, act=act, **told
    )
