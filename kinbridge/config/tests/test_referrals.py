"""The command that climbs ladders, and what the check says of referrals beforehand."""

from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.utils import timezone

from kinbridge.config import escalate_command, letters_command
from kinbridge.config.checks_of_referrals import faults_of_referrals
from kinbridge.config.command import main
from kinbridge.people.models import Organisation
from kinbridge.people.roles import Role
from kinbridge.referral.operations import TakenIn
from tests.cast import NOON, Cast, person
from tests.room import officer, sender


def test_the_ladder_climbs_or_watches_until_told_to_stop(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    climbed = []

    def climb(_stop: Event, *, watching: bool) -> None:
        climbed.append(watching)

    monkeypatch.setattr(escalate_command, "climb", climb)
    assert main(["escalate"]) == 0
    assert main(["escalate", "--watch"]) == 0
    assert climbed == [False, True]


def test_one_look_tells_whether_the_engine_is_silent(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["escalate", "--once", "--watch"]) == 1
    assert main(["escalate", "--once"]) == 0
    assert main(["escalate", "--once", "--watch"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "It is silent.",
        "Looked; 0 moved.",
        "Looked; 0 moved.",
    ]


def test_the_check_says_beforehand_what_would_keep_a_letter_away(
    cast: Cast, settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.ROOT_FILE = tmp_path / "root.json"  # whatever else was tried out here
    police = Organisation.objects.create(name="Family Support Unit", kind="government")
    custodian = person("custodian", Role.CUSTODIAN, cast.nation)
    officers = [
        officer(
            name, cast.district, body, at=NOON, named_by=cast.manager, verified_by=custodian
        )
        for name, body in (("nurse", cast.office), ("police", police))
    ]
    phone = sender(cast.facilitator, NOON)
    phone.sends(phone.seals(*officers, at=NOON), at=NOON)
    told = {str(fault.id): fault.msg for fault in faults_of_referrals(at=NOON)}
    assert set(told) == {f"kinbridge.W0{n}" for n in (20, 21, 22, 23, 24, 25)}
    assert "Elsewhere" in told["kinbridge.W022"]
    assert "Bombali" not in told["kinbridge.W022"]
    assert main(["check"]) == 0
    assert "No referral can be sealed for" in capsys.readouterr().out


def test_without_a_root_for_trying_out_nothing_is_vouched_for(
    db: None, settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DATA = tmp_path
    assert main(["example", "vouch"]) == 1
    assert "trying out" in capsys.readouterr().err


def test_letters_of_the_second_disk_are_taken_in_and_told(
    cast: Cast,
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["letters", "take-in"]) == 1
    assert "KINBRIDGE_SECOND_DISK" in capsys.readouterr().err
    taken = iter([TakenIn(2, 0), TakenIn(0, 1)])
    monkeypatch.setattr(letters_command, "take_in_again", lambda **_told: next(taken))
    settings.SECOND_DISK = str(tmp_path)
    assert main(["letters", "take-in"]) == 0
    assert "2 sealed letters came back" in capsys.readouterr().out
    assert main(["letters", "take-in"]) == 1
    assert "1 letters of the second disk were not taken in" in capsys.readouterr().err


def test_the_check_says_what_is_wrong_with_the_second_disk(
    db: None, tmp_path: Path, settings: Any
) -> None:
    def told() -> set[str]:
        found = {str(fault.id) for fault in faults_of_referrals(at=timezone.now())}
        return {number.removeprefix("kinbridge.") for number in found} & {
            "W025",
            "W026",
            "W027",
        }

    settings.DATA = tmp_path
    assert told() == {"W025"}
    settings.SECOND_DISK = str(tmp_path / "unplugged")
    assert told() == {"W026"}
    settings.SECOND_DISK = str(tmp_path)
    assert told() == {"W027"}
