"""What all sealed letters and signatures have in common (JOSE: RFC 7515 to 7518, on P-256).

Only two ways of keeping a letter closed are known here, and one signature; what names another
is no letter of ours.
"""

import base64
import binascii
import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from jwcrypto.common import JWException
from jwcrypto.jwk import JWK
from jwcrypto.jws import JWS

from kinbridge.foundation.plain import canonical

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256
_POINT = 32  # bytes of a coordinate
# What libraries raise for what is damaged: unreadable, of another kind, of a wrong length.
DAMAGED = (JWException, ValueError, TypeError, LookupError, AttributeError, RecursionError)


def as_text(raw: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def as_bytes(text: str, length: int | None = None) -> bytes:
    """What base64url says, in its one spelling. Raises: ValueError."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
    except binascii.Error as problem:
        raise ValueError("not base64url") from problem
    if as_text(raw) != text or length not in {None, len(raw)}:
        raise ValueError("not spelt as we spell it")
    return raw


def derived_key(secret: str, purpose: str) -> JWK:
    """The site's own key for one purpose: there is no second secret to keep."""
    derived = HKDF(SHA256(), 48, None, purpose.encode()).derive(secret.encode())
    number = int.from_bytes(derived, "big") % (_ORDER - 1) + 1
    return JWK.from_pyca(derive_private_key(number, SECP256R1()))


def public_half(key: JWK) -> dict[str, str]:
    """The four members that make a public key, and nothing else."""
    told = key.export_public(as_dict=True)
    return {name: told[name] for name in ("crv", "kty", "x", "y")}


def public_key(told: Any) -> JWK:
    """A public key of ours: a point of P-256, in its one spelling. Raises: ValueError."""
    if not isinstance(told, dict) or set(told) != {"crv", "kty", "x", "y"}:
        raise ValueError("not a public key")
    if (told["kty"], told["crv"]) != ("EC", "P-256"):
        raise ValueError("not a key on P-256")
    for name in ("x", "y"):
        as_bytes(told[name], _POINT)
    key = JWK(**told)
    key.get_op_key("verify")  # raises, where the point lies beside the curve
    return key


def thumbprint(told: dict[str, str]) -> str:
    """What a public key is known by (RFC 7638)."""
    return str(public_key(told).thumbprint())


def signed(said: Any, key: JWK, kind: str) -> str:
    """A compact signature over a plain value; of a ``kind``, so that none passes as another."""
    letter = JWS(canonical(said))
    letter.add_signature(key, protected=json.dumps({"alg": "ES256", "typ": kind}))
    return str(letter.serialize(compact=True))


def said_by(signature: Any, key: JWK, kind: str) -> Any:
    """What this key signed. Raises: ValueError for whatever else."""
    try:
        head, _payload, mark = signature.split(".")
        if json.loads(as_bytes(head)) != {"alg": "ES256", "typ": kind}:
            raise ValueError("not a signature of this kind")
        as_bytes(mark, 2 * _POINT)
        letter = JWS()
        letter.allowed_algs = ["ES256"]
        letter.deserialize(signature, key)
        return json.loads(letter.payload)
    except DAMAGED as problem:
        raise ValueError("not signed by this key") from problem
