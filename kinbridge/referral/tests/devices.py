"""What a focal point's device does, in Python: for tests, and beside the browser's vectors."""

from datetime import datetime
from typing import Any

from jwcrypto.jwk import JWK

from kinbridge.foundation.letters import public_key, said_by, signed
from kinbridge.referral.directory_of_keys import MAILBOX, Jwk
from kinbridge.referral.minutes import as_minute
from kinbridge.referral.proofs import RECEIPT, STEP


def mailbox(*, kid: str, epoch: int, key: Jwk, identity: JWK) -> dict[str, Any]:
    """A mailbox, vouched for by the identity that owns it."""
    told = {"kid": kid, "epoch": epoch, "key": key}
    return {**told, "signature": signed(told, identity, MAILBOX)}


def signed_step(
    *, ref: str, proof: str, state: str, at: datetime, identity: JWK, **more: str
) -> str:
    """A step after opening."""
    said = {"ref": ref, "sh": proof, "state": state, "reason": "", "phone": "", **more}
    return signed({**said, "at": as_minute(at)}, identity, STEP)


def receipt_said(told: str, key: Jwk) -> dict[str, Any]:
    """What a receipt says, as a sender's device reads it. Raises: ValueError."""
    return dict(said_by(told, public_key(key), RECEIPT))
