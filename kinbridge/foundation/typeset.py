"""Print: a typst template inside the package becomes a PDF.

What people wrote reaches a template only as JSON, never as typst source, so markup in their
words is printed and not obeyed. Only the typefaces in ``foundation/fonts`` are used.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from typst import Compiler, Fonts

PACKAGE: Final = Path(__file__).resolve().parents[1]
TYPEFACES: Final = Path(__file__).resolve().parent / "fonts"


def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """Return the template, a path inside the package, filled in: tagged as PDF/UA-1 asks.

    Where no typeface can draw a letter, the print shows a box instead, the template is told
    so by ``letters_missing``, and the file makes no claim to PDF/UA.
    """
    from typst import TypstError  # noqa: PLC0415 (34 MB that only a print needs)

    try:
        written = _compiler(template, data).compile(format="pdf", pdf_standards=["ua-1"])
    except TypstError as trouble:
        if "could not be displayed" not in str(trouble):
            raise
        told = {**data, "letters_missing": True}
        written = _compiler(template, told).compile(format="pdf")
    return b"".join(_sheets(written))


def pictures(template: str, data: Mapping[str, Any], ppi: float = 144) -> list[bytes]:
    """Return each page as a PNG."""
    return _sheets(_compiler(template, data).compile(format="png", ppi=ppi))


def ask(template: str, data: Mapping[str, Any], label: str) -> Any:
    """Return the value that the filled-in template left under a label, such as ``<pages>``."""
    found = _compiler(template, data).query(label, field="value", one=True)
    return json.loads(found)


def _sheets(written: "bytes | list[bytes] | None") -> list[bytes]:
    """Return what typst wrote as a list; it gives a single sheet bare."""
    return [written] if isinstance(written, bytes) else written or []


def _compiler(template: str, data: Mapping[str, Any]) -> "Compiler":
    from typst import Compiler  # noqa: PLC0415 (as above)

    return Compiler(
        input=PACKAGE / template,
        root=PACKAGE,
        font_paths=_typefaces(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
    )


@cache
def _typefaces() -> "Fonts":
    from typst import Fonts  # noqa: PLC0415 (as above)

    return Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[TYPEFACES]
    )
