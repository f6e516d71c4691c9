"""What a book is made of: chapters of a few kinds of blocks, all plain words."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import get_language_bidi

from kinbridge.community.voices import Voice
from kinbridge.foundation.errors import Text
from kinbridge.foundation.printable import printable
from kinbridge.reports.pictures import Drawn


@dataclass(frozen=True)
class Block:
    """One block. ``kind``: words (people's own), text, list, table, picture or heading."""

    kind: str
    body: str = ""
    beside: str = ""
    head: str = ""
    meta: str = ""
    rows: tuple[tuple[str, ...], ...] = ()

    def told(self) -> dict[str, Any]:
        """As the template takes it, with every word fit for print."""
        plain = {name: value for name, value in asdict(self).items() if name != "rows"}
        clean = {
            name: value if (self.kind, name) == ("picture", "body") else printable(value)
            for name, value in plain.items()
        }
        return {**clean, "rows": [[printable(cell) for cell in row] for row in self.rows]}


@dataclass(frozen=True)
class Chapter:
    """A chapter: what it is called, what it is about, and its blocks."""

    title: Text
    lead: Text = ""
    blocks: list[Block] = field(default_factory=list)

    def told(self) -> dict[str, Any]:
        """As the template takes it."""
        blocks = [block.told() for block in self.blocks]
        return {"title": str(self.title), "lead": str(self.lead), "blocks": blocks}


def words(own: str, translation: str = "", *, meta: Iterable[object] = ()) -> Block:
    """People's own words, a translation beside, and who said it and when."""
    return Block("words", body=own, beside=translation, meta=joined(meta))


def text(head: object, body: str = "", *, meta: Iterable[object] = ()) -> Block:
    """A short text under a small heading."""
    return Block("text", head=capfirst(str(head)), body=body, meta=joined(meta))


def heading(title: object) -> Block:
    """A heading within a chapter."""
    return Block("heading", head=str(title))


def table(head: Sequence[object], rows: Iterable[Sequence[object]]) -> Block:
    """A table; its first row is its head."""
    told = [head, *rows]
    return Block("table", rows=tuple(tuple(str(cell) for cell in row) for row in told))


def bullets(lines: Iterable[object]) -> Block:
    """A list of short lines."""
    return Block("list", rows=tuple((str(line),) for line in lines))


def picture(drawn: Drawn, caption: object, *, width_mm: int = 0) -> Block:
    """A drawing, as wide as it is told to be, else as the page."""
    wide = str(width_mm) if width_mm else ""
    return Block("picture", body=drawn.lines, beside=wide, meta=str(caption), rows=drawn.words)


def joined(parts: Iterable[object]) -> str:
    """Short facts on one line, kept apart where the page goes the other way."""
    told = [said for part in parts if (said := str(part))]
    return (
        " · ".join(f"\u2068{said}\u2069" for said in told)
        if get_language_bidi()
        else " · ".join(told)
    )


def voices(told: Iterable[Voice]) -> str:
    """Groups by their names."""
    return ", ".join(str(voice.label) for voice in told)
