"""The scripts that a page of the sealed room loads: all at once, so that a slow network makes
one round trip of it."""

import re
from functools import lru_cache
from pathlib import Path

STATIC = Path(__file__).parent / "static"
HALL = Path(__file__).parents[1] / "web" / "static"
_IMPORT = re.compile(r"""(?:from|import)\s*\(?["'](?P<to>[^"']+\.js)["']""")


def file_of(name: str) -> Path:
    """Where a script lies."""
    inside = STATIC / name
    return inside if inside.exists() else HALL / name


@lru_cache
def modules_of(page: str) -> tuple[str, ...]:
    """A script and all that it imports, by their names under ``static``."""
    found: dict[str, None] = {}

    def visit(name: str) -> None:
        if name in found:
            return
        found[name] = None
        for match in _IMPORT.finditer(file_of(name).read_text(encoding="utf-8")):
            told = match["to"].removeprefix("/static/")
            beside = (Path("/") / name).parent / told
            visit(told if told != match["to"] else str(beside.resolve().relative_to("/")))

    visit(page)
    return tuple(found)


SEALING_MODULES = modules_of("referral/seal_page.js")
OPENING_MODULES = modules_of("referral/mailbox_page.js")
