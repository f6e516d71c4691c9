"""Passphrases: their hash, their length, and how many are hashed at once."""

import re
import threading

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, identify_hasher, make_password

from kinbridge.people import passphrases
from kinbridge.people.passphrases import Argon2id, TooManyAtOnce, generated


def test_the_hash_is_argon2id_with_64_mebibytes() -> None:
    encoded = make_password("five calm words for tests")
    assert encoded.startswith("argon2$argon2id$v=19$m=65536,t=3,p=4$")
    assert isinstance(identify_hasher(encoded), Argon2id)


def test_no_more_than_four_are_hashed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once, most, lock = 0, 0, threading.Lock()
    go = threading.Event()

    def slow(self: object, password: str, salt: str) -> str:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        go.wait(0.1)
        with lock:
            at_once -= 1
        return ""

    monkeypatch.setattr(Argon2PasswordHasher, "encode", slow)
    threads = [threading.Thread(target=Argon2id().encode, args=("x", "y")) for _ in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == passphrases.AT_ONCE


def test_too_many_at_once_are_asked_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passphrases, "PATIENCE", 0.01)
    monkeypatch.setattr(passphrases, "_hashing", threading.BoundedSemaphore(1))
    with passphrases.a_turn(), pytest.raises(TooManyAtOnce):
        Argon2id().verify("x", "argon2$…")


def test_a_generated_passphrase_can_be_read_aloud_and_is_never_the_same() -> None:
    found = {generated() for _ in range(50)}
    assert len(found) == 50
    assert all(re.fullmatch(r"([b-z][aeiou]){3}(-([b-z][aeiou]){3}){3}", one) for one in found)
