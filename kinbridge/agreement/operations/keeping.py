"""How an agreement is kept: reports of both sides, reviews, renewal, ending."""

import uuid

from django.utils.translation import gettext_lazy as _

from kinbridge.agreement.content import CLAUSES
from kinbridge.agreement.models import Agreement, Commitment, Ending, Report, Review
from kinbridge.agreement.operations.rhythm import copy_rhythms, end_reminding, wake_rhythms
from kinbridge.agreement.operations.standing import (
    enter_deed,
    move_linkages,
    not_over,
    signed_by_all,
)
from kinbridge.dialogue.sides import is_as_told, speaking_for
from kinbridge.foundation.errors import Conflict, Invalid
from kinbridge.foundation.rough_dates import RoughDate
from kinbridge.foundation.transactions import whole
from kinbridge.linkage.models import Linkage, State
from kinbridge.people.acts import Act
from kinbridge.people.roles import Deed

_COPIED = (
    "language",
    "second_language",
    "prevailing",
    "review_on",
    "review_words",
    "review_sorts_on",
    *(f"{name}{of}" for name in CLAUSES for of in ("", "_translation")),
)
_PROMISED = (
    "side",
    "what",
    "what_translation",
    "who",
    "how_often",
    "until",
    "needs",
    "as_told",
)


class AlreadyBeingRenewed(Conflict):
    """Work on a renewal has begun before."""


class NextReviewTooEarly(Invalid):
    """The next review would come before this one, or on the same day."""


@whole
def report_on_commitment(
    *, commitment: Commitment, side: str, state: str, why: str, when: RoughDate, act: Act
) -> Report:
    """Say how one side sees that a commitment is kept. Reports of both stand side by side.

    The first time that one is kept, its linkage is active.

    Raises: NotInForce, NotYourSide.
    """
    agreement = commitment.agreement
    telling = speaking_for(side, act.by, agreement.community, agreement.sides)
    return add_report(
        commitment=commitment,
        side=telling.key,
        state=state,
        why=why,
        when=when,
        act=act,
        as_told=is_as_told(act.by, agreement.community, telling),
    )


@whole
def add_report(
    *,
    commitment: Commitment,
    side: str,
    state: str,
    why: str,
    when: RoughDate,
    act: Act,
    as_told: bool = False,
) -> Report:
    """Keep what a side says, whether on a page or by answering a reminder.

    Raises: NotInForce.
    """
    agreement = signed_by_all(agreement=commitment.agreement)
    report = Report.objects.create(
        key=act.key,
        commitment=commitment,
        side=side,
        state=state,
        why=why,
        as_told=as_told,
        by_reply=act.is_reply,
        **when.columns(otherwise=act.at.date()),
    )
    if state == Report.Kept.KEPT:
        linkages = _agreed(agreement, commitment)
        move_linkages(linkages=linkages, to=State.ACTIVE, words=why, when=when, act=act)
    enter_deed(deed=Deed.REPORT_ON_COMMITMENT, about=report, act=act)
    return report


def _agreed(agreement: Agreement, commitment: Commitment) -> list[Linkage]:
    """The linkages that a kept commitment makes active: its own, or all if the community kept
    its word. One that rests or has ended is left alone."""
    return [
        side.linkage
        for side in agreement.sides
        if side.linkage
        and side.linkage.state == State.AGREED
        and (side.key == commitment.side or commitment.side == agreement.sides[0].key)
    ]


@whole
def review_agreement(
    *, agreement: Agreement, when: RoughDate, words: str, next_review: RoughDate, act: Act
) -> Review:
    """Record that both sides looked at the agreement again, and when they will next. One that
    had lapsed goes on.

    Raises: NotInForce, NextReviewTooEarly.
    """
    if when.on and next_review.on and next_review.on <= when.on:
        raise NextReviewTooEarly(
            _("The next review comes after this one. Is the day right?"), field="next_review"
        )
    agreement = signed_by_all(agreement=agreement)
    today = act.at.date()
    review = Review.objects.create(
        key=act.key,
        agreement=agreement,
        words=words,
        **when.columns(otherwise=today),
        **next_review.columns(prefix="next_review", otherwise=today),
    )
    if not Agreement.objects.lapsed(act.received_at.date()).filter(pk=agreement.pk).exists():
        wake_rhythms(agreement=agreement, act=act)
    enter_deed(deed=Deed.REVIEW_AGREEMENT, about=review, act=act)
    return review


@whole
def renew_agreement(
    *, agreement: Agreement, words: str, when: RoughDate, act: Act
) -> Agreement:
    """Begin a new agreement with the text and commitments of this one, open to change.

    This one stays as it is until every side has signed the new one.

    Raises: NotInForce, AlreadyBeingRenewed.
    """
    agreement = signed_by_all(agreement=agreement)
    if agreement.followed_by.filter(ending__isnull=True).exists():
        raise AlreadyBeingRenewed(_("Work on renewing this agreement has begun already."))
    renewal = Agreement.objects.create(
        key=act.key,
        dialogue=agreement.dialogue,
        follows=agreement,
        why_renewed=words,
        **when.columns(otherwise=act.at.date()),
        **{name: getattr(agreement, name) for name in _COPIED},
    )
    for commitment in Commitment.objects.filter(agreement=agreement).standing():
        copied = Commitment.objects.create(
            key=uuid.uuid5(act.key, str(commitment.key)),
            agreement=renewal,
            **{name: getattr(commitment, name) for name in _PROMISED},
        )
        copy_rhythms(before=commitment, after=copied, act=act)
    enter_deed(deed=Deed.RENEW_AGREEMENT, about=renewal, act=act)
    return renewal


@whole
def end_agreement(
    *, agreement: Agreement, side: str, words: str, when: RoughDate, act: Act
) -> Ending:
    """Record that a side leaves the agreement, or that work on it was given up.

    Raises: AgreementIsOver, NotYourSide.
    """
    agreement = not_over(agreement=agreement)
    leaving = speaking_for(side, act.by, agreement.community, agreement.sides)
    ending = Ending.objects.create(
        key=act.key,
        agreement=agreement,
        side=leaving.key,
        words=words,
        **when.columns(otherwise=act.at.date()),
    )
    end_reminding(agreement=agreement, act=act)
    enter_deed(deed=Deed.END_AGREEMENT, about=ending, act=act)
    return ending
