"""Steps are signed by who opened, receipts by the server; nothing else counts."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from jwcrypto.jwk import JWK

from kinbridge.foundation.letters import as_bytes, as_text, public_half, signed
from kinbridge.referral import proofs
from kinbridge.referral.envelope import Envelope, opened, parse, seal
from kinbridge.referral.proofs import NotProven
from kinbridge.referral.tests import devices

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
KID = "A" * 22


@pytest.fixture
def identity(new_key: Callable[[], JWK]) -> JWK:
    return new_key()


@pytest.fixture
def letter(new_key: Callable[[], JWK]) -> tuple[Envelope, str]:
    """An envelope, and the digest that only opening it tells."""
    key = new_key()
    told = seal({}, recipients={KID: public_half(key)}, epoch=10, directory_version=1)
    envelope = parse(told)
    secret = opened(told, kid=KID, key=key, ref=envelope.ref, epoch=10)["secret"]
    return envelope, as_text(hashlib.sha256(as_bytes(secret)).digest())


def test_who_opened_can_prove_each_step(identity: JWK, letter: tuple[Envelope, str]) -> None:
    envelope, proof = letter
    for state in proofs.STATES:
        told = devices.signed_step(
            ref=envelope.ref, proof=proof, state=state, at=NOON, identity=identity, phone="1"
        )
        found = proofs.step(told, identity=public_half(identity), envelope=envelope)
        assert (found.state, found.phone, found.at, found.proof) == (state, "1", NOON, proof)


@pytest.mark.parametrize(
    "wrong",
    [
        {"ref": "A" * 22},
        {"sh": "A" * 43},
        {"sh": "A"},
        {"state": "closed"},
        {"at": "now"},
        {"at": 7},
        {"reason": "a" * 41},
        {"more": "x"},
    ],
    ids=str,
)
def test_a_step_that_its_words_do_not_bear_out_is_refused(
    identity: JWK, letter: tuple[Envelope, str], wrong: dict[str, Any]
) -> None:
    envelope, proof = letter
    said = {"ref": envelope.ref, "sh": proof, "state": "opened", "reason": "", "phone": ""}
    told = signed({**said, "at": "2026-11-25T12:00Z", **wrong}, identity, proofs.STEP)
    with pytest.raises(NotProven):
        proofs.step(told, identity=public_half(identity), envelope=envelope)


def test_nobody_else_can_sign_a_step(
    identity: JWK, letter: tuple[Envelope, str], new_key: Callable[[], JWK]
) -> None:
    envelope, proof = letter
    said = {"ref": envelope.ref, "proof": proof, "state": "accepted", "at": NOON}
    own = devices.signed_step(identity=identity, **said)  # type: ignore[arg-type]
    head, payload, mark = own.split(".")
    no_key = as_text(b'{"alg":"none","typ":"kinbridge-step"}')
    for told in (
        devices.signed_step(identity=new_key(), **said),  # type: ignore[arg-type]
        f"{no_key}.{payload}.",
        f"{head}.{payload}.{mark[:-2]}AA",
        signed({"ref": envelope.ref}, identity, proofs.RECEIPT),
        "", "..", None,
    ):  # fmt: skip
        with pytest.raises(NotProven):
            proofs.step(told, identity=public_half(identity), envelope=envelope)  # type: ignore[arg-type]


def test_a_receipt_names_the_letter_its_minute_and_its_number(
    letter: tuple[Envelope, str], new_key: Callable[[], JWK]
) -> None:
    envelope, _proof = letter
    told = proofs.receipt(envelope=envelope, at=NOON, number=7)
    said = {
        "ref": envelope.ref,
        "envelope": envelope.digest,
        "at": "2026-11-25T12:00Z",
        "n": 7,
    }
    assert devices.receipt_said(told, proofs.receipt_public_key()) == said
    with pytest.raises(ValueError, match="not signed by this key"):
        devices.receipt_said(told, public_half(new_key()))
