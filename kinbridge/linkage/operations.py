"""Asking who might help, naming helpers, planning steps, sending asks, moving on."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kinbridge.community.models import Gathering
from kinbridge.directory.models import Formality, Helper
from kinbridge.directory.operations import enter_helper
from kinbridge.directory.queries import AT_HOME, office_called, place_at
from kinbridge.foundation.errors import Conflict
from kinbridge.foundation.rough_dates import RoughDate
from kinbridge.foundation.transactions import whole
from kinbridge.goals.deciders import check_decider
from kinbridge.goals.models import Goal
from kinbridge.journal.operations import enter
from kinbridge.linkage.models import (
    Ask,
    Asking,
    Linkage,
    LinkageStep,
    NextStep,
    State,
    Tie,
)
from kinbridge.people.acts import Act
from kinbridge.people.roles import Deed
from kinbridge.places.models import Level


class AlreadyNamed(Conflict):
    """This helper has been named for this goal before."""


class AlreadyThere(Conflict):
    """The linkage is in this state already."""


class HasEnded(Conflict):
    """The linkage has ended: it can only begin again, as named, with words why."""


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

    ``told``: what they could do, which voices named them, what was tried before. Of a
    chosen entry its own level and formality hold.

    Raises: AlreadyNamed.
    """
    helper = helper or _entry(goal, named_as, Level(level), formality, act)
    if Linkage.objects.filter(goal=goal, helper=helper).exists():
        raise AlreadyNamed(_("This helper was named for this goal before."), field="named_as")
    linkage = Linkage.objects.create(
        key=act.key, goal=goal, helper=helper, named_as=named_as, named_at=act.at, **told
    )
    _step(linkage, State.NAMED, act, "", RoughDate(act.at.date()))
    if known_by:
        Tie.objects.create(linkage=linkage, who=known_by, how_well=Tie.HowWell.KNOWN)
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
def add_tie(*, linkage: Linkage, who: str, how_well: str, words: str, act: Act) -> Tie:
    """Record who here knows the helper, as a role or group."""
    tie = Tie.objects.create(
        key=act.key, linkage=linkage, who=who, how_well=how_well, words=words
    )
    enter(stream=linkage.community.stream, deed=Deed.ADD_TIE, about=tie, act=act)
    return tie


@whole
def plan_next_step(
    *, linkage: Linkage, words: str, broker: str, when: RoughDate, act: Act
) -> NextStep:
    """Say what comes next, and who does it. It takes the place of the step before."""
    _locked(linkage)
    linkage.next_steps.filter(is_open=True).update(is_open=False)
    step = NextStep.objects.create(
        key=act.key,
        linkage=linkage,
        words=words,
        broker=broker,
        **when.columns(otherwise=act.at.date()),
    )
    enter(stream=linkage.community.stream, deed=Deed.PLAN_NEXT_STEP, about=step, act=act)
    return step


@whole
def send_ask(
    *,
    linkage: Linkage,
    words: str,
    deciding_body: str,
    deciding_body_words: str,
    when: RoughDate,
    act: Act,
) -> Ask:
    """Record that the community decided to send its ask: from now on the office sees it.

    A linkage that was only named, or is resting, is then asked; a later state stays.

    Raises: HasEnded; NotOfTheCommunity, where an outsider is entered as the decider.
    """
    check_decider(deciding_body=deciding_body, deciding_body_words=deciding_body_words)
    state = _locked(linkage).state
    if state == State.ENDED:
        raise HasEnded(_("This has ended. Take it up again first."))
    if state in {State.NAMED, State.RESTING}:
        move(linkage=linkage, state=State.ASKED, act=act, words="", when=when)
    ask = Ask.objects.create(
        key=act.key,
        linkage=linkage,
        words=words,
        goal_words=linkage.goal.words,
        goal_translation=linkage.goal.translation,
        deciding_body=deciding_body,
        deciding_body_words=deciding_body_words,
        **when.columns(otherwise=act.at.date()),
    )
    enter(stream=linkage.community.stream, deed=Deed.SEND_ASK, about=ask, act=act)
    return ask


@whole
def move_linkage(
    *, linkage: Linkage, state: str, words: str, when: RoughDate, act: Act
) -> Linkage:
    """Say how far a linkage has come.

    Raises: AlreadyThere; HasEnded.
    """
    step = move(linkage=linkage, state=State(state), act=act, words=words, when=when)
    stream = linkage.community.stream
    told = {"state": step.state, "words": words, "when": when}
    enter(stream=stream, deed=Deed.MOVE_LINKAGE, about=linkage, act=act, payload=told)
    return linkage


@whole
def move(
    *, linkage: Linkage, state: State, act: Act, words: str, when: RoughDate
) -> LinkageStep:
    """Move a linkage inside another deed, which enters itself in the journal.

    From any state to any other; from ``ended`` only back to ``named``, with words why.

    Raises: AlreadyThere; HasEnded.
    """
    before = State(_locked(linkage).state)
    if before == state:
        raise AlreadyThere(
            _("It is “%(state)s” already.") % {"state": before.label}, field="state"
        )
    if before == State.ENDED and not (state == State.NAMED and words):
        raise HasEnded(
            _("This has ended. It can begin again as “named”, with words why."),
            field="state",
        )
    step = _step(linkage, state, act, words, when)
    linkage.state = state
    linkage.save(update_fields=["state"])
    _close_steps_taken(linkage, when.on or act.at.date())
    answer_asks(linkages=[linkage])
    return step


@whole
def answer_asks(*, linkages: Iterable[Linkage]) -> None:
    """Note, inside another deed, that something came after all asks sent so far."""
    Ask.objects.filter(linkage__in=[linkage.pk for linkage in linkages]).unanswered().update(
        is_answered=True
    )


def _locked(linkage: Linkage) -> Linkage:
    """The linkage as it stands, held until the end of the transaction."""
    locked: Linkage = Linkage.objects.select_for_update().get(pk=linkage.pk)
    return locked


def _step(linkage: Linkage, state: State, act: Act, words: str, when: RoughDate) -> LinkageStep:
    return LinkageStep.objects.create(
        linkage=linkage,
        state=state,
        words=words,
        by=act.by,
        **when.columns(otherwise=act.at.date()),
    )


def _close_steps_taken(linkage: Linkage, day: date) -> None:
    is_over = Q() if linkage.state == State.ENDED else Q(when_on__lte=day)
    linkage.next_steps.filter(is_over, is_open=True).update(is_open=False)
    linkage.__dict__.pop("steps_to_take", None)
