"""What recipients sign, and what the sender answers."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.errors import Refusal
from kinbridge.foundation.transactions import whole
from kinbridge.people.models import Person
from kinbridge.referral.content import Arrived, Reason, State
from kinbridge.referral.envelope import parse
from kinbridge.referral.ladder import Answered, Resealed, Told
from kinbridge.referral.models import Referral, Slot
from kinbridge.referral.operations.climbing import advance
from kinbridge.referral.proofs import NotProven, step


class NotThere(Refusal):
    """No such letter for whoever asks: the same answer, whatever the reason."""

    status = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such letter here."))


@whole
def sign_step(*, ref: str, signature: str, by: Person, at: datetime) -> Slot:
    """Keep what a recipient signed: opened, accepted, declined, handed over, seen, acted.

    The signature proves that they have opened it; the same again changes nothing.

    Raises: NotThere, NotProven.
    """
    slot = (
        Slot.objects.visible_to(by)
        .select_related("referral", "focal_point")
        .filter(referral__ref=ref)
        .first()
    )
    if slot is None or slot.focal_point.identity is None:
        raise NotThere
    said = step(
        signature, identity=slot.focal_point.identity, envelope=parse(slot.referral.envelope)
    )
    if said.state not in State.values or said.reason not in Reason.values:
        raise NotProven(_("This step is not one that we know."))
    if said.state == State.ACCEPTED and said.phone:
        slot.phone = said.phone[:24]
        slot.save(update_fields=["phone"])
    advance(
        referral=slot.referral,
        at=at,
        event=Told(slot.pk, said.state),
        signed={"reason": said.reason, "proof": signature},
    )
    return slot


@whole
def answer(*, referral: Referral, arrived: str, at: datetime, instead: str = "") -> None:
    """The sender answers: did help arrive? Or has sealed it anew, and the new one is here.

    Raises: Refusal.
    """
    event: Any
    if arrived == "resealed":
        newer = Referral.objects.filter(ref=instead, watch=referral.watch).exclude(
            pk=referral.pk
        )
        if not newer.exists():
            raise NotThere
        event = Resealed()
    elif arrived in Arrived.values:
        event = Answered(arrived)
    else:
        raise NotThere
    if arrived == Arrived.NO and not referral.envelope:
        raise NotThere  # erased by its day: the sender's page says to seal it anew
    advance(referral=referral, at=at, event=event)
