"""Asking who might help, naming helpers, hearing how groups see turning to them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kinbridge.community.models import Gathering
from kinbridge.directory.models import Formality, Helper
from kinbridge.directory.operations import enter_helper
from kinbridge.directory.queries import AT_HOME, office_called, place_at
from kinbridge.foundation.errors import Conflict
from kinbridge.foundation.rough_dates import RoughDate
from kinbridge.foundation.transactions import whole
from kinbridge.goals.models import Goal
from kinbridge.journal.operations import enter
from kinbridge.linkage.models import Asking, GroupAnswer, Linkage, State, Tie
from kinbridge.linkage.operations.moving import take_step
from kinbridge.people.acts import Act
from kinbridge.people.roles import Deed
from kinbridge.places.models import Level


class AlreadyNamed(Conflict):
    """This helper has been named for this goal before."""


@whole
def ask_who_might_help(
    *,
    goal: Goal,
    when: RoughDate,
    voices: list[str],
    words: str,
    gathering: Gathering | None,
    act: Act,
) -> Asking:
    """Record that the question was asked, of whom, and what people said."""
    asking = Asking.objects.create(
        key=act.key,
        goal=goal,
        voices=voices,
        words=words,
        gathering=gathering,
        **when.columns(otherwise=act.at.date()),
    )
    stream = goal.community.stream
    enter(stream=stream, deed=Deed.ASK_WHO_MIGHT_HELP, about=asking, act=act)
    return asking


@whole
def name_helper(
    *,
    goal: Goal,
    named_as: str,
    level: str,
    formality: str,
    known_by: str,
    helper: Helper | None,
    act: Act,
    **told: Any,
) -> Linkage:
    """Record whom people named. Where no entry of the directory was chosen, one is made.

    ``told``: among whom they were looked for, for which step of the goal, what they could
    do, which voices named them, what was tried before. Of a chosen entry its own level and
    formality hold.

    Raises: AlreadyNamed.
    """
    helper = helper or _entry(goal, named_as, Level(level), formality, act)
    if Linkage.objects.filter(goal=goal, helper=helper).exists():
        raise AlreadyNamed(_("This helper was named for this goal before."), field="named_as")
    linkage = Linkage.objects.create(
        key=act.key, goal=goal, helper=helper, named_as=named_as, named_at=act.at, **told
    )
    today = RoughDate(act.at.date())
    take_step(linkage=linkage, state=State.NAMED, act=act, words="", when=today)
    if known_by:
        Tie.objects.create(
            community=goal.community,
            helper=helper,
            who=known_by,
            how_well=Tie.HowWell.KNOWN,
        )
    enter(stream=goal.community.stream, deed=Deed.NAME_HELPER, about=linkage, act=act)
    return linkage


def _entry(goal: Goal, name: str, level: Level, formality: str, act: Act) -> Helper:
    """An office further away is entered once; at home every community has its own."""
    place = place_at(level=level, area=goal.community.area)
    is_office = formality != Formality.NONFORMAL and level not in AT_HOME
    known = office_called(name=name, area=place) if is_office else None
    is_service = formality == Formality.FORMAL
    return known or enter_helper(
        area=place,
        name=name,
        kind=Helper.Kind.SERVICE if is_service else Helper.Kind.ROLE,
        level=level,
        formality=formality,
        is_public=False,
        act=act,
    )


@whole
def hear_group(
    *,
    linkage: Linkage,
    voice: str,
    are_few: bool,
    safe: str,
    feels: str,
    tried: str,
    when: RoughDate,
    act: Act,
) -> GroupAnswer:
    """Record what a group answered when it was asked about a helper.

    Where they ``are_few``, which group it was is kept nowhere.
    """
    answer = GroupAnswer.objects.create(
        key=act.key,
        linkage=linkage,
        voice="" if are_few else voice,
        safe=safe,
        feels=feels,
        tried=tried,
        **when.columns(otherwise=act.at.date()),
    )
    enter(stream=linkage.community.stream, deed=Deed.HEAR_GROUP, about=answer, act=act)
    return answer
