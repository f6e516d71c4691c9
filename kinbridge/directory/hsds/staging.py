"""Rows of the tabular package, kept in a file of their own while they are sorted: a package
may be larger than the memory."""

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

Row = dict[str, Any]


class Staging:
    """Rows by kind and id, and by what they belong to."""

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(prefix="kinbridge-directory-")
        self._rows = sqlite3.connect(Path(self._folder.name) / "rows.sqlite3")
        self._rows.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
            "CREATE TABLE row (n INTEGER PRIMARY KEY, kind TEXT, id TEXT, told TEXT,"
            " is_placed INTEGER DEFAULT 0);"
            "CREATE UNIQUE INDEX by_id ON row (kind, id);"
            "CREATE TABLE link (kind TEXT, owner TEXT, owner_id TEXT, row INTEGER);"
            "CREATE INDEX by_owner ON link (owner, owner_id, kind, row);"
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._rows.close()
        self._folder.cleanup()

    def add(self, kind: str, row: Row, owners: list[tuple[str, Any]]) -> bool:
        """Keep a row; ``owners`` are the kinds and ids that it names. False, where its id was
        there before."""
        told = json.dumps(row, ensure_ascii=False)
        try:
            made = self._rows.execute(
                "INSERT INTO row (kind, id, told) VALUES (?, ?, ?)",
                (kind, str(row["id"]), told),
            )
        except sqlite3.IntegrityError:
            return False
        self._rows.executemany(
            "INSERT INTO link VALUES (?, ?, ?, ?)",
            [(kind, owner, owner_id, made.lastrowid) for owner, owner_id in owners],
        )
        return True

    def replace(self, kind: str, row: Row) -> None:
        """Keep a row anew under its id."""
        told = json.dumps(row, ensure_ascii=False)
        self._rows.execute(
            "UPDATE row SET told = ? WHERE kind = ? AND id = ?", (told, kind, str(row["id"]))
        )

    def get(self, kind: str, row_id: object) -> Row | None:
        """A row by its id."""
        found = self._rows.execute(
            "SELECT told FROM row WHERE kind = ? AND id = ?", (kind, str(row_id))
        ).fetchone()
        return json.loads(found[0]) if found else None

    def place(self, kind: str, row_id: object) -> None:
        """Note that a row has found its place within another."""
        self._rows.execute(
            "UPDATE row SET is_placed = 1 WHERE kind = ? AND id = ?", (kind, str(row_id))
        )

    def of(self, kind: str, owner: str, owner_id: object) -> list[Row]:
        """The rows of a kind that belong to another, in their order."""
        found = self._rows.execute(
            "SELECT row.told FROM link JOIN row ON row.n = link.row"
            " WHERE link.kind = ? AND owner = ? AND owner_id = ? ORDER BY row.n",
            (kind, owner, str(owner_id)),
        )
        return [json.loads(told) for (told,) in found.fetchall()]

    def all(self, kind: str, *, without_place: bool = False) -> Iterator[Row]:
        """All rows of a kind, or those that found no place, in their order."""
        last = 0
        while True:
            found = self._rows.execute(
                "SELECT n, told FROM row WHERE kind = ? AND n > ? AND is_placed <= ?"
                " ORDER BY n LIMIT 500",
                (kind, last, 0 if without_place else 1),
            ).fetchall()
            if not found:
                return
            last = found[-1][0]
            yield from (json.loads(told) for _n, told in found)
