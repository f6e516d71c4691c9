"""``kinbridge countries``, and packs of an operator's own."""

import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from kinbridge.config import checks_of_countries
from kinbridge.config.checks_of_countries import faults_of_countries
from kinbridge.config.command import main
from kinbridge.countries.facts import Triage
from kinbridge.countries.packs import FILE, pack_of, packs
from kinbridge.places.operations import add_country

Output = pytest.CaptureFixture[str]
BEGIN = Path("docs/guides").absolute()
HELPLINE = re.compile(r"^# helplines:\n(#   .*\n)+", re.MULTILINE)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The pack to begin with, copied and filled in a little, as the guide tells."""
    folder = tmp_path / "XX"
    shutil.copytree(BEGIN / "XX", folder)
    text = (folder / FILE).read_text(encoding="utf-8")
    (folder / FILE).write_text(HELPLINE.sub(uncommented, text), encoding="utf-8")
    return folder


def uncommented(rows: re.Match[str]) -> str:
    """Rows without the marks that make them remarks."""
    return re.sub("^# ", "", rows[0], flags=re.MULTILINE)


def test_the_packs_are_listed_with_their_counts(capsys: Output) -> None:
    assert main(["countries", "list"]) == 0
    told = capsys.readouterr().out
    assert "SL Sierra Leone:" in told
    assert "searched, none found" in told


def test_the_pack_to_begin_with_has_no_fault(capsys: Output) -> None:
    assert main(["countries", "check", str(BEGIN / "XX" / FILE)]) == 0
    assert "XX Nowhere: 0 facts read" in capsys.readouterr().out


def test_a_folder_of_packs_is_checked(own: Path, capsys: Output) -> None:
    assert main(["countries", "check", str(own.parent)]) == 0
    assert "XX Nowhere:" in capsys.readouterr().out


def test_every_fault_is_told_with_file_and_line(own: Path, capsys: Output) -> None:
    text = (own / FILE).read_text(encoding="utf-8")
    (own / FILE).write_text(text.replace("sure: medium", "sure: very", 1), encoding="utf-8")

    assert main(["countries", "check", str(own)]) == 1
    told = capsys.readouterr()
    line = text.splitlines().index("    sure: medium") + 1
    assert f"{own / FILE}:{line}: “sure”: “very” is none of" in told.out
    assert "One fault found" in told.err


def test_a_file_that_is_no_yaml_is_told(own: Path, capsys: Output) -> None:
    (own / FILE).write_text("code: [", encoding="utf-8")

    assert main(["countries", "check", str(own)]) == 1
    assert "XX: has faults, not used" in capsys.readouterr().out


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


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("told", "warned"),
    [
        ({}, set()),
        ({"helplines": ()}, {"W007"}),
        ({"checked": date(2020, 1, 1)}, {"W008"}),
        (None, {"W006"}),
    ],
)
def test_before_real_work_one_is_told_what_a_country_lacks(
    monkeypatch: pytest.MonkeyPatch, told: dict[str, Any] | None, warned: set[str]
) -> None:
    add_country(code="SL", name="Sierra Leone", levels=[], languages=[])
    pack = pack_of("SL")
    assert pack is not None
    day = told.pop("checked", date.today()) if told else date.today()  # noqa: DTZ011
    fresh = tuple(replace(duty, checked=day) for duty in pack.duties)
    bare = replace(pack, actors=(), law={}, triage=Triage(), duties=fresh)
    lines = tuple(replace(line, checked=day) for line in pack.helplines)
    shown = None if told is None else replace(bare, **{"helplines": lines, **told})
    monkeypatch.setattr(checks_of_countries, "pack_of", lambda _code: shown)

    assert {str(fault.id)[-4:] for fault in faults_of_countries()} == warned


@pytest.mark.django_db
def test_a_pack_with_a_fault_is_told_before_real_work(own: Path, settings: Settings) -> None:
    (own / FILE).write_text("code: XX", encoding="utf-8")
    settings.COUNTRY_PACKS = str(own.parent)
    assert "kinbridge.W005" in {fault.id for fault in faults_of_countries()}
