"""What a custodian keeps: a private key in a file, closed by a passphrase.

It is made and used on a machine without a network; what leaves that machine is the public
half and signatures. The file opens with Argon2id and AES-GCM.
"""

import json
import secrets
from dataclasses import dataclass
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.translation import gettext_lazy as _
from jwcrypto.jwk import JWK

from kinbridge.foundation.errors import Invalid
from kinbridge.foundation.letters import DAMAGED, as_bytes, as_text, public_half, thumbprint
from kinbridge.people.passphrases import one_spelling

SHORTEST = 15  # letters of a passphrase
_VERSION = 1
COST = {"m": 64 * 1024, "t": 3, "p": 4}  # KiB, passes, lanes


class NotOpened(Invalid):
    """A key file that does not open: another passphrase, or no key file."""


@dataclass(frozen=True)
class Custody:
    """A key in the hands of its custodian."""

    key: JWK

    @property
    def public(self) -> dict[str, str]:
        """What others may have."""
        return public_half(self.key)

    @property
    def thumbprint(self) -> str:
        """What it is known by."""
        return thumbprint(self.public)


def new() -> Custody:
    """A key that nobody has seen."""
    return Custody(JWK.generate(kty="EC", crv="P-256"))


def locked(custody: Custody, passphrase: str) -> str:
    """The key as a file, for this passphrase only."""
    salt, iv = secrets.token_bytes(16), secrets.token_bytes(12)
    private = custody.key.export_private().encode()
    public = custody.public
    closed = _cipher(passphrase, salt, COST).encrypt(iv, private, _bound(public))
    return json.dumps(
        {
            "kinbridge": "custodian", "v": _VERSION, "cost": COST, "public": public,
            "salt": as_text(salt), "iv": as_text(iv),
            "key": as_text(closed),
        },
        indent=1,
    )  # fmt: skip


def unlocked(text: str, passphrase: str) -> Custody:
    """The key of a file. Raises: NotOpened."""
    try:
        told = json.loads(text)
        cipher = _cipher(passphrase, as_bytes(told["salt"]), told["cost"])
        iv, closed = as_bytes(told["iv"]), as_bytes(told["key"])
        custody = Custody(JWK(**json.loads(cipher.decrypt(iv, closed, _bound(told["public"])))))
    except (*DAMAGED, InvalidTag):
        raise NotOpened(_("This passphrase does not open this key.")) from None
    return custody


def _cipher(passphrase: str, salt: bytes, cost: dict[str, Any]) -> AESGCM:
    secret = hash_secret_raw(
        one_spelling(passphrase).encode(),
        salt,
        time_cost=cost["t"],
        memory_cost=cost["m"],
        parallelism=cost["p"],
        hash_len=32,
        type=Type.ID,
    )
    return AESGCM(secret)


def _bound(public: dict[str, str]) -> bytes:
    return thumbprint(public).encode()
