"""The sheet in which NGOs map services: one row a service, as a workbook in and out.

A workbook comes from anywhere: it is measured before it is opened, a formula is never
believed, and nothing of it is used that has not been read as plain words.
"""

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any

from django.conf import settings
from django.utils.translation import get_language_bidi, gettext, override
from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from kinbridge.directory.folding import folded
from kinbridge.directory.models import Helper
from kinbridge.foundation.errors import Invalid, Text

MOST_ROWS = 5000
MOST_COLUMNS = 60
LARGEST_FILE = 5 * 1024 * 1024  # bytes, as it comes
LARGEST_WITHIN = 40 * 1024 * 1024  # bytes, unpacked
MOST_FILES = 200
LONGEST_CELL = 4000
HEADER_WITHIN = 10  # rows
EMPTY_ENDS = 50  # rows without a word end the sheet


class NoSheet(Invalid):
    """A file that is no workbook, holds no sheet of services, or is made to do harm."""


@dataclass(frozen=True)
class Column:
    """A column of the sheet: its field, what stands over it, and what to write there."""

    name: str
    title: Text
    help: Text
    width: int = 20


COLUMNS = (
    Column("key", _("Our number"), _("Leave it as it is; empty for a new service."), 10),
    Column("provider", _("Organisation"), _("Who provides the service."), 28),
    Column("name", _("Service"), _("What it is called. Needed."), 28),
    Column("what_they_do", _("What they do, and what they do not"), _("In a sentence."), 40),
    Column("pcode", _("Code of the place"), _("The p-code of the gazetteer, if known."), 14),
    Column("place", _("Place"), _("Its name, if the code is not known."), 20),
    Column("where", _("Where"), _("In words people use."), 24),
    Column("phone", _("Phone"), _("The line of an office, never somebody’s own."), 18),
    Column("opening", _("Opening hours"), _("Mo-Fr 8:00-16:00; Sa 20:00-6:00"), 26),
    Column("hours", _("When they are there"), _("In words, if there are no fixed hours."), 20),
    Column("languages", _("Languages spoken there"), _("Divided by commas."), 20),
    Column("for_whom", _("For whom it is, and for whom not"), "", 28),
    Column("youngest", _("From which age on"), _("Years, as a number."), 10),
    Column("oldest", _("Up to which age"), _("Years, as a number."), 10),
    Column("cost", _("What it costs"), _("Also what nobody tells beforehand."), 24),
    Column("papers", _("Which papers one has to bring"), "", 24),
    Column(
        "access",
        _("For people with disabilities"),
        _("How they get in, and are understood."),
        24,
    ),
    Column("capacity", _("How many they can take"), "", 20),
    Column(
        "status", _("Is it there?"), _("at work, not at work, closed for a time, gone for good")
    ),
    Column("checked_on", _("Checked on"), _("The day, as 2026-11-25."), 12),
)
_BY_NAME = {column.name: column for column in COLUMNS}


@dataclass
class Row:
    """A row as somebody wrote it: its number in the sheet, and its cells by column."""

    number: int
    cells: dict[str, str]
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def shown(self) -> Iterator[tuple[str, str, str]]:
        """Each column with what stands there and what is wrong with it."""
        for column in COLUMNS:
            name = column.name
            yield str(column.title), self.cells.get(name, ""), self.faults.get(name, "")


# --- in ---------------------------------------------------------------------------------------


def read(file: IO[bytes]) -> list[Row]:
    """The rows of the first sheet that has our columns, each with its faults.

    Raises: NoSheet.
    """
    _measure(file)
    try:
        book = load_workbook(file, read_only=True, keep_links=False)
        sheets = [list(_cells(sheet)) for sheet in book.worksheets]
    except NoSheet:
        raise
    except Exception as problem:  # a broken workbook breaks the reader in a hundred ways
        raise NoSheet(_("This workbook is broken.")) from problem
    for rows in sheets:
        found = _below_header(rows)
        if found:
            return found
    raise NoSheet(_("No sheet of this workbook has our columns. Take the empty sheet."))


def _measure(file: IO[bytes]) -> None:
    """Refuse what would grow without end once it is opened."""
    if file.seek(0, 2) > LARGEST_FILE:
        raise NoSheet(_("This file is too large."))
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as packed:
            inside = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise NoSheet(_("This is no workbook (.xlsx).")) from None
    is_locked = any(part.flag_bits & 1 for part in inside)
    if is_locked:
        raise NoSheet(_("This workbook is locked with a password."))
    if len(inside) > MOST_FILES or sum(part.file_size for part in inside) > LARGEST_WITHIN:
        raise NoSheet(_("This file is too large."))
    file.seek(0)


_Cells = list[tuple[str, str]]  # words, what is wrong


def _cells(sheet: Any) -> Iterator[tuple[int, _Cells]]:
    """Rows with any words, by number. Sheets may say that they are far longer than they are."""
    empty = 0
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
        cells = [_words(cell) for cell in row]
        empty = empty + 1 if not any(words for words, _fault in cells) else 0
        if empty > EMPTY_ENDS:
            return
        if not empty:
            yield number, cells
        if number > MOST_ROWS + HEADER_WITHIN:
            raise NoSheet(
                _("There are more than %(n)d rows. Bring them in parts.") % {"n": MOST_ROWS}
            )


def _words(cell: Any) -> tuple[str, str]:
    value = cell.value
    if value is None:
        return "", ""
    if cell.data_type == "f":
        return str(value), gettext("A formula stands here. Write what it comes to.")
    if cell.data_type == "e":
        return str(value), gettext("The spreadsheet itself found a mistake here.")
    if isinstance(value, datetime):
        return value.date().isoformat(), ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    words = str(value).strip()
    if len(words) > LONGEST_CELL:
        return words[:LONGEST_CELL], gettext("This is too long.")
    return ("", "") if "\0" in words else (words, "")


def _below_header(rows: list[tuple[int, _Cells]]) -> list[Row]:
    known = _titles()
    for at, (_number, cells) in enumerate(rows[:HEADER_WITHIN]):
        columns = [known.get(folded(words).strip(" *")) for words, _fault in cells]
        if "name" in columns and len(set(columns)) > 2:  # noqa: PLR2004 (a name is not enough)
            return [_row(number, columns, cells) for number, cells in rows[at + 1 :]]
    return []


def _titles() -> dict[str, str]:
    """What may stand over a column, in each of our languages."""
    known = {column.name: column.name for column in COLUMNS}
    for code, _name in settings.LANGUAGES:
        with override(code):
            known |= {folded(str(column.title)): column.name for column in COLUMNS}
    return known


def _row(number: int, columns: list[str | None], cells: _Cells) -> Row:
    row = Row(number, {})
    for name, (words, fault) in zip(columns, cells, strict=True):
        if name and words:
            row.cells[name] = words
        if name and fault:
            row.faults[name] = fault
    return row


# --- out --------------------------------------------------------------------------------------

_HEAD = Font(bold=True)
_MARK = PatternFill("solid", fgColor="FFE7A8")
_WRAP = Alignment(wrap_text=True, vertical="top")


def write(file: IO[bytes], rows: Iterable[Row]) -> None:
    """Write a workbook: the sheet, with what is wrong at the cells, and how to fill it in."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(gettext("Services"))
    sheet.freeze_panes = "D2"
    sheet.sheet_view.rightToLeft = _is_right_to_left()
    for n, column in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(n)].width = column.width
    sheet.append([_cell(sheet, str(column.title), font=_HEAD) for column in COLUMNS])
    for row in rows:
        sheet.append([_marked(sheet, row, column.name) for column in COLUMNS])
    about = book.create_sheet(gettext("How to fill it in"))
    about.sheet_view.rightToLeft = _is_right_to_left()
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 34, 70
    for column in COLUMNS:
        about.append(
            [_cell(about, str(column.title), font=_HEAD), _cell(about, str(column.help))]
        )
    book.save(file)


def _is_right_to_left() -> bool:
    return get_language_bidi()


def _cell(sheet: Any, words: str, **style: Any) -> Any:
    """A cell of plain words: what looks like a formula is none, also when somebody edits it."""
    cell = WriteOnlyCell(sheet, words or None)
    if words:
        cell.data_type = "s"
        cell.alignment = _WRAP
        cell.quotePrefix = words[0] in "=+-@\t\r"
    for name, value in style.items():
        setattr(cell, name, value)
    return cell


def _marked(sheet: Any, row: Row, name: str) -> Any:
    cell = _cell(sheet, row.cells.get(name, ""))
    fault = row.faults.get(name)
    if fault:
        cell.comment, cell.fill = Comment(fault, "Kinbridge"), _MARK
    return cell


def rows_of(helpers: Iterable[Helper]) -> Iterator[Row]:
    """Services as rows; fetched with their place, provider and checks."""
    for number, helper in enumerate(helpers, start=2):
        check = helper.last_check
        body = helper.provider or helper.organisation
        told: Mapping[str, Any] = {
            **{name: getattr(helper, name) for name in _BY_NAME if hasattr(helper, name)},
            "provider": str(body or ""),
            "pcode": helper.area.pcode,
            "place": helper.area.name,
            "status": helper.get_status_display(),
            "checked_on": check.checked_at.date() if check and check.still_right else "",
        }
        cells = {name: str(value) for name, value in told.items() if value not in ("", None)}
        yield Row(number, cells)
