"""Documents as JSON files: a list of them, a page of an API, a single one, or a folder.

They are read and written one after another, so that a file may be larger than the memory.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any

import ijson
from django.utils.translation import gettext_lazy as _

from kinbridge.directory.hsds.apart import Document
from kinbridge.directory.hsds.reading import DEEPEST, Unreadable, check, kind_of_document
from kinbridge.directory.hsds.schema import TABLES

Found = tuple[str, Document]  # kind, document
SINGLE = 20 * 1024 * 1024  # bytes: a single document, or a page, is not larger
LISTS = ("contents", *TABLES.values())
_ORDER = (
    "publication",
    "taxonomies",
    "taxonomy_terms",
    "organizations",
    "locations",
    "services",
)


def read(path: Path) -> Iterator[Found]:
    """All documents of a file or a folder. Raises: Unreadable, at the first that is broken."""
    if path.is_dir():
        inside = sorted(path.glob("*.json"), key=_rank)
        if not inside:
            raise Unreadable(_("There is no JSON file in this folder."))
        for file in inside:
            yield from _file(file)
    else:
        yield from _file(path)


def _rank(path: Path) -> tuple[int, str]:
    return (_ORDER.index(path.stem) if path.stem in _ORDER else len(_ORDER), path.name)


def _file(path: Path) -> Iterator[Found]:
    n = 0
    try:
        with path.open("rb") as told:
            _begin(told)
            for hint, document in _documents(told, path):
                n += 1
                check(document)
                yield kind_of_document(document, hint), document
    except Unreadable as problem:
        raise Unreadable(_at(path, n, problem.message)) from problem
    except (ijson.JSONError, UnicodeDecodeError, ValueError, RecursionError) as problem:
        raise Unreadable(_at(path, n + 1, _("This is no JSON. %s") % problem)) from problem


def _at(path: Path, n: int, said: object) -> str:
    record = _("%(file)s, record %(n)d: %(said)s")
    return str(record % {"file": path.name, "n": n, "said": said})


def _documents(told: IO[bytes], path: Path) -> Iterator[tuple[str, Any]]:
    first = _first(told)
    if first in (b"[", b"{"):
        top = list(_top(told))
        _begin(told)
    if first == b"[":
        hint = path.stem if path.stem in TABLES.values() else ""
        for document in ijson.items(told, "item", use_float=True):
            yield hint, document
        return
    if first != b"{":
        raise Unreadable(_("This is no JSON."))
    names = [name for name, event in top if event == "start_array" and name in LISTS]
    if not names or ("id", "string") in top or ("id", "number") in top:
        yield "", _single(told)
        return
    for name in names:
        _begin(told)
        hint = "" if name == "contents" else name
        for document in ijson.items(told, f"{name}.item", use_float=True):
            yield hint, document


def _single(told: IO[bytes]) -> Any:
    if told.seek(0, 2) > SINGLE:
        raise Unreadable(_("One record is larger than a whole directory."))
    _begin(told)
    return json.load(told, parse_constant=_no_number)


def _no_number(told: str) -> float:
    raise ValueError(told)


def _begin(told: IO[bytes]) -> None:
    """Go to where a file begins, behind a mark of byte order."""
    told.seek(0)
    if told.read(len(_MARK)) != _MARK:
        told.seek(0)


_MARK = b"\xef\xbb\xbf"


def _first(told: IO[bytes]) -> bytes:
    """The first byte that says something."""
    start = told.read(4096).lstrip()
    _begin(told)
    return start[:1]


def _top(told: IO[bytes]) -> Iterator[tuple[str, str]]:
    """The names at the top of an object and how each begins, without keeping any of it.
    Raises: Unreadable, before anything nested without end is built, which would end us too."""
    depth, name, is_list = 0, "", None
    for event, value in ijson.basic_parse(told):
        if depth == 0 and is_list is None:
            is_list = event == "start_array"
        if depth == 1 and not is_list:
            if event == "map_key":
                name = value
            elif event != "end_map":
                yield name, event
        depth += _STEPS.get(event, 0)
        if depth > DEEPEST:
            raise Unreadable(_("Records stand within records without end."))


_STEPS = {"start_map": 1, "start_array": 1, "end_map": -1, "end_array": -1}


def write(path: Path, documents: Iterable[Document], told: Callable[[int], None]) -> int:
    """Write a list of documents; ``told`` hears how many so far. Returns how many."""
    n = 0
    with path.open("w", encoding="utf-8") as out:
        out.write("[")
        for n, document in enumerate(documents, start=1):
            out.write(",\n" if n > 1 else "\n")
            out.write(json.dumps(document, ensure_ascii=False))
            told(n)
        out.write("\n]\n")
    return n
