"""Agreeing how to decide, rounds of choosing, the goal and its words."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kinbridge.community.models import Community, Gathering
from kinbridge.community.queries import voices_heard
from kinbridge.foundation.errors import Conflict
from kinbridge.foundation.plain import facts
from kinbridge.foundation.rough_dates import RoughDate
from kinbridge.foundation.transactions import whole
from kinbridge.goals.deciders import check_decider
from kinbridge.goals.models import Goal, GoalClosing, Point, Round, SetAside, WayOfDeciding
from kinbridge.goals.queries.voices import not_heard
from kinbridge.journal.operations import enter
from kinbridge.learning.models import Harm
from kinbridge.people.acts import Act, Base
from kinbridge.people.roles import Deed
from kinbridge.sync.operations import merge


class AlreadySetAside(Conflict):
    """This harm was set aside in this round before."""


class AlreadyClosed(Conflict):
    """The goal has been closed before."""


@whole
def agree_how_to_decide(
    *,
    community: Community,
    ways: list[str],
    words: str,
    when: RoughDate,
    gathering: Gathering | None,
    act: Act,
) -> WayOfDeciding:
    """Record how the community decides; a later agreement stands beside an earlier one."""
    way = WayOfDeciding.objects.create(
        key=act.key,
        community=community,
        ways=ways,
        words=words,
        gathering=gathering,
        **when.columns(otherwise=act.at.date()),
    )
    enter(stream=community.stream, deed=Deed.AGREE_HOW_TO_DECIDE, about=way, act=act)
    return way


@whole
def hold_round(
    *,
    community: Community,
    when: RoughDate,
    words: str,
    gathering: Gathering | None,
    act: Act,
) -> Round:
    """Record a round of choosing."""
    held = Round.objects.create(
        key=act.key,
        community=community,
        words=words,
        gathering=gathering,
        **when.columns(otherwise=act.at.date()),
    )
    enter(stream=community.stream, deed=Deed.HOLD_ROUND, about=held, act=act)
    return held


@whole
def add_point(*, round: Round, act: Act, **told: Any) -> Point:
    """Add what was said for or against taking up a harm.

    ``told`` are the fields of ``Point``: harm, side, words, voice.
    """
    point = Point.objects.create(key=act.key, round=round, **told)
    enter(stream=round.community.stream, deed=Deed.ADD_POINT, about=point, act=act)
    return point


@whole
def set_aside_harm(*, round: Round, harm: Harm, why: str, act: Act) -> SetAside:
    """Record that a harm was set aside in a round, and why. What was said for it stays.

    Raises: AlreadySetAside.
    """
    if SetAside.objects.filter(round=round, harm=harm).exists():
        raise AlreadySetAside(_("This harm was set aside in this round already."), field="harm")
    aside = SetAside.objects.create(key=act.key, round=round, harm=harm, why=why)
    enter(stream=round.community.stream, deed=Deed.SET_ASIDE_HARM, about=aside, act=act)
    return aside


@whole
def set_goal(
    *,
    community: Community,
    words: str,
    translation: str,
    harms: Iterable[Harm],
    deciding_body: str,
    deciding_body_words: str,
    how: str,
    dissent: str,
    when: RoughDate,
    act: Act,
) -> Goal:
    """Record the goal that a community has chosen for itself; others may be open beside it.

    The voices not heard by now are kept with it, and do not hinder it.

    Raises: NotOfTheCommunity.
    """
    check_decider(deciding_body=deciding_body, deciding_body_words=deciding_body_words)
    chosen = list(harms)
    goal = Goal.objects.create(
        key=act.key,
        community=community,
        words=words,
        translation=translation,
        deciding_body=deciding_body,
        deciding_body_words=deciding_body_words,
        how=how,
        dissent=dissent,
        unheard=not_heard(voices_heard(community)),
        **when.columns(otherwise=act.at.date()),
    )
    goal.harms.set(chosen)
    told = {**facts(goal), "harms": chosen}
    enter(stream=community.stream, deed=Deed.SET_GOAL, about=goal, act=act, payload=told)
    return goal


@whole
def reword_goal(*, goal: Goal, changes: Mapping[str, Any], base: Base, act: Act) -> Goal:
    """Change the words of a goal or their translation; what was chosen stays."""
    merge(record=goal, changes=changes, base=base, act=act)
    stream = goal.community.stream
    enter(stream=stream, deed=Deed.REWORD_GOAL, about=goal, act=act, payload=changes)
    return goal


@whole
def close_goal(*, goal: Goal, words: str, when: RoughDate, act: Act) -> GoalClosing:
    """Close a goal: reached, changed or left. What is told late of it can still be added.

    Raises: AlreadyClosed.
    """
    if GoalClosing.objects.filter(goal=goal).exists():
        raise AlreadyClosed(_("This goal is closed already."))
    closing = GoalClosing.objects.create(
        key=act.key, goal=goal, words=words, **when.columns(otherwise=act.at.date())
    )
    enter(stream=goal.community.stream, deed=Deed.CLOSE_GOAL, about=closing, act=act)
    return closing
