"""Whom a letter may be sealed for: two custodians say so, and devices believe nobody else."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from jwcrypto.jwk import JWK

from kinbridge.foundation.letters import public_half, thumbprint
from kinbridge.referral import directory_of_keys as directory
from kinbridge.referral.directory_of_keys import NotVouchedFor
from kinbridge.referral.minutes import as_minute, epoch_at, first_day, from_minute, is_over
from kinbridge.referral.tests import devices

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
KID = "A" * 22
EPOCH = epoch_at(NOON)


@pytest.fixture
def custodians(new_key: Callable[[], JWK]) -> list[JWK]:
    return [new_key() for _one in range(directory.CUSTODIANS)]


@pytest.fixture
def root(custodians: list[JWK]) -> dict[str, JWK]:
    return directory.read_root(json.dumps([public_half(key) for key in custodians]))


@pytest.fixture
def identity(new_key: Callable[[], JWK]) -> JWK:
    return new_key()


@pytest.fixture
def entry(identity: JWK, new_key: Callable[[], JWK]) -> dict[str, Any]:
    key = public_half(new_key())
    return {
        "person": "p", "organisation": "An office", "organisation_key": "o", "role": "officer",
        "area": "SL02", "level": "district", "needs": ["health"], "rank": 1, "hours": "always",
        "phone": "", "identity": public_half(identity),
        "mailboxes": [devices.mailbox(kid=KID, epoch=EPOCH, key=key, identity=identity)],
    }  # fmt: skip


def words(*entries: dict[str, Any], **more: Any) -> dict[str, Any]:
    told = {"country": "SL", "version": 5, "issued": NOON, "previous": "", **more}
    return directory.statement(entries=entries, **told)


def test_two_of_three_custodians_make_a_directory(
    custodians: list[JWK], root: dict[str, JWK], entry: dict[str, Any]
) -> None:
    one = directory.sign(words(entry), custodians[0])
    with pytest.raises(NotVouchedFor):
        directory.vouched_for(one, root=root, at=NOON)
    two = directory.sign(one, custodians[2])
    assert directory.vouched_for(two, root=root, at=NOON) == words(entry)
    assert directory.digest(one) == directory.digest(two)
    assert len(directory.signers(directory.sign(two, custodians[0]), root)) == directory.NEEDED


def test_nobody_else_makes_one(
    custodians: list[JWK], root: dict[str, JWK], new_key: Callable[[], JWK]
) -> None:
    strangers = directory.sign(directory.sign(words(), new_key()), new_key())
    twice = directory.sign(directory.sign(words(), custodians[0]), custodians[0])
    pretended = json.loads(directory.sign(twice, new_key()))
    pretended["signatures"][1]["header"]["kid"] = str(custodians[1].thumbprint())
    damaged = ["", "{}", "[]", strangers, twice, json.dumps(pretended)]
    for told in damaged:
        with pytest.raises(NotVouchedFor):
            directory.vouched_for(told, root=root, at=NOON)


@pytest.mark.parametrize(
    ("more", "when", "seen"),
    [
        ({}, NOON + timedelta(days=30), 0),
        ({}, NOON, 6),
        ({"version": "5"}, NOON, 0),
        ({"version": 5, "revoked": [KID]}, NOON + timedelta(days=31), 5),
    ],
    ids=["expired", "rolled back", "no number", "expired and revoked"],
)
def test_an_old_or_unreadable_directory_is_refused(
    custodians: list[JWK], root: dict[str, JWK], more: dict[str, Any], when: datetime, seen: int
) -> None:
    told = directory.sign(directory.sign(words(**more), custodians[0]), custodians[1])
    with pytest.raises(NotVouchedFor):
        directory.vouched_for(told, root=root, at=when, seen=seen)


@pytest.mark.parametrize("wrong", ["another key", "another epoch", "a longer life", "missing"])
def test_a_directory_with_a_key_that_nobody_signed_is_refused_whole(
    custodians: list[JWK],
    root: dict[str, JWK],
    entry: dict[str, Any],
    new_key: Callable[[], JWK],
    wrong: str,
) -> None:
    told = words(entry)
    if wrong == "another key":
        entry["mailboxes"][0]["key"] = public_half(new_key())
    elif wrong == "another epoch":
        entry["mailboxes"][0]["epoch"] += 1
    elif wrong == "a longer life":
        told["expires"] = as_minute(NOON + timedelta(days=31))
    else:
        del entry["rank"]
    signed = directory.sign(directory.sign(told, custodians[0]), custodians[1])
    with pytest.raises(NotVouchedFor):
        directory.vouched_for(signed, root=root, at=NOON)


def test_only_the_mailbox_of_this_epoch_that_was_not_revoked_is_sealed_for(
    entry: dict[str, Any],
) -> None:
    assert directory.live_mailbox(entry, epoch=EPOCH, revoked=()) == entry["mailboxes"][0]
    assert directory.live_mailbox(entry, epoch=EPOCH + 1, revoked=()) is None
    assert directory.live_mailbox(entry, epoch=EPOCH, revoked=[KID]) is None


def test_a_device_hands_in_keys_that_its_identity_signed(
    entry: dict[str, Any], new_key: Callable[[], JWK]
) -> None:
    told = {"identity": entry["identity"], "mailboxes": entry["mailboxes"]}
    assert directory.submitted(json.dumps(told)).identity == entry["identity"]
    others = {"identity": public_half(new_key())}
    private = {"identity": new_key().export(as_dict=True)}
    wrongs: list[Any] = [
        {**told, **others},
        {**told, **private},
        {**told, "mailboxes": []},
        [],
        "{",
    ]
    for wrong in wrongs:
        with pytest.raises(NotVouchedFor):
            directory.submitted(json.dumps(wrong))


def test_a_root_is_three_keys_and_known_by_thirty_digits(root: dict[str, JWK]) -> None:
    number = directory.root_number(root)
    assert [len(group) for group in number.split()] == [5] * 6
    assert number == directory.root_number(reversed(list(root)))
    for wrong in ("", "[]", "{}", '["a", "b", "c"]'):
        with pytest.raises(NotVouchedFor):
            directory.read_root(wrong)
    assert set(root) == {thumbprint(public_half(key)) for key in root.values()}


def test_epochs_are_thirty_days_and_end_a_fortnight_late() -> None:
    assert epoch_at(datetime(2026, 1, 1, tzinfo=UTC)) == 0
    assert epoch_at(datetime(2026, 1, 30, 23, 59, tzinfo=UTC)) == 0
    assert first_day(1).isoformat() == "2026-01-31"
    assert not is_over(0, datetime(2026, 2, 13, 23, 59, tzinfo=UTC))
    assert is_over(0, datetime(2026, 2, 14, tzinfo=UTC))
    with pytest.raises(ValueError, match=r"spelling|does not match"):
        from_minute("2026-1-1T10:00Z")
