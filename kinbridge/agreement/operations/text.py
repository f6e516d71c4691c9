"""The working text and the commitments of each side, as long as nobody is bound."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kinbridge.agreement.models import Agreement, Commitment
from kinbridge.agreement.operations.standing import (
    enter_deed,
    open_to_change,
    refuse_past_review,
)
from kinbridge.dialogue.models import Dialogue
from kinbridge.dialogue.sides import Side, is_as_told, speaking_for
from kinbridge.foundation.errors import Conflict
from kinbridge.foundation.rough_dates import RoughDate
from kinbridge.foundation.transactions import whole
from kinbridge.people.acts import Act, Base
from kinbridge.people.roles import Deed
from kinbridge.sync.operations import merge


class CommitmentIsDropped(Conflict):
    """The commitment was taken back before."""


@whole
def draft_agreement(
    *, dialogue: Dialogue, review: RoughDate, act: Act, **told: Any
) -> Agreement:
    """Begin to write down what the sides of a dialogue could promise one another.

    ``told`` are the texts of ``Agreement``. The first language is that of the office.

    Raises: ReviewHasPassed.
    """
    refuse_past_review(review=review, act=act)
    today = act.at.date()
    agreement = Agreement.objects.create(
        key=act.key,
        dialogue=dialogue,
        language=dialogue.community.office_language,
        **RoughDate(today).columns(otherwise=today),
        **review.columns(prefix="review", otherwise=today),
        **told,
    )
    enter_deed(deed=Deed.DRAFT_AGREEMENT, about=agreement, act=act)
    return agreement


@whole
def change_draft(
    *, agreement: Agreement, changes: Mapping[str, Any], base: Base, act: Act
) -> Agreement:
    """Change the working text, field by field. Drafts put forward before stay as they are.

    Raises: ReviewHasPassed, TextStands, AgreementIsOver.
    """
    agreement = open_to_change(agreement=agreement)
    refuse_past_review(review=changes.get("review", RoughDate()), act=act)
    merge(record=agreement, changes=changes, base=base, act=act)
    enter_deed(deed=Deed.CHANGE_DRAFT, about=agreement, act=act, payload=changes)
    return agreement


@whole
def add_commitment(*, agreement: Agreement, side: str, act: Act, **told: Any) -> Commitment:
    """Write down what one side would do. ``told`` are the fields of ``Commitment``.

    What a service promises is marked as told, where somebody else writes it down.

    Raises: NotYourSide, TextStands, AgreementIsOver.
    """
    agreement = open_to_change(agreement=agreement)
    promising = speaking_for(side, act.by, agreement.community, agreement.sides)
    commitment = Commitment.objects.create(
        key=act.key,
        agreement=agreement,
        side=promising.key,
        as_told=is_as_told(act.by, agreement.community, promising),
        **told,
    )
    enter_deed(deed=Deed.ADD_COMMITMENT, about=commitment, act=act)
    return commitment


@whole
def change_commitment(
    *, commitment: Commitment, changes: Mapping[str, Any], base: Base, act: Act
) -> Commitment:
    """Change the words of a commitment, field by field. Whose it is stays; words are a
    service's own if its official wrote them last.

    Raises: CommitmentIsDropped, NotYourSide, TextStands, AgreementIsOver.
    """
    commitment, side = _own(commitment, act)
    if changes:
        commitment.as_told = is_as_told(act.by, commitment.community, side)
    merge(record=commitment, changes=changes, base=base, act=act)
    enter_deed(deed=Deed.CHANGE_COMMITMENT, about=commitment, act=act, payload=changes)
    return commitment


@whole
def drop_commitment(*, commitment: Commitment, why: str, act: Act) -> Commitment:
    """Take a commitment out of the text; it stays on record, with why.

    Raises: CommitmentIsDropped, NotYourSide, TextStands, AgreementIsOver.
    """
    commitment, _side = _own(commitment, act)
    commitment.dropped_at, commitment.dropped_why = act.at, why
    commitment.save(update_fields=["dropped_at", "dropped_why"])
    enter_deed(deed=Deed.DROP_COMMITMENT, about=commitment, act=act)
    return commitment


def _own(commitment: Commitment, act: Act) -> tuple[Commitment, Side]:
    agreement = open_to_change(agreement=commitment.agreement)
    commitment = Commitment.objects.get(pk=commitment.pk)
    side = speaking_for(commitment.side, act.by, agreement.community, agreement.sides)
    if commitment.is_dropped:
        raise CommitmentIsDropped(_("This commitment was taken back before."))
    return commitment, side
