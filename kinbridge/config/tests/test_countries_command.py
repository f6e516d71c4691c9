"""``kinbridge countries``, and packs of an operator's own."""

import shutil
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from kinbridge.config.command import main
from kinbridge.countries.packs import FILE, OURS, pack_of, packs

Output = pytest.CaptureFixture[str]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A pack that somebody made of ours, as the guide tells."""
    folder = tmp_path / "XX"
    shutil.copytree(OURS / "SL", folder)
    text = (folder / FILE).read_text(encoding="utf-8")
    (folder / FILE).write_text(text.replace("code: SL", "code: XX", 1), encoding="utf-8")
    return folder


def test_the_packs_are_listed_with_their_counts(capsys: Output) -> None:
    assert main(["countries", "list"]) == 0
    told = capsys.readouterr().out
    assert "SL Sierra Leone:" in told
    assert "searched, none found" in told


def test_a_folder_of_packs_is_checked(own: Path, capsys: Output) -> None:
    assert main(["countries", "check", str(own.parent)]) == 0
    assert "XX Sierra Leone:" in capsys.readouterr().out


def test_every_fault_is_told_with_file_and_line(own: Path, capsys: Output) -> None:
    text = (own / FILE).read_text(encoding="utf-8")
    (own / FILE).write_text(text.replace("sure: high", "sure: very", 1), encoding="utf-8")

    assert main(["countries", "check", str(own)]) == 1
    told = capsys.readouterr()
    line = text.splitlines().index("    sure: high") + 1
    assert f"{own / FILE}:{line}: “sure”: “very” is none of" in told.out
    assert "1 faults found" in told.err


def test_a_file_that_is_no_yaml_is_told(own: Path, capsys: Output) -> None:
    (own / FILE).write_text("code: [", encoding="utf-8")

    assert main(["countries", "check", str(own)]) == 1
    assert "XX: cannot be read" in capsys.readouterr().out


def test_a_folder_without_a_pack_is_told(tmp_path: Path, capsys: Output) -> None:
    assert main(["countries", "check", str(tmp_path)]) == 2
    assert "there is no pack" in capsys.readouterr().err


@pytest.mark.django_db
def test_a_country_is_added_by_one_file(own: Path, settings: Settings, client: Client) -> None:
    settings.COUNTRY_PACKS = str(own.parent)
    packs.cache_clear()
    try:
        assert pack_of("XX") is not None
        assert pack_of("SL") is not None
        page = client.get("/serious/in/XX/?in=en").content.decode()
        assert 'href="tel:116"' in page
        assert client.get("/serious/").content.count(b"/serious/in/") == len(packs()) - 1
    finally:
        packs.cache_clear()


def test_a_pack_with_a_fault_is_not_used(own: Path, settings: Settings) -> None:
    (own / FILE).write_text("code: XX", encoding="utf-8")
    settings.COUNTRY_PACKS = str(own.parent)
    packs.cache_clear()
    try:
        assert pack_of("XX") is None
    finally:
        packs.cache_clear()
