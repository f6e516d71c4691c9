"""Taking a document apart into records, so that what two documents tell of is kept once.

An organization, a location and a service at a location become records of their own; their id
stays where they stood. Everything else (phones, schedules, contacts, unknown fields) stays in
the record that it was told with.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kinbridge.directory.standard import key_of

Document = dict[str, Any]

# Which lists and fields of a record hold records of their own, and of which kind.
LISTS = {
    "organization": {"locations": "location", "services": "service"},
    "service": {"service_at_locations": "service_at_location"},
}
FIELDS = {
    "service": {"organization": "organization"},
    "service_at_location": {"location": "location", "service": "service"},
}


@dataclass
class Piece:
    """One record: ``told`` is its own, ``whole`` the document as it came. ``is_nested``: told
    inside another or in short, and maybe only in part. ``within``: inside which record."""

    kind: str
    told: Document
    whole: Document
    is_nested: bool
    within: "tuple[str, UUID] | None" = None

    @property
    def key(self) -> UUID:
        """The key of the record."""
        return key_of(self.kind, self.told.get("id", ""))


def pieces(kind: str, document: Document) -> Iterator[Piece]:
    """All records that a document tells of, those first that others lean on. One without any
    list comes from a list in short, and tells only a part, like one told within another."""
    is_short = not any(isinstance(value, list) for value in document.values())
    yield from _pieces(kind, document, is_nested=is_short, within=None)


def _pieces(
    kind: str, document: Document, *, is_nested: bool, within: tuple[str, UUID] | None
) -> Iterator[Piece]:
    told = dict(document)
    own = (kind, key_of(kind, document.get("id", "")))
    for name, inner in FIELDS.get(kind, {}).items():
        value = document.get(name)
        if isinstance(value, dict) and is_record(value):
            yield from _pieces(inner, value, is_nested=True, within=own)
            told[name] = value["id"]
    later: list[Piece] = []
    for name, inner in LISTS.get(kind, {}).items():
        values = document.get(name)
        if isinstance(values, list):
            for value in filter(is_record, values):
                later += _pieces(inner, value, is_nested=True, within=own)
            told[name] = [value["id"] if is_record(value) else value for value in values]
    yield from _terms(document)
    yield Piece(kind, told, document, is_nested, within)
    yield from later


def is_record(value: Any) -> bool:
    """Whether this is a record that can stand for itself: it has an id."""
    return isinstance(value, dict) and isinstance(value.get("id"), str | int)


def _terms(value: Any) -> Iterator[Piece]:
    """The terms that things are described by; they also stay where they are told."""
    for term in terms_in(value):
        detail = term.get("taxonomy_detail")
        if isinstance(detail, dict) and is_record(detail):
            yield Piece("taxonomy", detail, detail, is_nested=True)
        yield Piece("taxonomy_term", term, term, is_nested=True)


def terms_in(document: Any) -> Iterator[Document]:
    """The taxonomy terms told of a record, of its sites and locations too."""
    if isinstance(document, list):
        for value in document:
            yield from terms_in(value)
    elif isinstance(document, dict):
        told = document.get("attributes")
        for attribute in told if isinstance(told, list) else ():
            if isinstance(attribute, dict) and is_record(attribute.get("taxonomy_term")):
                yield attribute["taxonomy_term"]
        for name in ("service_at_locations", "location"):
            yield from terms_in(document.get(name))
