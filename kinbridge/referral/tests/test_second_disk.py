"""A letter lies on a second disk before its sender hears of it, and comes back from there."""

import json
import os
import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kinbridge.referral.models import Referral, Step
from kinbridge.referral.operations import TakenIn, answer, erase_letters, take_in_again
from kinbridge.referral.tests.conftest import Room
from tests.cast import NOON
from tests.room import CONTENT

DAYS = timedelta(days=1)


@pytest.fixture
def disk(settings: Any, tmp_path: Path) -> Path:
    """Another disk, as far as a test goes."""
    settings.SECOND_DISK = str(tmp_path)
    return tmp_path


def lies_on(disk: Path) -> list[str]:
    return sorted(file.name for file in disk.iterdir())


def post(room: Room, letter: dict[str, Any], token: str) -> Any:
    told = {"token": token, "urgency": "U1", "envelope": letter, "watch": room.sender.watch}
    return Client().post("/s/", json.dumps(told), content_type="application/json")


@pytest.fixture
def letter(room: Room, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    return room.sender.seals(*room.all, at=NOON)


def test_it_is_on_the_second_disk_before_the_receipt(
    room: Room, disk: Path, letter: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    assert post(room, letter, room.sender.tokens.pop()).status_code == 201
    referral = Referral.objects.get()
    assert lies_on(disk) == [f"{referral.ref}.json"]
    assert len(synced) == 2  # the file, and the folder that names it
    file = disk / lies_on(disk)[0]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    told = file.read_text()
    for word in (str(CONTENT["code"]), "+23276000001", room.sender.capability, "facilitator"):
        assert word not in told


def test_while_that_disk_is_away_help_is_called_and_nothing_is_acknowledged(
    room: Room, disk: Path, letter: dict[str, Any], settings: Any
) -> None:
    settings.SECOND_DISK = str(disk / "unplugged")
    token = room.sender.tokens.pop()
    refused = post(room, letter, token)
    assert refused.status_code == 503
    assert "receipt" not in refused.json()
    assert "error" not in refused.json()  # the phone keeps its token, and comes again
    assert Step.objects.filter(kind="called").exists()
    settings.SECOND_DISK = str(disk)
    again = post(room, letter, token)
    assert again.status_code == 200
    assert again.json()["receipt"] == Referral.objects.get().receipt
    assert len(lies_on(disk)) == 1


def test_after_an_old_backup_was_restored_the_letters_come_back(
    room: Room, disk: Path, letter: dict[str, Any]
) -> None:
    post(room, letter, room.sender.tokens.pop())
    before = Referral.objects.get()
    Referral.objects.all().delete()  # as the backup has it
    assert take_in_again(at=NOON) == TakenIn(1, 0)
    after = Referral.objects.get()
    assert (after.ref, after.watch, after.stored_at) == (
        before.ref, before.watch, before.stored_at,
    )  # fmt: skip
    assert room.nurse.open(after)["code"] == CONTENT["code"]
    assert after.slots.count() == 3
    assert after.steps.filter(kind="called").exists()
    assert take_in_again(at=NOON).n == 0  # once is enough


def test_what_nobody_could_receive_is_refused_aloud_and_stays(
    room: Room, disk: Path, letter: dict[str, Any]
) -> None:
    post(room, letter, room.sender.tokens.pop())
    Referral.objects.all().delete()
    for one in (room.nurse, room.police):
        one.point.held_at = NOON
        one.point.save()
    assert take_in_again(at=NOON) == TakenIn(0, 1)
    assert len(lies_on(disk)) == 1
    assert take_in_again(at=NOON + 60 * DAYS).n_refused == 0  # no key is left for it
    assert lies_on(disk) == []


def test_erasing_a_letter_erases_its_second_copy(
    room: Room,
    disk: Path,
    letter: dict[str, Any],
    django_capture_on_commit_callbacks: Any,
) -> None:
    post(room, letter, room.sender.tokens.pop())
    referral = Referral.objects.get()
    answer(referral=referral, arrived="yes", at=NOON)
    with django_capture_on_commit_callbacks(execute=True):
        erase_letters(at=NOON + 15 * DAYS)
    assert lies_on(disk) == []
    assert take_in_again(at=NOON + 15 * DAYS).n == 0


def test_letters_from_before_there_was_a_second_disk_are_copied(
    room: Room, tmp_path: Path, settings: Any
) -> None:
    referral = room.letter()
    settings.SECOND_DISK = str(tmp_path)
    take_in_again(at=NOON)
    assert lies_on(tmp_path) == [f"{referral.ref}.json"]
    (tmp_path / lies_on(tmp_path)[0]).write_text("torn")
    (tmp_path / "notes.txt").write_text("not ours")
    assert take_in_again(at=NOON).n == 0
