"""What a document is, and what none can be: the checks before anything is brought in."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from kinbridge.directory.hsds.apart import Document
from kinbridge.directory.hsds.schema import TABLES
from kinbridge.foundation.errors import Invalid

DEEPEST = 40
LARGEST = 200_000  # values in one document
PUBLICATION = "publication"  # what a publisher says about its own interface

_TERM = {"code", "taxonomy", "taxonomy_detail", "taxonomy_id", "term_uri", "parent_id"}


class Unreadable(Invalid):
    """A file that is no directory, or is broken, or is made to do harm."""


def kind_of_document(document: Any, hint: str = "") -> str:
    """Which kind of record a document is; ``hint`` is the list it came in, such as
    ``services``. Raises: Unreadable."""
    if not isinstance(document, dict):
        raise Unreadable(_("A record is expected here, and something else stands there."))
    by_hint = {table: kind for kind, table in TABLES.items()}.get(hint, "")
    kind = by_hint or _kind(document)
    if kind != PUBLICATION and not isinstance(document.get("id"), str | int):
        raise Unreadable(_("A record without an id: nobody could find it again."))
    return kind


def _kind(document: Document) -> str:
    if "openapi_url" in document and "id" not in document:
        return PUBLICATION
    if "location_type" in document:
        return "location"
    if "service" in document or {"service_id", "location_id"} <= set(document):
        return "service_at_location"
    if "status" in document:
        return "service"
    if _TERM & set(document):
        return "taxonomy_term"
    return "taxonomy" if "version" in document else "organization"


def check(document: Any) -> None:
    """Refuse what could harm whoever reads it on. Raises: Unreadable."""
    pending, values = [(document, 0)], 0
    while pending:
        value, depth = pending.pop()
        values += 1
        if depth > DEEPEST:
            raise Unreadable(_("Records stand within records without end."))
        if values > LARGEST:
            raise Unreadable(_("One record is larger than a whole directory."))
        if isinstance(value, str):
            _check_text(value)
        else:
            pending += [(inner, depth + 1) for inner in _within(value)]


def _within(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from value
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def _check_text(value: str) -> None:
    if value.isascii() and "\0" not in value:
        return
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Unreadable(_("Half a character stands in a text.")) from None
    if "\0" in value:
        raise Unreadable(_("A character that no text may hold stands in a text."))
