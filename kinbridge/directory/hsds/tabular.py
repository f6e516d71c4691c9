"""The standard's tabular data package: one CSV file for each kind of record.

Rows name what they belong to in columns such as ``service_id``; one row may belong to several.
``documents`` makes documents of a package, ``package`` a package of documents. Words that a
spreadsheet would take for a formula are written with an apostrophe before them, and read
without it.
"""

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid5

from django.utils.translation import gettext_lazy as _

from kinbridge.directory.hsds.apart import Document, is_record
from kinbridge.directory.hsds.reading import Unreadable, check
from kinbridge.directory.hsds.schema import TABLES, fields
from kinbridge.directory.hsds.staging import Row, Staging
from kinbridge.directory.standard import NAMESPACE, key_of

# What belongs to a record: the list in its document, the kind within.
WITHIN: dict[str, dict[str, str]] = {
    "organization": {
        "funding": "funding", "contacts": "contact", "phones": "phone",
        "locations": "location", "programs": "program",
        "organization_identifiers": "organization_identifier",
    },
    "service": {
        "phones": "phone", "schedules": "schedule", "service_areas": "service_area",
        "service_at_locations": "service_at_location", "languages": "language",
        "funding": "funding", "cost_options": "cost_option",
        "required_documents": "required_document", "contacts": "contact",
    },
    "service_at_location": {
        "contacts": "contact", "phones": "phone", "schedules": "schedule",
    },
    "location": {
        "languages": "language", "addresses": "address", "contacts": "contact",
        "accessibility": "accessibility", "phones": "phone", "schedules": "schedule",
    },
    "contact": {"phones": "phone"},
    "phone": {"languages": "language"},
}  # fmt: skip
# One record within another: the field in the document, the kind, the column.
ONE: dict[str, dict[str, tuple[str, str]]] = {
    "service": {
        "organization": ("organization", "organization_id"),
        "program": ("program", "program_id"),
    },
    "service_at_location": {"location": ("location", "location_id")},
    "attribute": {"taxonomy_term": ("taxonomy_term", "taxonomy_term_id")},
    "taxonomy_term": {"taxonomy_detail": ("taxonomy", "taxonomy_id")},
}
OWNERS = {kind: f"{kind}_id" for kind in WITHIN}
_SINGULAR: dict[Any, str] = {table: kind for kind, table in TABLES.items()}
STANDING = ("organization", "service", "location", "taxonomy", "taxonomy_term")
LONGEST_CELL = 1_000_000
_FORMULA = re.compile(r"^(?:[=@\t\r]|[+-](?![\d\s().,-]*$))")
_ESCAPED = re.compile(r"^'+[=@\t\r+-]")


# --- in ---------------------------------------------------------------------------------------


def documents(folder: Path) -> Iterator[tuple[str, Document]]:
    """All records of a package, whole, each with its kind. Raises: Unreadable."""
    with Staging() as staged:
        found = [kind for kind in TABLES if _stage(folder, kind, staged)]
        if not found:
            raise Unreadable(_("There is no table of the package in this folder."))
        read = Reader(staged)
        for kind in ("taxonomy", "taxonomy_term", "organization", "service"):
            for row in staged.all(kind):
                yield kind, read.whole(kind, row)
        for kind in TABLES:
            if kind not in {"taxonomy", "taxonomy_term", "organization", "service"}:
                for row in staged.all(kind, without_place=True):
                    yield kind, read.whole(kind, row) if kind == "location" else row


def _stage(folder: Path, kind: str, staged: Staging) -> bool:
    path = folder / f"{TABLES[kind]}.csv"
    if not path.is_file():
        return False
    csv.field_size_limit(LONGEST_CELL)
    n = 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as told:
            for n, cells in enumerate(csv.DictReader(told, strict=True), start=2):  # noqa: B007
                row = _row(kind, cells)
                if not staged.add(kind, row, list(_owners(kind, row))):
                    raise Unreadable(_("Two rows have the same id."))
    except (Unreadable, csv.Error, UnicodeDecodeError) as problem:
        said = {"file": path.name, "n": n, "said": getattr(problem, "message", problem)}
        raise Unreadable(_("%(file)s, row %(n)d: %(said)s") % said) from problem
    return True


def _row(kind: str, cells: dict[Any, Any]) -> Row:
    if None in cells or None in cells.values():
        raise Unreadable(_("There are more or fewer cells than columns."))
    row = {name: _read(cell, fields(kind).get(name)) for name, cell in cells.items() if cell}
    check(row)
    if "id" not in row:
        raise Unreadable(_("A record without an id: nobody could find it again."))
    return row


def _read(cell: str, kind: str | None) -> Any:
    """A cell as a value: a number where the standard wants one, and it is one."""
    text = cell[1:] if _ESCAPED.match(cell) else cell
    if kind != "number":
        return text
    try:
        return int(text)
    except ValueError:
        pass
    try:
        number = float(text)
    except ValueError:
        return text
    return number if number - number == 0 else text  # neither endless nor no number


def _owners(kind: str, row: Row) -> Iterator[tuple[str, Any]]:
    for owner, column in OWNERS.items():
        if kind in WITHIN[owner].values() and column in row:
            yield owner, row[column]
    for name, of in (("link_id", "link_entity"), ("resource_id", "resource_type")):
        if name in row and of in row:
            yield _SINGULAR.get(row[of], str(row[of])), row[name]


class Reader:
    """Makes documents of staged rows."""

    def __init__(self, staged: Staging) -> None:
        self.staged = staged

    def whole(self, kind: str, row: Row) -> Document:
        """A record with all that belongs to it; of a service's organization only the id, for
        it comes by itself. Columns that name what a record stands in, or within it, are told
        by its place; those that name nothing here stay."""
        document = {
            name: value for name, value in row.items() if not self._is_told(kind, name, value)
        }
        for name, (inner, column) in ONE.get(kind, {}).items():
            found = self.staged.get(inner, row[column]) if column in row else None
            if found is not None:
                is_short = inner == "organization"
                document[name] = {"id": found["id"]} if is_short else self.whole(inner, found)
                self.staged.place(inner, found["id"])
        for name, inner in WITHIN.get(kind, {}).items():
            self._list(document, name, inner, kind, row["id"])
        for name, inner in (("attributes", "attribute"), ("metadata", "metadata")):
            self._list(document, name, inner, kind, row["id"])
        return document

    def _list(self, document: Document, name: str, inner: str, kind: str, row_id: Any) -> None:
        rows = self.staged.of(inner, kind, row_id)
        if rows:
            document[name] = [self.whole(inner, row) for row in rows]
        for row in rows:
            self.staged.place(inner, row["id"])

    def _is_told(self, kind: str, column: str, value: Any) -> bool:
        """Whether a column names a record that is here, around this one or within it."""
        for owner, name in OWNERS.items():
            if name == column and kind in WITHIN[owner].values():
                return self.staged.get(owner, value) is not None
        for inner, name in ONE.get(kind, {}).values():
            if name == column:
                return self.staged.get(inner, value) is not None
        return False


# --- out --------------------------------------------------------------------------------------


def package(
    folder: Path, told: Iterable[tuple[str, Document]], done: Callable[[int], None]
) -> dict[str, int]:
    """Write documents as a package; ``done`` hears how many so far. Returns the rows of each
    table."""
    with Staging() as staged:
        write = Writer(staged)
        for n, (kind, document) in enumerate(told, start=1):
            write.add(kind, document, {})
            done(n)
        counts = {kind: _write(folder, kind, staged) for kind in TABLES}
    made = {kind: n for kind, n in counts.items() if n}
    description = json.dumps(_description(made), indent=1) + "\n"
    (folder / "datapackage.json").write_text(description, encoding="utf-8")
    return made


class Writer:
    """Takes documents into staged rows, each record once."""

    def __init__(self, staged: Staging) -> None:
        self.staged = staged

    def add(self, kind: str, document: Document, owner: Row) -> str:
        """Keep a record and all within it. Returns its id."""
        row: Row = {}
        inner_lists, inner_ones = [], []
        for name, value in document.items():
            inner = WITHIN.get(kind, {}).get(name) or _ABOUT.get(name)
            if inner and isinstance(value, list):
                inner_lists += [(inner, item) for item in value if isinstance(item, dict)]
            elif name in ONE.get(kind, {}) and isinstance(value, dict) and is_record(value):
                inner_ones.append((*ONE[kind][name], value))
            elif kind == "organization" and name == "services":
                continue  # each stands in a row of its own
            elif value is not None and value != "":
                row[name] = value
        row["id"] = str(row.get("id") or uuid5(NAMESPACE, json.dumps(row, sort_keys=True)))
        for inner, column, value in inner_ones:
            row[column] = self.add(inner, value, {})
        row_id = self._keep(kind, {**row, **owner}, owner)
        for inner, item in inner_lists:
            self.add(inner, item, _owner(kind, row_id, inner))
        return row_id

    def _keep(self, kind: str, row: Row, owner: Row) -> str:
        """A record told in several places is one row that names them all; where it would name
        two of one kind, or differs, the later gets an id of its own."""
        if self.staged.add(kind, row, []):
            return str(row["id"])
        before = self.staged.get(kind, row["id"]) or {}
        shared = {name for name in row if name in before}
        if kind in STANDING or all(row[name] == before[name] for name in shared):
            self.staged.replace(kind, {**before, **row})
            return str(row["id"])
        apart = {**row, "id": str(uuid5(key_of(kind, row["id"]), json.dumps(owner)))}
        if not self.staged.add(kind, apart, []):
            self.staged.replace(kind, apart)
        return str(apart["id"])


_ABOUT = {"attributes": "attribute", "metadata": "metadata"}


def _owner(kind: str, row_id: str, inner: str) -> Row:
    """The columns by which a row names what it belongs to."""
    if inner == "attribute":
        return {"link_id": row_id, "link_entity": kind}
    if inner == "metadata":
        return {"resource_id": row_id, "resource_type": kind}
    return {OWNERS[kind]: row_id}


def _write(folder: Path, kind: str, staged: Staging) -> int:
    names = list(fields(kind))
    more = {name for row in staged.all(kind) for name in row if name not in names}
    names += sorted(more)
    n = 0
    with (folder / f"{TABLES[kind]}.csv").open("w", encoding="utf-8", newline="") as out:
        rows = csv.DictWriter(out, names)
        rows.writeheader()
        for n, row in enumerate(staged.all(kind), start=1):  # noqa: B007 (counted for the end)
            rows.writerow({name: _cell(value) for name, value in row.items()})
    if not n:
        (folder / f"{TABLES[kind]}.csv").unlink()
    return n


def _cell(value: Any) -> str:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if not isinstance(value, str):
        return json.dumps(value)
    return f"'{value}" if _FORMULA.match(value) or _ESCAPED.match(value) else value


def _description(made: dict[str, int]) -> dict[str, Any]:
    """The package's own description, after frictionlessdata.io."""
    return {
        "name": "human_services_data",
        "title": "Human Services Data Specification",
        "profile": "tabular-data-package",
        "resources": [
            {
                "name": kind,
                "path": f"{TABLES[kind]}.csv",
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {
                    "primaryKey": "id",
                    "fields": [
                        {"name": name, "type": form} for name, form in fields(kind).items()
                    ],
                },
            }
            for kind in made
        ],
    }
