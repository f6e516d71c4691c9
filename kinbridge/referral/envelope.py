"""The sealed envelope of a referral: a JWE to always four recipients, of always one size.

What it must be, and why: ``docs/sealed-referrals.md``. The server parses and keeps it and
opens nothing; sealing and opening stand here for the vectors and for tests, for whoever
checks our format with another library than the browser's.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from jwcrypto.jwe import JWE
from jwcrypto.jwk import JWK

from kinbridge.foundation.errors import Invalid
from kinbridge.foundation.letters import DAMAGED, as_bytes, as_text, public_half, public_key
from kinbridge.foundation.plain import canonical

SLOTS = 4
PLAINTEXT = 1024  # bytes
LARGEST = 8 * 1024  # bytes of a whole envelope; ours have some 2.6 kB
KID, REF, SECRET, DIGEST = 16, 16, 32, 32  # bytes
ALG, ENC, TYPE, VERSION = "ECDH-ES+A256KW", "A256GCM", "kinbridge-referral", 1

_WHOLE = {"protected", "recipients", "iv", "ciphertext", "tag"}
_HEAD = {"enc", "typ", "v", "ref", "ep", "dv", "to", "ac"}
_WRAPPED = 40  # bytes: a content key, wrapped
_IV, _TAG = 12, 16


class NotSealed(Invalid):
    """Whatever is wrong with an envelope, this is all that anybody is told."""

    def __init__(self) -> None:
        super().__init__(_("This letter cannot be opened."))


@dataclass(frozen=True)
class Envelope:
    """What can be read of an envelope without opening it."""

    ref: str
    epoch: int
    directory_version: int
    answer: str  # digest of the digest of the secret inside: who opened can prove it
    kids: tuple[str, ...]
    text: str  # the whole envelope in its one spelling
    digest: str  # over that text


def parse(told: Any) -> Envelope:
    """An envelope of ours, down to its spelling. Raises: NotSealed."""
    try:
        return _parsed(told)
    except DAMAGED:
        raise NotSealed from None


def _parsed(told: Any) -> Envelope:
    if isinstance(told, str | bytes):
        told = json.loads(told)
    _exactly(told, _WHOLE)
    as_bytes(told["iv"], _IV)
    as_bytes(told["tag"], _TAG)
    as_bytes(told["ciphertext"], PLAINTEXT)
    kids = tuple(_kid(slot) for slot in told["recipients"])
    if len(set(kids)) != SLOTS or len(kids) != SLOTS:
        raise ValueError("not four recipients")
    head = json.loads(as_bytes(told["protected"]))
    _exactly(head, _HEAD)
    if (head["enc"], head["typ"], head["v"]) != (ENC, TYPE, VERSION):
        raise ValueError("another format")
    if head["to"] != addressed(told["recipients"]):
        raise ValueError("addressed to others")
    text = canonical(told).decode()
    if len(text) > LARGEST:
        raise ValueError("too large")
    return Envelope(
        ref=_spelt(head["ref"], REF),
        epoch=_number(head["ep"]),
        directory_version=_number(head["dv"]),
        answer=_spelt(head["ac"], DIGEST),
        kids=kids,
        text=text,
        digest=as_text(hashlib.sha256(text.encode()).digest()),
    )


def addressed(slots: Any) -> str:
    """What binds an envelope to its four slots: nobody's can be changed, changed for
    another or moved, not even by somebody who holds one of them."""
    return as_text(hashlib.sha256(canonical(slots)).digest())


def answers(told: str, envelope: Envelope) -> bool:
    """Whether this is the digest of the secret inside, which only opening tells."""
    try:
        return as_text(hashlib.sha256(as_bytes(told, DIGEST)).digest()) == envelope.answer
    except DAMAGED:
        return False


def _kid(slot: Any) -> str:
    _exactly(slot, {"header", "encrypted_key"})
    _exactly(slot["header"], {"alg", "epk", "kid"})
    if slot["header"]["alg"] != ALG:
        raise ValueError("wrapped in another way")
    public_key(slot["header"]["epk"])
    as_bytes(slot["encrypted_key"], _WRAPPED)
    return _spelt(slot["header"]["kid"], KID)


def _exactly(told: Any, names: set[str]) -> None:
    if not isinstance(told, dict) or set(told) != names:
        raise ValueError("other members than ours")


def _spelt(text: Any, length: int) -> str:
    as_bytes(text, length)
    return str(text)


def _number(told: Any) -> int:
    if type(told) is not int or not 0 <= told < 2**31:
        raise ValueError("no number")
    return told


# --- Sealing and opening, as the devices do it. ---


def padded(content: Mapping[str, Any]) -> bytes:
    """The content as JSON, filled with spaces: every letter is of one size."""
    text = canonical(content)
    if len(text) > PLAINTEXT:
        raise ValueError("more than a letter holds")
    return text.ljust(PLAINTEXT)


def seal(
    content: Mapping[str, Any],
    *,
    recipients: Mapping[str, dict[str, str]],
    epoch: int,
    directory_version: int,
) -> dict[str, Any]:
    """Seal for public keys by their kids. ``content`` carries no ref, v and secret: they are
    made here. Raises: ValueError for none, too many, or too much."""
    if not 0 < len(recipients) <= SLOTS:
        raise ValueError("one to four recipients")
    ref, secret = as_text(secrets.token_bytes(REF)), secrets.token_bytes(SECRET)
    plain = padded({**content, "v": VERSION, "ref": ref, "secret": as_text(secret)})
    slots, content_key = _slots([*recipients.items(), *_decoys(SLOTS - len(recipients))])
    proof = hashlib.sha256(hashlib.sha256(secret).digest()).digest()
    head = {
        "enc": ENC, "typ": TYPE, "v": VERSION, "ref": ref, "ep": epoch,
        "dv": directory_version, "to": addressed(slots), "ac": as_text(proof),
    }  # fmt: skip
    body = JWE(plain, canonical(head).decode())
    body.add_recipient(JWK(kty="oct", k=as_text(content_key)), {"alg": "dir"})
    told = json.loads(body.serialize())
    kept = {name: told[name] for name in ("protected", "iv", "ciphertext", "tag")}
    return {**kept, "recipients": slots}


def _decoys(count: int) -> list[tuple[str, dict[str, str]]]:
    """Keys that nobody has: how many really receive a letter is nobody's business."""
    keys = [JWK.generate(kty="EC", crv="P-256") for _one in range(count)]
    return [(as_text(secrets.token_bytes(KID)), public_half(key)) for key in keys]


def _slots(recipients: list[tuple[str, dict[str, str]]]) -> tuple[list[Any], bytes]:
    """One slot for each, in an order that tells nothing, and the key that they wrap."""
    wrapping = JWE(b"-", json.dumps({"enc": ENC}))
    for kid, key in sorted(recipients, key=lambda _one: secrets.randbits(64)):
        wrapping.add_recipient(public_key(key), {"alg": ALG, "kid": kid})
    told = json.loads(wrapping.serialize())
    for slot in told["recipients"]:
        epk = slot["header"]["epk"]
        slot["header"]["epk"] = {name: epk[name] for name in ("crv", "kty", "x", "y")}
    return told["recipients"], bytes(wrapping.cek)


def opened(told: Any, *, kid: str, key: JWK, ref: str, epoch: int) -> dict[str, Any]:
    """The content, for who holds the key of a slot and was told of this letter by its ref.
    Raises: NotSealed."""
    try:
        return _opened(parse(told), kid, key, ref, epoch)
    except DAMAGED:
        raise NotSealed from None


def _opened(envelope: Envelope, kid: str, key: JWK, ref: str, epoch: int) -> dict[str, Any]:
    if (envelope.ref, envelope.epoch) != (ref, epoch):
        raise ValueError("another letter")
    whole = json.loads(envelope.text)
    whole["recipients"] = [one for one in whole["recipients"] if one["header"]["kid"] == kid]
    letter = JWE(algs=[ALG, ENC])
    letter.deserialize(json.dumps(whole), key)
    content = json.loads(letter.plaintext)
    proof = as_text(hashlib.sha256(as_bytes(content["secret"], SECRET)).digest())
    if (content["v"], content["ref"]) != (VERSION, ref) or not answers(proof, envelope):
        raise ValueError("not what the envelope says")
    return dict(content)
