"""Drafts that are put forward, read back to each group, and signed by each side."""

import uuid

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from kinbridge.agreement.content import commitment_of, content_of, digest
from kinbridge.agreement.models import (
    Agreement,
    Commitment,
    Draft,
    Ending,
    ReadBack,
    Signature,
)
from kinbridge.agreement.operations.rhythm import pass_on
from kinbridge.agreement.operations.standing import (
    enter_deed,
    locked,
    move_linkages,
    not_over,
    open_to_change,
    refuse_past_review,
)
from kinbridge.agreement.signers import check_role
from kinbridge.community.models import Attachment
from kinbridge.community.operations import attach
from kinbridge.community.voices import Voice
from kinbridge.dialogue.sides import Side, speaking_for
from kinbridge.foundation.errors import Conflict, Invalid
from kinbridge.foundation.rough_dates import RoughDate
from kinbridge.foundation.transactions import whole
from kinbridge.goals.deciders import named_in
from kinbridge.linkage.models import BEFORE_AGREEMENT, State
from kinbridge.people.acts import Act
from kinbridge.people.roles import Deed
from kinbridge.places.models import Area
from kinbridge.sync.queries import differing_words


class NobodyPromises(Invalid):
    """A draft without a single commitment is no draft of an agreement."""


class NothingHasChanged(Conflict):
    """The text is that of the draft before."""


class WordsStillDiffer(Conflict):
    """Two people wrote different words, and nobody has said which stand."""


class DraftIsOld(Conflict):
    """A later draft was put forward: that one is to be signed."""


class SignedTooEarly(Invalid):
    """Nobody can have signed a draft before it was put forward."""


class NotOfThisSide(Invalid):
    """Who accompanies a community signs for no side."""


@whole
def put_forward_draft(*, agreement: Agreement, words: str, act: Act) -> Draft:
    """Freeze the working text as the next draft: nothing changes it afterwards.

    Signatures under an earlier draft do not count for this one.

    Raises: NobodyPromises, NothingHasChanged, WordsStillDiffer, ReviewHasPassed, TextStands,
    AgreementIsOver.
    """
    agreement = open_to_change(agreement=agreement)
    commitments = list(Commitment.objects.filter(agreement=agreement).standing())
    if not commitments:
        raise NobodyPromises(_("Nobody promises anything yet. Add what each side will do."))
    if any(differing_words(record) for record in (agreement, *commitments)):
        raise WordsStillDiffer(
            _("Two people wrote different words in this text. Say first which stand.")
        )
    refuse_past_review(review=agreement.review, act=act)
    content = content_of(agreement)
    before = agreement.latest_draft
    if before and before.digest == digest(content):
        raise NothingHasChanged(_("Nothing has changed since the last draft."))
    draft = Draft.objects.create(
        key=act.key,
        agreement=agreement,
        number=before.number + 1 if before else 1,
        words=words,
        content=content,
        digest=digest(content),
        put_forward_at=act.at,
    )
    enter_deed(deed=Deed.PUT_FORWARD_DRAFT, about=draft, act=act)
    return draft


@whole
def add_reading(*, draft: Draft, reading: str, words: str, act: Act) -> Attachment:
    """Attach a recording in which an adult reads the draft aloud."""
    kind = Attachment.Kind.READING
    return attach(record=draft, kind=kind, file=reading, words=words, act=act)


@whole
def read_back_draft(
    *,
    draft: Draft,
    voice: str,
    answer: str,
    what_they_said: str,
    when: RoughDate,
    act: Act,
) -> ReadBack:
    """Record that a draft was read aloud to a group or a side, and what was said to it.

    Late news of an earlier draft is kept as well.
    """
    if voice not in {*Voice.values, *(side.key for side in draft.sides)}:
        raise Invalid(_("This group or side does not take part."), field="voice")
    read_back = ReadBack.objects.create(
        key=act.key,
        draft=draft,
        voice=voice,
        answer=answer,
        what_they_said=what_they_said,
        **when.columns(otherwise=act.at.date()),
    )
    enter_deed(deed=Deed.READ_BACK_DRAFT, about=read_back, act=act)
    return read_back


@whole
def sign_agreement(
    *, draft: Draft, side: str, role: str, how: str, before: str, when: RoughDate, act: Act
) -> Signature:
    """Record that a role signed for its side. The mark itself stays on paper.

    Once every side has signed this draft, the agreement is in force, its linkages are agreed,
    and the agreement that it renews, if any, has ended. What was written down for this side is
    its own word from now on.

    Raises: DraftIsOld, NotARole, NotOfThisSide, SignedTooEarly, NotYourSide, AgreementIsOver.
    """
    agreement = not_over(agreement=draft.agreement)
    latest = agreement.latest_draft
    if latest is None or latest.pk != draft.pk:
        raise DraftIsOld(_("A later draft was put forward. That one is to be signed."))
    signing = speaking_for(side, act.by, agreement.community, agreement.sides)
    _refuse_companions(signing, role)
    names = _names_around(agreement)
    check_role(role, field="role", known=names)
    check_role(before, field="before", known=names)
    put_forward_on = timezone.localdate(draft.put_forward_at)
    if when.on and when.on < put_forward_on:
        raise SignedTooEarly(
            _("This draft was put forward on %(day)s. Is the day of the signature right?")
            % {"day": date_format(put_forward_on)},
            field="when",
        )
    signature = Signature.objects.create(
        key=act.key,
        draft=draft,
        side=signing.key,
        role=role,
        how=how,
        before=before,
        **when.columns(otherwise=act.at.date()),
    )
    _make_own_words(signing, draft)
    _come_into_force(agreement, draft, act)
    enter_deed(deed=Deed.SIGN_AGREEMENT, about=signature, act=act)
    return signature


def _refuse_companions(side: Side, role: str) -> None:
    companion = named_in(role, ()) if side.is_community else None
    if companion:
        raise NotOfThisSide(
            _("“%(word)s” signs for no community. Which role of the community was it?")
            % {"word": companion},
            field="role",
        )


def _names_around(agreement: Agreement) -> list[str]:
    """The names of the sides and of the places above them, which are no persons."""
    names = [side.name for side in agreement.sides]
    area: Area | None = agreement.area
    while area is not None:
        names.append(area.name)
        area = area.parent
    return names


def _make_own_words(side: Side, draft: Draft) -> None:
    """Commitments that a side signed as they stand are no longer only told for it."""
    told = Commitment.objects.filter(agreement=draft.agreement, side=side.key, as_told=True)
    signed = [row.pk for row in told if commitment_of(row) in draft.content["commitments"]]
    told.filter(pk__in=signed).update(as_told=False)


def _come_into_force(agreement: Agreement, draft: Draft, act: Act) -> None:
    first: dict[str, Signature] = {}
    for signature in draft.signatures.order_by("when_sorts_on", "pk"):
        first.setdefault(signature.side, signature)
    if agreement.in_force or any(p["side"] not in first for p in draft.content["parties"]):
        return
    last = max(first.values(), key=lambda signature: (signature.when_sorts_on, signature.pk))
    since = last.when
    columns = since.columns(prefix="in_force", otherwise=last.when_sorts_on)
    for name, value in columns.items():
        setattr(agreement, name, value)
    agreement.save(update_fields=[*columns])
    linkages = [
        side.linkage
        for side in agreement.sides
        if side.linkage and side.linkage.state in BEFORE_AGREEMENT
    ]
    move_linkages(
        linkages=linkages,
        to=State.AGREED,
        words=agreement.title,
        when=since,
        act=act,
    )
    _end_the_one_before(agreement, since, act)


def _end_the_one_before(agreement: Agreement, when: RoughDate, act: Act) -> None:
    if agreement.follows is None:
        return
    former = locked(agreement=agreement.follows)
    if not former.has_ended:
        Ending.objects.create(
            key=uuid.uuid5(agreement.key, "ending"),
            agreement=former,
            renewed_as=agreement,
            **when.columns(otherwise=agreement.in_force_sorts_on or agreement.when_sorts_on),
        )
        pass_on(before=former, after=agreement, act=act)
