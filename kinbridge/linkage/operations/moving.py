"""Planning steps, and saying how far a linkage has come."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.errors import Conflict
from kinbridge.foundation.rough_dates import RoughDate
from kinbridge.foundation.transactions import whole
from kinbridge.journal.operations import enter
from kinbridge.linkage.models import Ask, Linkage, LinkageStep, NextStep, State
from kinbridge.people.acts import Act
from kinbridge.people.roles import Deed


class AlreadyThere(Conflict):
    """The linkage is in this state already."""


class HasEnded(Conflict):
    """The linkage has ended: it can only begin again, as named, with words why."""


@whole
def plan_next_step(
    *, linkage: Linkage, words: str, broker: str, when: RoughDate, act: Act
) -> NextStep:
    """Say what comes next, and who does it. It takes the place of the step before."""
    locked(linkage=linkage)
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
    before = State(locked(linkage=linkage).state)
    if before == state:
        raise AlreadyThere(
            _("It is “%(state)s” already.") % {"state": before.label}, field="state"
        )
    if before == State.ENDED and not (state == State.NAMED and words):
        raise HasEnded(
            _("This has ended. It can begin again as “named”, with words why."),
            field="state",
        )
    step = take_step(linkage=linkage, state=state, act=act, words=words, when=when)
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


def locked(*, linkage: Linkage) -> Linkage:
    """The linkage as it stands, held until the end of the transaction."""
    locked: Linkage = Linkage.objects.select_for_update().get(pk=linkage.pk)
    return locked


def take_step(
    *, linkage: Linkage, state: State, act: Act, words: str, when: RoughDate
) -> LinkageStep:
    """Record that a linkage came into a state."""
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
