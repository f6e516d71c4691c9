"""Waiting forms that were sealed for the server: a phone that has lost its key, or has been
wiped, still holds them and reads nothing of them; whoever wrote them sends them later.

Each is a compact JWE (RFC 7516): ECDH-ES on P-256, A256GCM. The key is derived from the
site's secret, so there is no second secret to keep; after a change of secret, the old one in
``SECRET_KEY_FALLBACKS`` still opens what was sealed before.
"""

import base64
import binascii
import json
from collections.abc import Iterable, Iterator
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicNumbers,
    derive_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.concatkdf import ConcatKDFHash
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from kinbridge.people.models import Person

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256
_HEAD = {"alg": "ECDH-ES", "enc": "A256GCM"}
# RFC 7518, 4.6.2: what the key is for, nobody named, how many bits.
_PURPOSE = b"\0\0\0\7A256GCM" + b"\0\0\0\0" * 2 + (256).to_bytes(4, "big")


def public_key() -> dict[str, str]:
    """The coordinates of the public key, as a JWK writes them."""
    point = _key(settings.SECRET_KEY).public_key().public_numbers()
    return {name: _text(getattr(point, name).to_bytes(32, "big")) for name in ("x", "y")}


def opened(sealed: Iterable[str], *, person: Person) -> Iterator[dict[str, Any]]:
    """The forms in there that this person sealed; others' stay closed."""
    for one in sealed:
        told = _opened(one)
        if told is not None and told.get("person") == person.key.hex:
            yield told["form"]


def _opened(sealed: str) -> dict[str, Any] | None:
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            told = json.loads(_decrypted(sealed, _key(str(secret))))
        except (ValueError, LookupError, TypeError, AttributeError, InvalidTag):
            continue
        if isinstance(told, dict) and isinstance(told.get("form"), dict):
            return told
    return None


def _decrypted(sealed: str, key: EllipticCurvePrivateKey) -> bytes:
    head, wrapped, iv, words, tag = sealed.split(".")
    told = json.loads(_bytes(head))
    if wrapped or {name: told.get(name) for name in _HEAD} != _HEAD:
        raise ValueError("not sealed as we seal")
    x, y = (int.from_bytes(_bytes(told["epk"][name]), "big") for name in ("x", "y"))
    theirs = EllipticCurvePublicNumbers(x, y, SECP256R1()).public_key()
    agreed = key.exchange(ECDH(), theirs)
    secret = ConcatKDFHash(SHA256(), 32, _PURPOSE).derive(agreed)
    return AESGCM(secret).decrypt(_bytes(iv), _bytes(words) + _bytes(tag), head.encode())


def _key(secret: str) -> EllipticCurvePrivateKey:
    derived = HKDF(SHA256(), 48, None, b"kinbridge.sync.sealing").derive(secret.encode())
    return derive_private_key(int.from_bytes(derived, "big") % (_ORDER - 1) + 1, SECP256R1())


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
    except binascii.Error as problem:
        raise ValueError("not base64url") from problem


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
