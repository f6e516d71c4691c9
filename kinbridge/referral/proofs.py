"""What can be proved about a referral that the server cannot read.

The server signs that it has stored a letter. A recipient signs each step with the identity
key, over a digest of the secret that only opening tells: so nobody who merely runs the
server can forge that a letter was opened or accepted.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from jwcrypto.jwk import JWK

from kinbridge.foundation.errors import Invalid
from kinbridge.foundation.letters import (
    DAMAGED,
    derived_key,
    public_half,
    public_key,
    said_by,
    signed,
)
from kinbridge.referral.envelope import Envelope, answers
from kinbridge.referral.minutes import as_minute, from_minute

RECEIPT, STEP = "kinbridge-receipt", "kinbridge-step"  # kinds of signature
LONGEST = 40  # letters of a reason or a telephone number
STATES = frozenset({
    "opened", "accepted", "declined", "redirected", "child_seen", "acted", "knows_people",
})  # fmt: skip
_MEMBERS = {"ref", "sh", "state", "reason", "phone", "at"}


class NotProven(Invalid):
    """Something said about a referral that its words do not bear out."""


@dataclass(frozen=True)
class ProvenStep:
    """What a recipient did, signed by nobody but them."""

    ref: str
    state: str
    reason: str  # a code, or nothing
    phone: str  # where the sender can call whoever accepted, or nothing
    at: datetime  # by their clock
    proof: str  # digest of the secret inside: known to who opened


def step(signature: str, *, identity: dict[str, str], envelope: Envelope) -> ProvenStep:
    """A step that the owner of this identity did after opening this letter. Raises:
    NotProven."""
    try:
        said = said_by(signature, public_key(identity), STEP)
        if set(said) != _MEMBERS or any(type(value) is not str for value in said.values()):
            raise ValueError("other members than ours")
        if max(len(said["reason"]), len(said["phone"])) > LONGEST:
            raise ValueError("too long")
        at = from_minute(said["at"])
    except DAMAGED:
        raise NotProven(_("This step is not signed as it should be.")) from None
    if said["ref"] != envelope.ref or not answers(said["sh"], envelope):
        raise NotProven(_("This step is of another letter."))
    if said["state"] not in STATES:
        raise NotProven(_("This step is not one that we know."))
    return ProvenStep(said["ref"], said["state"], said["reason"], said["phone"], at, said["sh"])


def receipt(*, envelope: Envelope, at: datetime, number: int) -> str:
    """That the server has stored this letter, as its ``number``th: a gap would be a loss."""
    said = {
        "ref": envelope.ref,
        "envelope": envelope.digest,
        "at": as_minute(at),
        "n": number,
    }
    return signed(said, _receipt_key(), RECEIPT)


def receipt_public_key() -> dict[str, str]:
    """By which a device checks receipts."""
    return public_half(_receipt_key())


def _receipt_key() -> JWK:
    return derived_key(str(settings.SECRET_KEY), "kinbridge.referral.receipt")
