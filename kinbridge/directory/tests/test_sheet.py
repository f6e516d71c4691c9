"""Services come and go in the sheet that NGOs fill in; nothing is brought in half."""

import html
import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from kinbridge.directory.models import Helper, HelperCheck
from kinbridge.directory.sheet import COLUMNS, NoSheet, Row, read, write
from kinbridge.directory.standard import Provider
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, posted

HEAD = [str(column.title) for column in COLUMNS]
NAMES = [column.name for column in COLUMNS]


def book(*rows: dict[str, Any], head: list[str] | None = None) -> io.BytesIO:
    """A workbook with these rows, as a spreadsheet program saves it."""
    made = Workbook()
    made.active.append(["Services of the district"])
    made.active.append(head or HEAD)
    for row in rows:
        made.active.append([row.get(name) for name in NAMES])
    out = io.BytesIO()
    made.save(out)
    out.seek(0)
    return out


def clinic(**others: Any) -> dict[str, Any]:
    return {
        "provider": "Health Partners",
        "name": "Mobile clinic",
        "pcode": "SL020101",
        "phone": "076 555 300",
        "opening": "Mo-Fr 8:00-16:00",
        "youngest": 0,
        "oldest": 17.0,
        "status": "at work",
        "checked_on": "2026-03-01",
        **others,
    }


def chosen(cast: Cast, client: Client, workbook: io.BytesIO, **others: str) -> Any:
    """What the page answers to a chosen file."""
    client.force_login(cast.mentor)
    file = SimpleUploadedFile("services.xlsx", workbook.getvalue())
    address = reverse("read_sheet", args=[cast.district.key])
    return client.post(address, {"sheet": file, **others})


def brought_in(cast: Cast, client: Client, workbook: io.BytesIO) -> Any:
    """Choose a file, look at it, and bring it in."""
    form = chosen(cast, client, workbook).context["form"]
    fields = {"key": form.data["key"], "rows": form.data["rows"]}
    address = reverse("do", args=[Deed.IMPORT_SERVICES, cast.district.key])
    return client.post(address, posted(fields))


def test_a_sheet_is_looked_at_first_and_brought_in_whole(cast: Cast, client: Client) -> None:
    page = chosen(cast, client, book(clinic(), clinic(name="Night nurse")))
    assert "2 rows can be read" in page.content.decode()
    assert not Helper.objects.exists()
    answer = brought_in(cast, client, book(clinic(), clinic(name="Night nurse")))
    assert answer.status_code == 302
    helper = Helper.objects.get(name="Mobile clinic")
    assert (helper.area, helper.opening, helper.oldest) == (
        cast.chiefdom,
        "Mo-Fr 08:00-16:00",
        17,
    )
    assert helper.provider == Provider.objects.get(name="Health Partners")
    assert HelperCheck.objects.filter(helper=helper, still_right=True).count() == 1
    found = client.get(reverse("helpers"), {"words": "mobil"}).content.decode()
    assert "Mobile clinic" in found


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"name": None}, "name", "This is needed"),
    ({"phone": "076 55"}, "phone", "Write it as"),
    ({"opening": "mornings"}, "opening", "Mo-Fr 8:00-16:00"),
    ({"oldest": "many"}, "oldest", "cannot be read"),
    ({"youngest": 40}, "oldest", "younger than"),
    ({"status": "haunted"}, "status", "cannot be read"),
    ({"pcode": "XX99"}, "pcode", "no such place"),
    ({"pcode": None, "place": "Atlantis"}, "place", "no such place"),
    ({"key": "3a19ff88-4620-4d17-9830-ac1d859eb5d5"}, "key", "no such service"),
    ({"checked_on": "2999-01-01"}, "checked_on", "cannot be read"),
    ({"cost": "=2+2"}, "cost", "A formula stands here"),
    ({"for_whom": "Fatmata, aged 14"}, "for_whom", "point to a person"),
    ({"name": "n" * 161}, "name", "too long"),
    ({"name": "MOBILE clinic 0"}, "name", "stands in row 3"),
]


def test_what_is_wrong_is_told_at_its_cell_and_nothing_is_brought_in(
    cast: Cast, client: Client
) -> None:
    good = clinic(name="Mobile clinic 0")
    bad = [clinic(name=f"Clinic {n}") | change for n, (change, _c, _s) in enumerate(WRONG)]
    workbook = book(good, *bad)
    answer = chosen(cast, client, workbook)
    assert answer.status_code == 422
    marked = answer.context["form"].marked
    assert len(marked) == len(WRONG)
    sheet = load_workbook(
        io.BytesIO(chosen(cast, client, workbook, mark="1").getvalue())
    ).worksheets[0]
    for n, (row, (_change, column, said)) in enumerate(zip(marked, WRONG, strict=True)):
        assert set(row.faults) == {column}
        assert said in row.faults[column]
        assert said in sheet.cell(n + 3, NAMES.index(column) + 1).comment.text
        assert said in html.unescape(answer.content.decode())
    assert brought_in(cast, client, workbook).status_code == 422
    assert not Helper.objects.exists()


def test_words_that_may_point_to_a_person_pass_when_somebody_looked_again(
    cast: Cast, client: Client
) -> None:
    form = chosen(cast, client, book(clinic(for_whom="Fatmata, aged 14"))).context["form"]
    assert form.looks_at_people
    fields = {"key": form.data["key"], "rows": form.data["rows"], "looked_again": "on"}
    address = reverse("do", args=[Deed.IMPORT_SERVICES, cast.district.key])
    assert client.post(address, posted(fields)).status_code == 302


def test_the_sheet_of_what_is_here_comes_back_unchanged_and_then_changed(
    cast: Cast, client: Client, do: Doer, office: Helper, attendant: Helper
) -> None:
    brought_in(cast, client, book(clinic()))
    client.force_login(cast.mentor)
    address = reverse("sheet", args=[cast.district.key])
    given = client.get(address).getvalue()
    rows = read(io.BytesIO(given))
    assert {row.cells["name"] for row in rows} == {"Mobile clinic", office.name}
    before = list(Helper.objects.order_by("pk").values())
    assert brought_in(cast, client, io.BytesIO(given)).status_code == 302
    assert list(Helper.objects.order_by("pk").values()) == before
    for row in rows:
        row.cells["languages"] = "Krio"
    out = io.BytesIO()
    write(out, rows)
    assert brought_in(cast, client, out).status_code == 302
    office.refresh_from_db()
    assert (office.languages, office.own, office.where) == (
        "Krio",
        ["languages"],
        "beside the court",
    )
    assert Helper.objects.count() == 3


def test_the_empty_sheet_says_how_it_is_filled_in(cast: Cast, client: Client) -> None:
    client.force_login(cast.mentor)
    given = client.get(reverse("sheet", args=[cast.district.key]), {"empty": 1}).getvalue()
    sheet, about = load_workbook(io.BytesIO(given)).worksheets
    assert [cell.value for cell in sheet[1]] == HEAD
    assert about.max_row == len(COLUMNS)
    assert chosen(cast, client, io.BytesIO(given)).status_code == 422


@pytest.mark.parametrize(
    ("who", "status"),
    [("mentor", 200), ("manager", 200), ("facilitator", 403), ("official", 403)],
)
def test_who_may_bring_in_a_sheet(cast: Cast, client: Client, who: str, status: int) -> None:
    client.force_login(cast.person(who))
    for page in ("sheet", "do"):
        names = (
            [cast.district.key] if page == "sheet" else ["import_services", cast.district.key]
        )
        assert client.get(reverse(page, args=names)).status_code == status


def test_nobody_brings_a_sheet_into_a_place_that_is_not_theirs(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.mentor)
    for area, status in ((cast.province, 403), (cast.elsewhere, 404)):
        assert client.get(reverse("sheet", args=[area.key])).status_code == status


def packed(**files: str | bytes) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out


def bomb(workbook: io.BytesIO, sheet: bytes) -> io.BytesIO:
    """A workbook whose sheet is replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(workbook) as before, zipfile.ZipFile(out, "w") as after:
        for part in before.infolist():
            is_sheet = part.filename.endswith("sheet1.xml")
            after.writestr(part.filename, sheet if is_sheet else before.read(part))
    return out


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>"""


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (io.BytesIO(b"no workbook"), "no workbook"),
        (io.BytesIO(b"PK\x05\x06" + b"\0" * 18), "broken"),
        (packed(a="x"), "broken"),
        (packed(**{f"f{n}": "" for n in range(201)}), "too large"),
        (packed(bomb=b"\0" * 41 * 1024 * 1024), "too large"),
        (io.BytesIO(b"\0" * (5 * 1024 * 1024 + 1)), "too large"),
        (bomb(book(clinic()), LAUGHS), "broken"),
        (bomb(book(clinic()), b"<worksheet"), "broken"),
        (book(head=["one", "two"]), "has our columns"),
    ],
    ids=["text", "empty", "not one", "many files", "bomb", "large", "laughs", "cut", "other"],
)
def test_a_file_that_is_no_sheet_or_would_do_harm_is_refused(
    cast: Cast, client: Client, file: io.BytesIO, said: str
) -> None:
    with pytest.raises(NoSheet, match=said):
        read(io.BytesIO(file.getvalue()))
    answer = chosen(cast, client, file)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_no_file_at_all_is_told(cast: Cast, client: Client) -> None:
    client.force_login(cast.mentor)
    answer = client.post(reverse("read_sheet", args=[cast.district.key]))
    assert "Choose a file first" in answer.content.decode()


def test_words_that_look_like_a_formula_leave_as_words() -> None:
    out = io.BytesIO()
    write(out, [Row(2, {"name": "=1+1", "where": "@home", "phone": "+232 76 555300"})])
    sheet = load_workbook(out).worksheets[0]
    for cell in (sheet.cell(2, NAMES.index(n) + 1) for n in ("name", "where", "phone")):
        assert cell.data_type == "s"
        assert cell.quotePrefix
    assert read(out)[0].cells["name"] == "=1+1"
