"""Sealing a page to its writer, and opening it with words that only the writer knows.

Writing needs no words: a page is sealed to the notebook's public key (JWE, ECDH-ES+A256KW on
P-256, A256GCM). Reading does: they unlock the private key (Argon2id, 64 MiB, three passes,
then JWE "dir"). The server holds them, and what was written, only while it answers.
"""

import json
import secrets
from base64 import urlsafe_b64encode
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from django.utils.translation import gettext_lazy as _
from jwcrypto.common import JWException
from jwcrypto.jwe import JWE
from jwcrypto.jwk import JWK

from kinbridge.foundation.errors import Invalid
from kinbridge.people.passphrases import a_turn, one_spelling

_TO_WRITER = {"alg": "ECDH-ES+A256KW", "enc": "A256GCM"}
_LOCK = {"alg": "dir", "enc": "A256GCM"}
MEMORY, PASSES, LANES = 64 * 1024, 3, 4  # KiB; as for passphrases


class NotTheseWords(Invalid):
    """They do not unlock this notebook."""

    def __init__(self) -> None:
        super().__init__(_("These words do not open your notebook."), field="words")


def new_keys(words: str) -> dict[str, Any]:
    """The columns of a notebook that these words open."""
    pair, salt = JWK.generate(kty="EC", crv="P-256"), secrets.token_hex(16)
    return {
        "public_key": pair.export_public(as_dict=True),
        "locked_key": _sealed(pair.export_private(), _LOCK, _lock(words, salt)),
        "salt": salt,
    }


def seal(text: str, public_key: dict[str, Any]) -> str:
    """A page that only its writer can open."""
    return _sealed(text, _TO_WRITER, JWK(**public_key))


def unlock(words: str, *, locked_key: str, salt: str) -> JWK:
    """The private key of a notebook.

    Raises: NotTheseWords.
    """
    try:
        return JWK.from_json(_opened(locked_key, _LOCK, _lock(words, salt)).decode())
    except JWException:
        raise NotTheseWords from None


def read(sealed: str, key: JWK) -> str:
    """The words of a page. Raises: NotTheseWords, for a page of another notebook."""
    try:
        return _opened(sealed, _TO_WRITER, key).decode()
    except JWException:
        raise NotTheseWords from None


def _lock(words: str, salt: str) -> JWK:
    with a_turn():
        secret = hash_secret_raw(
            one_spelling(words).encode(),
            bytes.fromhex(salt),
            PASSES,
            MEMORY,
            LANES,
            32,
            Type.ID,
        )
    return JWK(kty="oct", k=urlsafe_b64encode(secret).rstrip(b"=").decode())


def _sealed(text: str, how: dict[str, str], key: JWK) -> str:
    letter = JWE(text.encode(), protected=json.dumps(how), algs=list(how.values()))
    letter.add_recipient(key)
    return str(letter.serialize(compact=True))


def _opened(sealed: str, how: dict[str, str], key: JWK) -> bytes:
    letter = JWE(algs=list(how.values()))
    letter.deserialize(sealed, key)
    return bytes(letter.payload)
