"""``kinbridge custodian``: three keys, a root, a directory that two sign."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from kinbridge.config import custodian_command
from kinbridge.config.command import main
from kinbridge.foundation.letters import public_half
from kinbridge.referral import custody
from kinbridge.referral import directory_of_keys as directory

Output = pytest.CaptureFixture[str]
PASSPHRASE = "a passphrase for this test"
Typed = Callable[..., None]


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file says what opening it costs; ours cost little."""
    monkeypatch.setattr(custody, "COST", {"m": 64, "t": 1, "p": 1})


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Typed:
    """What the custodian types, in its order."""

    def typing(*answers: str) -> None:
        said = iter(answers)
        for name in ("ask", "ask_hidden"):
            monkeypatch.setattr(custodian_command, name, lambda _prompt: next(said))

    return typing


def keys(folder: Path) -> list[Path]:
    """Three keys in files, with their public halves."""
    paths = [folder / f"{number}.key" for number in range(3)]
    for path in paths:
        made = custody.new()
        path.write_text(custody.locked(made, PASSPHRASE))
        path.with_name(f"{path.name}.public").write_text(json.dumps(made.public))
    return paths


def draft(folder: Path, version: int = 1) -> Path:
    """A directory that nobody has signed, as the server hands it out."""
    entry = {
        "person": "p", "organisation": "An office", "organisation_key": "o", "role": "officer",
        "area": "SL02", "level": "district", "needs": [], "rank": version, "hours": "",
        "phone": "", "identity": public_half(custody.new().key), "mailboxes": [],
    }  # fmt: skip
    words = directory.statement(
        country="SL", version=version, issued=timezone.now(), previous="", entries=[entry],
        revoked=["A" * 22],
    )  # fmt: skip
    path = folder / f"draft-{version}.json"
    path.write_text(json.dumps(words))
    return path


def test_a_key_is_made_behind_a_passphrase_and_written_over_nothing(
    tmp_path: Path, typed: Typed, capsys: Output
) -> None:
    out = tmp_path / "mine.key"
    typed(PASSPHRASE, PASSPHRASE)
    assert main(["custodian", "key", str(out)]) == 0
    made = custody.unlocked(out.read_text(), PASSPHRASE)
    assert made.thumbprint in capsys.readouterr().out
    assert json.loads((tmp_path / "mine.key.public").read_text()) == made.public
    assert out.stat().st_mode & 0o077 == 0
    with pytest.raises(custody.NotOpened):
        custody.unlocked(out.read_text(), PASSPHRASE + "!")
    for answers, code in (
        ((PASSPHRASE, PASSPHRASE), 2),
        (("too short",), 1),
        ((PASSPHRASE, "x"), 1),
    ):
        typed(*answers)
        assert main(["custodian", "key", str(out)]) == code


def test_two_of_three_sign_a_directory_that_devices_take(
    tmp_path: Path, typed: Typed, capsys: Output
) -> None:
    paths = keys(tmp_path)
    root = tmp_path / "root.json"
    public = [f"{path}.public" for path in paths]
    assert main(["custodian", "root", str(root), *public]) == 0
    number = directory.root_number(directory.read_root(root.read_text()))
    assert number in capsys.readouterr().out

    first, one, two = draft(tmp_path), tmp_path / "one.json", tmp_path / "two.json"
    for source, path, out in ((first, paths[0], one), (one, paths[2], two)):
        typed("1", PASSPHRASE)
        assert main(["custodian", "sign", str(source), str(path), str(out)]) == 0
    assert main(["custodian", "show", str(one), "--root", str(root)]) == 1
    assert "Devices refuse it: Fewer than two" in capsys.readouterr().out
    assert main(["custodian", "show", str(two), "--root", str(root)]) == 0
    assert "Devices take it." in capsys.readouterr().out

    second = draft(tmp_path, version=2)
    assert main(["custodian", "show", str(second), "--before", str(two)]) == 0
    assert "NEW OR CHANGED" in capsys.readouterr().out


def test_nothing_is_signed_unread_or_with_another_passphrase(
    tmp_path: Path, typed: Typed
) -> None:
    path, file, out = keys(tmp_path)[0], draft(tmp_path), tmp_path / "out.json"
    for answers in (("2",), ("",), ("1", "not the passphrase at all")):
        typed(*answers)
        assert main(["custodian", "sign", str(file), str(path), str(out)]) == 1
        assert not out.exists()


def test_files_that_are_something_else_are_named(tmp_path: Path, capsys: Output) -> None:
    paths = keys(tmp_path)
    other = tmp_path / "other.json"
    other.write_text("[]")
    lacking = str(tmp_path / "lacking.json")
    asked = [
        ["sign", str(other), str(paths[0]), str(tmp_path / "out")],
        ["show", lacking],
        ["root", str(tmp_path / "root"), lacking, lacking, lacking],
        ["root", str(tmp_path / "root"), *[f"{paths[0]}.public"] * 3],
    ]
    for arguments in asked:
        assert main(["custodian", *arguments]) == 2
    said = capsys.readouterr().err
    assert "holds no directory" in said
    assert "three custodians" in said
