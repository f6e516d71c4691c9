"""Keys and links point down, as imports do (those are held by import-linter)."""

import re
from pathlib import Path

from django.apps import apps

from tests.architecture.addresses import addresses
from tests.architecture.house import (
    HOUSE,
    floors,
    modules,
    part_of,
    points_down,
    shown,
    templates,
)

LINK = re.compile(r"""{%\s*url\s+(["'])(?P<name>[^"']+)\1""")
USE = re.compile(r"""{%\s*(?:include|extends)\s+(["'])(?P<name>[^"']+)\1""")


def test_every_part_has_a_floor() -> None:
    parts = {path.parent.name for path in HOUSE.glob("*/__init__.py")}
    assert parts <= set(floors())


def test_keys_point_down() -> None:
    upward = [
        f"{model.__name__}.{field.name} points up to {field.related_model.__name__}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model
        if (above := part_of(model.__module__))
        if (below := part_of(field.related_model.__module__))
        if not points_down(above, below)
    ]
    assert upward == []


def test_links_of_pages_point_down_and_lead_somewhere() -> None:
    leads_to = {address.name: part_of(address.view.__module__) for address in addresses()}
    wrong = []
    for path, part in templates().items():
        for row, name in _said(LINK, path):
            if name not in leads_to:
                wrong.append(f"{shown(path, row)}: no page is named {name}")
            elif (below := leads_to[name]) and not points_down(part, below):
                wrong.append(f"{shown(path, row)}: {name} is a page of {below}, further up")
    assert wrong == []


def test_pages_are_made_of_pieces_from_below() -> None:
    lies_in = {
        str(path.relative_to(HOUSE / part / "templates")): part
        for path, part in templates().items()
    }
    wrong = [
        f"{shown(path, row)}: {name} lies in {lies_in[name]}, further up"
        for path, part in templates().items()
        for row, name in _said(USE, path)
        if name in lies_in and not points_down(part, lies_in[name])
    ]
    assert wrong == []


def test_redirects_point_down() -> None:
    leads_to = {address.name: part_of(address.view.__module__) for address in addresses()}
    said = re.compile(r"""\b(?:redirect|reverse|reverse_lazy)\(\s*(["'])(?P<name>[\w:-]+)\1""")
    wrong = [
        f"{shown(path, row)}: {name} is a page of {below}, further up"
        for path in modules("views", "models", "operations", "queries", "forms")
        for row, name in _said(said, path)
        if (below := leads_to.get(name))
        if not points_down(path.relative_to(HOUSE).parts[0], below)
    ]
    assert wrong == []


def _said(pattern: re.Pattern[str], path: Path) -> list[tuple[int, str]]:
    """The names found in a file, with their lines."""
    text = path.read_text(encoding="utf-8")
    return [(text.count("\n", 0, m.start()) + 1, m["name"]) for m in pattern.finditer(text)]
