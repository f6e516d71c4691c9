"""Whether a paper says what was signed: over the agreed words, not over the bytes of a file.

A print carries a square code with the signed check of its draft: the digest of the whole text
and, in the order of the paper, a short digest of each text on it. Whoever holds the paper types
any sentence of it, and learns whether just that sentence was agreed upon. The check holds no
words, and shows nothing else.

Source of the signature: a compact JWS (RFC 7515), ES256, by the site's own key.
"""

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from jwcrypto.jwk import JWK

from kinbridge.agreement.content import CLAUSES, DETAILS, review_of
from kinbridge.agreement.models import Draft
from kinbridge.foundation.letters import (
    as_bytes,
    as_text,
    derived_key,
    public_half,
    said_by,
    signed,
)

KIND = "kinbridge-paper"
SHORT = 8  # bytes of each text's digest


@dataclass(frozen=True)
class Check:
    """What a square code says: the draft's number, its digest, and its texts' digests."""

    number: int
    digest: str
    texts: frozenset[bytes]

    @property
    def code(self) -> str:
        """The short code that stands at the foot of the paper."""
        return self.digest[:8].upper()

    def has(self, text: str) -> bool:
        """Whether just this text is on the paper that was agreed upon."""
        return short_digest(text) in self.texts


def texts_of(content: Mapping[str, Any]) -> Iterator[str]:
    """Every text of a draft, in both languages, in the order of the paper."""
    for party in content["parties"]:
        yield party["name"]
    for name in CLAUSES:
        yield from content["clauses"][name].values()
    yield str(review_of(content))
    for row in content["commitments"]:
        yield from row["what"].values()
        for detail in DETAILS:
            yield row[detail]


def as_compared(text: str) -> str:
    """One spelling of what is on paper: letters composed, any white space one space. Every
    other character counts."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def short_digest(text: str) -> bytes:
    """The beginning of SHA-256 over the text as it is compared."""
    return hashlib.sha256(as_compared(text).encode()).digest()[:SHORT]


def check_of(draft: Draft) -> str:
    """What the square code of a draft carries."""
    texts = dict.fromkeys(text for text in texts_of(draft.content) if as_compared(text))
    told = {
        "n": draft.number,
        "d": as_text(bytes.fromhex(draft.digest)),
        "t": as_text(b"".join(map(short_digest, texts))),
    }
    return signed(told, _key(settings.SECRET_KEY), KIND)


def read_check(told: str) -> Check:
    """What a square code says, if this site signed it. Raises: ValueError."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            said = said_by(told, _key(str(secret)), KIND)
        except ValueError:
            continue
        texts = as_bytes(said["t"])
        parts = {texts[start : start + SHORT] for start in range(0, len(texts), SHORT)}
        return Check(said["n"], as_bytes(said["d"], 32).hex(), frozenset(parts))
    raise ValueError("not signed here")


def public_keys() -> list[dict[str, str]]:
    """By which a phone without a network tells what this site signed."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [public_half(_key(str(secret))) for secret in secrets]


def _key(secret: str) -> JWK:
    return derived_key(secret, "kinbridge.agreement.checking")
