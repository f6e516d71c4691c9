"""``kinbridge directory``: what an operator brings in, gives away and is warned of."""

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from kinbridge.config import directory_command
from kinbridge.config.command import main
from kinbridge.directory.models import Formality, Helper
from kinbridge.directory.sheet import COLUMNS
from kinbridge.journal.models import Entry
from kinbridge.places.models import Area, Country
from tests.cast import Cast

pytestmark = pytest.mark.django_db

Output = pytest.CaptureFixture[str]
EXAMPLES = Path(__file__).parents[2] / "directory" / "tests" / "hsds" / "examples"
FULL = EXAMPLES / "service_full.json"
NURSE = {
    "provider": "Health Partners",
    "name": "Night nurse",
    "pcode": "SL020101",
    "phone": "076 555 300",
    "status": "at work",
}


def package(folder: Path) -> Path:
    """The example of the tabular form, packed as the specification hands it out."""
    packed = folder / "tables.zip"
    with zipfile.ZipFile(packed, "w") as out:
        for table in sorted((EXAMPLES / "csv").glob("*.csv")):
            out.write(table, f"somewhere/{table.name}")
        out.writestr("README.txt", "nothing for us")
    return packed


def sheet(folder: Path, **cells: str) -> Path:
    """A sheet of one service, as a spreadsheet program saves it."""
    workbook = Workbook()
    workbook.active.append([str(column.title) for column in COLUMNS])
    workbook.active.append([cells.get(column.name) for column in COLUMNS])
    path = folder / "services.xlsx"
    workbook.save(path)
    return path


def test_a_directory_may_come_before_its_country(capsys: Output) -> None:
    assert main(["directory", "import", str(FULL)]) == 0
    assert "Brought in: 1 service" in capsys.readouterr().out
    brought = Helper.objects.get()
    assert brought.area.country.code == directory_command.NOWHERE
    entry = Entry.objects.latest("pk")
    assert entry.by is not None
    assert not entry.by.is_active, "nobody signs in as the operator of the server"


def test_what_comes_in_goes_out_again_and_stands_where_it_was_told(
    cast: Cast, tmp_path: Path, capsys: Output
) -> None:
    told = ["--area", cast.district.pcode, "--by", cast.mentor.sign_in_name]
    assert main(["directory", "import", str(FULL), *told]) == 0
    assert Helper.objects.get().area == cast.district
    assert Entry.objects.latest("pk").by == cast.mentor
    assert main(["directory", "export", "--format", "hsds", str(tmp_path / "out")]) == 0
    assert "they never leave" in capsys.readouterr().out
    assert json.loads((tmp_path / "out" / "services.json").read_text()) == [
        json.loads(FULL.read_text(encoding="utf-8"))
    ]


def test_tables_come_in_packed_unpacked_or_by_one_of_them(cast: Cast, tmp_path: Path) -> None:
    assert main(["directory", "import", str(package(tmp_path))]) == 0
    first = list(Helper.objects.values_list("name", flat=True))
    assert first
    assert main(["directory", "import", str(EXAMPLES / "csv")]) == 0
    table = next((EXAMPLES / "csv").glob("*.csv"))
    assert main(["directory", "import", str(table)]) == 0
    assert list(Helper.objects.values_list("name", flat=True)) == first, "nothing came twice"


def test_a_folder_of_documents_is_known_for_what_it_is(cast: Cast, tmp_path: Path) -> None:
    shutil.copy(FULL, tmp_path / "services.json")
    assert main(["directory", "import", str(tmp_path)]) == 0
    assert Helper.objects.count() == 1


def test_a_sheet_comes_in_and_goes_out(cast: Cast, tmp_path: Path, capsys: Output) -> None:
    assert main(["directory", "import", str(sheet(tmp_path, **NURSE))]) == 0
    assert "Brought in: 1 service" in capsys.readouterr().out
    assert Helper.objects.get().name == "Night nurse"
    out = tmp_path / "out.xlsx"
    assert main(["directory", "export", "--format", "xlsx", str(out)]) == 0
    assert "1 services" in capsys.readouterr().out
    assert main(["directory", "import", str(out)]) == 0, "what we write we can read"
    assert Helper.objects.count() == 1


def test_a_cell_that_cannot_be_read_is_marked_and_nothing_comes_in(
    cast: Cast, tmp_path: Path, capsys: Output
) -> None:
    before = Entry.objects.count()
    path = sheet(tmp_path, **NURSE | {"phone": "none yet"})
    assert main(["directory", "import", str(path)]) == 1
    said = capsys.readouterr().err
    assert "row 2, phone" in said
    assert "Nothing was brought in" in said
    assert (tmp_path / "services-marked.xlsx").exists()
    assert (Helper.objects.count(), Entry.objects.count()) == (0, before)


@pytest.mark.parametrize(
    ("name", "told", "said"),
    [
        ("missing.json", [], "is not there"),
        ("letter.docx", [], "say --format"),
        ("empty.json", [], "no record in this file"),
        ("broken.zip", [], "cannot be unpacked"),
        ("empty.json", ["--by", "nobody"], "Nobody here signs in as nobody"),
        ("empty.json", ["--area", "XX99"], "no area with the p-code XX99"),
    ],
)
def test_what_cannot_be_brought_in_is_told_in_words(
    cast: Cast, tmp_path: Path, capsys: Output, name: str, told: list[str], said: str
) -> None:
    (tmp_path / "letter.docx").write_text("Dear colleague")
    (tmp_path / "empty.json").write_text("[]")
    (tmp_path / "broken.zip").write_text("no package")
    assert main(["directory", "import", str(tmp_path / name), *told]) == 1
    complaint = capsys.readouterr().err
    assert said in complaint
    assert "Nothing was brought in" in complaint


def test_a_package_larger_than_any_directory_is_refused(
    cast: Cast, tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory_command, "LARGEST_PACKAGE", 10)
    assert main(["directory", "import", str(package(tmp_path))]) == 1
    assert "too large" in capsys.readouterr().err


def test_with_several_countries_the_place_must_be_named(cast: Cast, capsys: Output) -> None:
    other = Country.objects.create(
        code="UG", name="Uganda", levels=[["Nation", "nation"]], languages=["en"]
    )
    Area.objects.create(country=other, name="Uganda", pcode="UG", path="UG", depth=0)
    assert main(["directory", "import", str(FULL)]) == 1
    assert "say --area" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_to_is_told(
    cast: Cast, tmp_path: Path, capsys: Output
) -> None:
    (tmp_path / "out").write_text("a file where a folder should be")
    assert main(["directory", "export", "--format", "hsds", str(tmp_path / "out")]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_entries_to_doubt_are_told_and_good_ones_are_not(cast: Cast, capsys: Output) -> None:
    assert main(["directory", "check"]) == 0
    assert "nothing is suspicious" in capsys.readouterr().out
    Helper.objects.create(
        name="Clinic", kind="service", level="district", formality=Formality.FORMAL,
        area=cast.district, phone="12",
    )  # fmt: skip
    assert main(["directory", "check"]) == 1
    said = capsys.readouterr().out
    assert "Clinic (Bombali): Its phone number has no form that works here." in said
    assert "1 wrong number" in said
