"""The program that sets type: a filled-in template on its input, the sheets on its output.

It runs as a process of its own, by its path, with nothing of Kinbridge in it. See
``typeset.py`` for why, and for the shape of what goes in and comes out.
"""

import base64
import json
import sys
from pathlib import Path
from typing import Any, Final

from typst import Compiler, Fonts, TypstError

PACKAGE: Final = Path(__file__).resolve().parents[1]
TYPEFACES: Final = Path(__file__).resolve().parent / "fonts"


def answer(task: dict[str, Any]) -> dict[str, Any]:
    """Return the sheets, their number, the size chosen and what typst warned of."""
    path, data = PACKAGE / task["template"], task["data"]
    pages = {size: _pages(path, {**data, "size": size}) for size in task["sizes"]}
    # The largest type, of those that need the fewest pages.
    size = min(task["sizes"], key=lambda size: (pages[size], -size))
    sheets, warnings = _set({**data, "size": size}, path, task["form"], task["ppi"])
    return {
        "sheets": [base64.b64encode(sheet).decode() for sheet in sheets],
        "pages": pages[size],
        "size": size,
        "warnings": [str(warning) for warning in warnings],
    }


def _set(
    data: dict[str, Any], path: Path, form: str, ppi: float
) -> tuple[list[bytes], list[Any]]:
    if form == "png":
        return _sheets(compiler(path, data).compile_with_warnings(format="png", ppi=ppi))
    try:
        plain = compiler(path, data)
        return _sheets(plain.compile_with_warnings(format="pdf", pdf_standards=["ua-1"]))
    except TypstError as trouble:
        if "could not be displayed" not in str(trouble):
            raise
    told = compiler(path, {**data, "letters_missing": True})
    return _sheets(told.compile_with_warnings(format="pdf"))


def _sheets(written: tuple[Any, list[Any]]) -> tuple[list[bytes], list[Any]]:
    """Return the sheets as a list: typst gives a single one bare."""
    sheets, warnings = written
    return ([sheets] if isinstance(sheets, bytes) else sheets), warnings


def _pages(path: Path, data: dict[str, Any]) -> int:
    """Return what the template leaves under ``<pages>``."""
    return int(compiler(path, data).query("<pages>", field="value", one=True))


def compiler(path: Path, data: dict[str, Any]) -> Compiler:
    return Compiler(
        input=path,
        root=PACKAGE,
        font_paths=Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[TYPEFACES]
        ),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
    )


if __name__ == "__main__":
    json.dump(answer(json.load(sys.stdin)), sys.stdout)
