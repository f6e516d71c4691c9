"""How an agreement stands, and what is refused because of it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kinbridge.agreement.models import Agreement
from kinbridge.dialogue.models import BetweenSides
from kinbridge.foundation.errors import Conflict, Invalid
from kinbridge.foundation.rough_dates import RoughDate
from kinbridge.journal.operations import enter
from kinbridge.linkage.models import Linkage, State
from kinbridge.linkage.operations import move
from kinbridge.people.acts import Act
from kinbridge.people.roles import Deed


class TextStands(Conflict):
    """Every side has signed: only a renewal changes the text now."""


class NotInForce(Conflict):
    """Not every side has signed yet."""


class AgreementIsOver(Conflict):
    """A side has left the agreement, or a renewal stands in its place."""


class ReviewHasPassed(Invalid):
    """Both sides would have had to look at it again before it was written."""


def locked(*, agreement: Agreement) -> Agreement:
    """The agreement as it stands now; others who change it wait until the deed is whole."""
    now: Agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    return now


def open_to_change(*, agreement: Agreement) -> Agreement:
    """The agreement, locked, if its text may still change.

    Raises: TextStands, AgreementIsOver.
    """
    now = not_over(agreement=agreement)
    if now.in_force:
        raise TextStands(
            _("Every side has signed this text. Renew the agreement to change it.")
        )
    return now


def not_over(*, agreement: Agreement) -> Agreement:
    """The agreement, locked, if it has not ended. Raises: AgreementIsOver."""
    now = locked(agreement=agreement)
    if now.has_ended:
        raise AgreementIsOver(_("This agreement has ended."))
    return now


def signed_by_all(*, agreement: Agreement) -> Agreement:
    """The agreement, locked, if it is or was in force. Raises: NotInForce."""
    now = locked(agreement=agreement)
    if not now.in_force:
        raise NotInForce(_("Not every side has signed this agreement yet."))
    return now


def refuse_past_review(*, review: RoughDate, act: Act) -> None:
    """Raises: ReviewHasPassed, of a day before that of the act; words may mean any day."""
    if review.on and review.on < act.at.date():
        raise ReviewHasPassed(
            _("The day to look at it again has passed. Choose one still to come."),
            field="review",
        )


def move_linkages(
    *, linkages: list[Linkage], to: State, words: str, when: RoughDate, act: Act
) -> None:
    """Say how far these linkages have come, by what was agreed or kept."""
    for linkage in linkages:
        move(linkage=linkage, state=to, act=act, words=words, when=when)


def enter_deed(
    *,
    deed: Deed,
    about: BetweenSides,
    act: Act,
    payload: Mapping[str, Any] | None = None,
) -> None:
    """Enter the deed in the journal of the community concerned."""
    enter(stream=about.community.stream, deed=deed, about=about, act=act, payload=payload)
