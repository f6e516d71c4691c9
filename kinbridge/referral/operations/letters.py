"""Letters come in: tokens fetched beforehand, then one letter for each, without a sign-in."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.errors import Refusal, Text
from kinbridge.foundation.letters import as_bytes
from kinbridge.foundation.transactions import whole
from kinbridge.journal.operations import leave_trace
from kinbridge.people.models import Person
from kinbridge.people.roles import Deed
from kinbridge.places.models import Area, Level
from kinbridge.referral.content import Urgency
from kinbridge.referral.envelope import Envelope, NotSealed, parse
from kinbridge.referral.minutes import is_over
from kinbridge.referral.models import (
    Drawn,
    Mailbox,
    Referral,
    Slot,
    Step,
    SubmissionToken,
)
from kinbridge.referral.operations.climbing import STREAM, advance
from kinbridge.referral.proofs import receipt

BATCH, A_WEEK = 20, 60  # tokens
TOKEN_BYTES = 32
FEWEST = 2  # recipients, and organisations


class NotStored(Refusal):
    """A letter was not stored. ``code`` is what the device understands."""

    def __init__(self, code: str, message: Text, *, dead: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.code, self.dead = code, list(dead)


class EnoughTokens(Refusal):
    """Nobody needs so many in a week."""

    status = 429


@dataclass(frozen=True)
class Stored:
    """What the sender's device is answered with."""

    referral: Referral
    is_new: bool
    dead: tuple[str, ...] = ()  # recipients who are no longer in use

    @property
    def receipt(self) -> str:
        """The server's word that it is stored."""
        return self.referral.receipt


def _digest(secret: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(secret.encode()).hexdigest()


@whole
def draw_tokens(*, by: Person, at: datetime) -> list[str]:
    """A batch of tokens for the device of somebody who is signed in. Nothing tells later who
    it was.

    Raises: EnoughTokens.
    """
    day = timezone.localdate(at)
    week = day - timedelta(days=day.weekday())
    mark = salted_hmac("kinbridge.referral.drawn", f"{by.key} {week}", algorithm="sha256")
    drawn, _new = Drawn.objects.select_for_update().get_or_create(
        digest=mark.hexdigest(), defaults={"made_on": week}
    )
    if drawn.n + BATCH > A_WEEK:
        raise EnoughTokens(_("This phone has enough for this week. In need, call."))
    drawn.n += BATCH
    drawn.save(update_fields=["n"])
    tokens = [secrets.token_urlsafe(TOKEN_BYTES) for _one in range(BATCH)]
    area = _district_of(by)
    SubmissionToken.objects.bulk_create(
        SubmissionToken(digest=_digest(token), area=area, made_on=day) for token in tokens
    )
    return tokens


def _district_of(person: Person) -> Area:
    """The district of the first place where somebody may seal; a wider place is itself."""
    area = person.areas_for(Deed.SEAL_REFERRAL)[0]
    while area.level in {Level.COMMUNITY, Level.CHIEFDOM} and area.parent is not None:
        area = area.parent
    return area


@whole
def store_letter(*, token: str, urgency: str, letter: Any, watch: str, at: datetime) -> Stored:
    """Store a sealed letter and begin its ladder. The same letter again gets the same
    receipt.

    Raises: NotStored.
    """
    envelope = parsed(letter=letter, urgency=urgency, watch=watch)
    before = Referral.objects.filter(ref=envelope.ref).first()
    if before is not None:
        if before.envelope_digest != envelope.digest:
            raise NotStored("malformed", _("Another letter came by this name."))
        return Stored(before, is_new=False)
    area = _use(token, timezone.localdate(at))
    live, dead = recipients_of(envelope=envelope, at=at)
    referral = begin_ladder(
        envelope=envelope, urgency=urgency, watch=watch, area=area, live=live, at=at
    )
    return Stored(referral, is_new=True, dead=dead)


def begin_ladder(
    *,
    envelope: Envelope,
    urgency: str,
    watch: str,
    area: Area,
    live: list[Mailbox],
    at: datetime,
) -> Referral:
    """Keep the letter and its slots, and call the first; part of other operations."""
    minute = at.replace(second=0, microsecond=0)
    number = leave_trace(
        stream=STREAM, at=minute, payload={"stored": envelope.ref, "digest": envelope.digest}
    ).number
    referral = Referral.objects.create(
        ref=envelope.ref,
        number=number,
        urgency=urgency,
        area=area,
        envelope=envelope.text,
        envelope_digest=envelope.digest,
        answer=envelope.answer,
        watch=watch,
        receipt=receipt(envelope=envelope, at=minute, number=number),
        stored_at=minute,
        since=minute,
        next_at=minute,
    )
    Step.objects.create(referral=referral, kind=Step.Kind.STORED, at=minute)
    Slot.objects.bulk_create(
        Slot(referral=referral, focal_point=box.focal_point, kid=box.kid, place=place)
        for place, box in enumerate(live, 1)
    )
    advance(referral=referral, at=at)
    return referral


def parsed(*, letter: Any, urgency: str, watch: str) -> Envelope:
    """A letter as it came, read without opening it. Raises: NotStored."""
    try:
        as_bytes(watch, 32)
        envelope = parse(letter)
    except (NotSealed, ValueError, TypeError):
        raise NotStored("malformed", _("This letter is damaged.")) from None
    if urgency not in Urgency.values:
        raise NotStored("malformed", _("This letter is damaged."))
    return envelope


def _use(token: str, day: date) -> Area:
    """A token counts once. Raises: NotStored."""
    found = (
        SubmissionToken.objects.select_for_update(of=("self",))
        .select_related("area")
        .filter(digest=_digest(token))
        .first()
    )
    if found is None:
        raise NotStored("token_unknown", _("This letter came without the right to send it."))
    if found.used_on is not None:
        raise NotStored("token_used", _("Another letter was sent with this token."))
    found.used_on = day
    found.save(update_fields=["used_on"])
    return found.area


def recipients_of(*, envelope: Envelope, at: datetime) -> tuple[list[Mailbox], tuple[str, ...]]:
    """The mailboxes that are in use, nearest first, and the kids of those that are not.

    Decoys are known to nobody. A letter of an epoch whose keys are gone can be opened by
    nobody. Raises: NotStored, where too few are left.
    """
    known = Mailbox.objects.filter(kid__in=envelope.kids, epoch=envelope.epoch)
    in_time = known.none() if is_over(envelope.epoch, at) else known
    live = list(
        in_time.live()
        .select_related("focal_point__area")
        .order_by("-focal_point__area__depth", "focal_point__rank", "pk")
    )
    dead = sorted(set(known.values_list("kid", flat=True)) - {box.kid for box in live})
    organisations = {box.focal_point.organisation_id for box in live}
    if min(len(live), len(organisations)) < FEWEST:
        raise NotStored("recipients", _("Too few who could receive it are in use."), dead=dead)
    return live, tuple(dead)
