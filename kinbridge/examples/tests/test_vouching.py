"""Custodians for trying out sign whom people verified, in local mode only."""

from pathlib import Path
from typing import Any

import pytest

from kinbridge.examples.vouching import make_root, vouch
from kinbridge.foundation.errors import NotAllowed
from kinbridge.people.roles import Role
from kinbridge.referral.directory_of_keys import read_root, vouched_for
from tests.cast import NOON, Cast, person
from tests.room import officer


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.DATA, settings.ROOT_FILE = tmp_path, tmp_path / "root.json"
    return tmp_path


def test_a_directory_for_trying_out_is_one_that_devices_take(cast: Cast, folder: Path) -> None:
    custodian = person("custodian", Role.CUSTODIAN, cast.nation)
    nurse = officer(
        "nurse",
        cast.district,
        cast.office,
        at=NOON,
        named_by=cast.manager,
        verified_by=custodian,
    )
    make_root()
    make_root()
    first, second = vouch(at=NOON), vouch(at=NOON)
    assert (first.version, second.version) == (1, 2)
    root = read_root((folder / "root.json").read_text())
    words = vouched_for(second.statement, root=root, at=NOON, seen=1)
    assert [entry["mailboxes"][0]["kid"] for entry in words["entries"]] == [nurse.kid]


def test_nobody_vouches_so_without_the_example_or_in_production(
    db: None, folder: Path, settings: Any
) -> None:
    with pytest.raises(NotAllowed, match="trying out"):
        vouch()
    make_root()
    with pytest.raises(NotAllowed, match="custodian"):
        vouch()
    settings.PRODUCTION = True
    with pytest.raises(NotAllowed):
        make_root()
