"""When promises come round, in which wording, and who is reminded of them."""

from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kinbridge.agreement.models import (
    Agreement,
    Commitment,
    Responsible,
    Rhythm,
    RhythmYes,
)
from kinbridge.agreement.operations.standing import enter_deed, not_over
from kinbridge.agreement.operations.text import CommitmentIsDropped
from kinbridge.dialogue.sides import Side, is_as_told, speaking_for
from kinbridge.foundation.errors import Conflict, Invalid
from kinbridge.foundation.references import reference
from kinbridge.foundation.rough_dates import RoughDate
from kinbridge.foundation.transactions import whole
from kinbridge.notices.operations import withdraw_notices
from kinbridge.people.acts import Act
from kinbridge.people.roles import Deed


class NeverComesRound(Invalid):
    """No day fits: it would end before it begins."""


class HasStopped(Conflict):
    """Nobody is reminded of this promise any more."""


class HasNoAddress(Invalid):
    """Whoever is to be reminded needs a number or an e-mail address."""


@whole
def set_rhythm(*, commitment: Commitment, side: str, act: Act, **told: Any) -> Rhythm:
    """Say on which days a promise comes round, and what a reminder may say.

    ``told`` are the fields of ``Rhythm``. The side that says so agrees by that; what others
    had agreed to before counts no more, since it is another wording or other days.

    Raises: NeverComesRound, CommitmentIsDropped, NotYourSide, AgreementIsOver.
    """
    agreement = not_over(agreement=commitment.agreement)
    if Commitment.objects.get(pk=commitment.pk).is_dropped:
        raise CommitmentIsDropped(_("This commitment was taken back before."))
    speaking = speaking_for(side, act.by, agreement.community, agreement.sides)
    zone = {"time_zone": settings.TIME_ZONE}
    rhythm, is_new = Rhythm.objects.get_or_create(
        commitment=commitment, defaults={"key": act.key, **zone, **told}
    )
    for name, value in told.items():
        setattr(rhythm, name, value)
    begin(rhythm=rhythm, since=act.at.date())
    rhythm.save()
    if not is_new:
        rhythm.yeses.all().delete()
        withdraw_notices(about=reference(rhythm))
    _say_yes(rhythm, speaking, act)
    enter_deed(deed=Deed.SET_RHYTHM, about=rhythm, act=act)
    return rhythm


def begin(*, rhythm: Rhythm, since: date) -> None:
    """Put a rhythm before its next day. Raises: NeverComesRound, where there is none."""
    day = next(rhythm.rule.days(max(since, rhythm.begins_on)), None)
    if day is None:
        raise NeverComesRound(
            _("No such day comes before it ends. Are the days right?"), field="until_on"
        )
    rhythm.next_on, rhythm.next_at = day, rhythm.moment(day)


def _say_yes(rhythm: Rhythm, side: Side, act: Act) -> None:
    RhythmYes.objects.get_or_create(
        rhythm=rhythm,
        side=side.key,
        defaults={
            "key": act.key,
            "at": act.at,
            "as_told": is_as_told(act.by, rhythm.community, side),
        },
    )


@whole
def agree_to_rhythm(*, rhythm: Rhythm, side: str, act: Act) -> Rhythm:
    """A side agrees to the wording and the days. Once both have, reminders go out.

    Raises: HasStopped, NotYourSide, AgreementIsOver.
    """
    agreement = not_over(agreement=rhythm.belongs_to)
    rhythm = _going_on(rhythm)
    _say_yes(rhythm, speaking_for(side, act.by, agreement.community, agreement.sides), act)
    told = {"side": side, "words": rhythm.words}
    enter_deed(deed=Deed.AGREE_TO_RHYTHM, about=rhythm, act=act, payload=told)
    return rhythm


@whole
def stop_reminding(*, rhythm: Rhythm, why: str, act: Act) -> Rhythm:
    """Nobody is reminded of this promise any more; the promise stands.

    Raises: HasStopped, AgreementIsOver.
    """
    not_over(agreement=rhythm.belongs_to)
    rhythm = _going_on(rhythm)
    rhythm.next_at = rhythm.next_on = None
    rhythm.save(update_fields=["next_at", "next_on"])
    withdraw_notices(about=reference(rhythm))
    enter_deed(deed=Deed.STOP_REMINDING, about=rhythm, act=act, payload={"why": why})
    return rhythm


def _going_on(rhythm: Rhythm) -> Rhythm:
    rhythm = Rhythm.objects.select_for_update().get(pk=rhythm.pk)
    if rhythm.next_at is None:
        raise HasStopped(_("Reminding of this promise has stopped before."))
    return rhythm


@whole
def name_responsible(
    *, agreement: Agreement, side: str, role: str, why: str, act: Act, **told: Any
) -> Responsible:
    """Say who is reminded for a side. Whoever was before is so no more; their number goes.

    ``told``: number, e-mail address, language. ``why``: why somebody else takes over.

    Raises: HasNoAddress, NotYourSide, AgreementIsOver.
    """
    agreement = not_over(agreement=agreement)
    speaking = speaking_for(side, act.by, agreement.community, agreement.sides)
    if not told.get("number") and not told.get("email"):
        raise HasNoAddress(_("Give a telephone number or an e-mail address."), field="number")
    before = Responsible.objects.filter(agreement=agreement, side=speaking.key).now()
    for earlier in before:
        release(responsible=earlier, act=act, why=why)
    responsible = Responsible.objects.create(
        key=act.key,
        agreement=agreement,
        side=speaking.key,
        role=role,
        named_by=act.by,
        named_at=act.at,
        **told,
    )
    # The journal outlives the number.
    payload = {"side": speaking.key, "role": role, "why": why}
    enter_deed(deed=Deed.NAME_RESPONSIBLE, about=responsible, act=act, payload=payload)
    return responsible


@whole
def release(*, responsible: Responsible, act: Act, why: str = "") -> None:
    """Somebody is not responsible any more, inside another deed: the number goes."""
    responsible.ended_at, responsible.why_ended = act.at, why
    responsible.number = responsible.email = ""
    responsible.save(update_fields=["ended_at", "why_ended", "number", "email"])


@whole
def record_introduction(
    *, responsible: Responsible, when: RoughDate, introduction: str, act: Act
) -> Responsible:
    """Record that somebody new was told what their side has promised."""
    responsible.introduced_on, responsible.introduced_words = when.on, when.words
    responsible.introduction = introduction
    responsible.save(update_fields=["introduced_on", "introduced_words", "introduction"])
    told = {"when": when, "introduction": introduction}
    enter_deed(deed=Deed.RECORD_INTRODUCTION, about=responsible, act=act, payload=told)
    return responsible


@whole
def end_reminding(*, agreement: Agreement, act: Act) -> None:
    """An agreement has ended, inside another deed: no reminder any more, no number kept."""
    rhythms = Rhythm.objects.filter(commitment__agreement=agreement, next_on__isnull=False)
    withdraw_notices(about=reference(agreement))
    for rhythm in rhythms:
        withdraw_notices(about=reference(rhythm))
    rhythms.update(next_at=None, next_on=None)
    for responsible in Responsible.objects.filter(agreement=agreement).now():
        release(responsible=responsible, act=act)


@whole
def wake_rhythms(*, agreement: Agreement, act: Act) -> None:
    """Both sides looked again at an agreement that had lapsed, inside another deed: they are
    reminded from now on, and of nothing that fell in between."""
    for rhythm in Rhythm.objects.filter(commitment__agreement=agreement).resting():
        _wake(rhythm, act)
        rhythm.save(update_fields=["next_on", "next_at"])
    withdraw_notices(about=reference(agreement))


def _wake(rhythm: Rhythm, act: Act) -> None:
    assert rhythm.next_on is not None  # noqa: S101 - it rests
    since = max(rhythm.next_on, act.received_at.date())
    day = next(rhythm.rule.days(since), None)
    rhythm.next_on, rhythm.next_at = day, rhythm.moment(day) if day else None


@whole
def copy_rhythms(*, before: Commitment, after: Commitment, act: Act) -> None:
    """A renewal goes on with the days and wordings of the agreement before it, and with the
    yes of each side to them; nothing is sent before it is in force."""
    rhythm = Rhythm.objects.filter(commitment=before, next_on__isnull=False).first()
    if rhythm is None:
        return
    yeses = list(rhythm.yeses.all())
    if rhythm.is_resting:
        _wake(rhythm, act)
    rhythm.pk, rhythm.key, rhythm.commitment = None, after.key, after
    rhythm.save(force_insert=True)
    for yes in yeses:
        RhythmYes.objects.create(rhythm=rhythm, side=yes.side, as_told=yes.as_told, at=act.at)


@whole
def pass_on(*, before: Agreement, after: Agreement, act: Act) -> None:
    """A renewal is in force, inside another deed: who was reminded goes on with it."""
    taken = set(
        Responsible.objects.filter(agreement=after).now().values_list("side", flat=True)
    )
    going_on = Responsible.objects.filter(agreement=before).now().exclude(side__in=taken)
    going_on.update(agreement=after)
    end_reminding(agreement=before, act=act)
