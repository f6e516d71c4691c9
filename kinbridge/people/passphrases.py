"""Passphrases: their one spelling, their hash, and ones that nobody could guess."""

import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.errors import Refusal

AT_ONCE = 4  # hashes, of 64 MiB each
PATIENCE = 5.0  # seconds
CONSONANTS, VOWELS = "bdfghklmnrstvz", "aeiou"
SYLLABLES, WORDS = 3, 4  # 73 bits

_hashing = BoundedSemaphore(AT_ONCE)


class TooManyAtOnce(Refusal):
    """More people sign in than the machine can hash for."""

    status = 503
    title = _("One moment")


@contextmanager
def a_turn() -> Iterator[None]:
    """Wait for one's turn to hash. Raises: TooManyAtOnce."""
    if not _hashing.acquire(timeout=PATIENCE):
        raise TooManyAtOnce(_("Many people are signing in just now. Please try again soon."))
    try:
        yield
    finally:
        _hashing.release()


class Argon2id(Argon2PasswordHasher):
    """Argon2id with 64 MiB, three passes, four lanes; never more than four at a time."""

    time_cost = 3
    memory_cost = 64 * 1024
    parallelism = 4

    def encode(self, password: str, salt: str) -> str:
        with a_turn():
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with a_turn():
            return super().verify(password, encoded)


def one_spelling(passphrase: str) -> str:
    """The same characters, however a keyboard composes them."""
    return unicodedata.normalize("NFKC", passphrase)


def generated() -> str:
    """A passphrase that can be read aloud, such as ``tolami-kasune-dibora-remilu``."""
    return "-".join(
        "".join(secrets.choice(CONSONANTS) + secrets.choice(VOWELS) for _ in range(SYLLABLES))
        for _ in range(WORDS)
    )
