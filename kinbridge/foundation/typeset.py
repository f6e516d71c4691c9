"""Print: a typst template inside the package becomes a PDF.

What people wrote reaches a template only as JSON, never as typst source, so markup in their
words is printed and not obeyed. Only the typefaces in ``foundation/fonts`` are used.

Each print is set in a process of its own, which ends with it: typst keeps a cache that grows
to some 200 MB, more than the whole server may take, and a text that never ends is stopped.
"""

import base64
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

TYPESETTER: Final = Path(__file__).resolve().with_name("typesetter.py")
SECONDS: Final = 30


class NotSet(RuntimeError):
    """A template that typst could not set: a defect of ours, whatever people typed."""


@dataclass(frozen=True, kw_only=True)
class Printed:
    """What came out: the file (or one picture a page), its pages and the type size chosen."""

    sheets: tuple[bytes, ...]
    pages: int
    size: float
    warnings: tuple[str, ...]


def pdf(template: str, data: Mapping[str, Any], sizes: Sequence[float] = (11,)) -> bytes:
    """Return the template, a path inside the package, filled in: tagged as PDF/UA-1 asks.

    ``sizes`` are points; the template is given, as ``size``, the largest of them that needs
    the fewest pages, and leaves their number under ``<pages>``. Where no typeface can draw a
    letter, the print shows a box, the template is told so by ``letters_missing``, and the
    file makes no claim to PDF/UA.

    Raises: NotSet.
    """
    return b"".join(typeset(template, data, sizes).sheets)


def typeset(
    template: str,
    data: Mapping[str, Any],
    sizes: Sequence[float] = (11,),
    form: Literal["pdf", "png"] = "pdf",
    ppi: float = 144,
) -> Printed:
    """Do what ``pdf`` does, and tell more; or draw each page as a picture."""
    task = {"template": template, "data": data, "sizes": sizes, "form": form, "ppi": ppi}
    try:
        done = subprocess.run(  # noqa: S603 (our own program, and nothing typed on its line)
            [sys.executable, "-I", str(TYPESETTER)],
            input=json.dumps(task).encode(),
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
    except subprocess.TimeoutExpired:
        # Nothing of the task is kept with the error: it holds people's words.
        raise NotSet(f"{template} took longer than {SECONDS} s") from None
    except subprocess.CalledProcessError as failed:
        last = failed.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise NotSet(f"{template}: {''.join(last)[:200]}") from None
    told = json.loads(done.stdout)
    return Printed(
        sheets=tuple(base64.b64decode(sheet) for sheet in told["sheets"]),
        pages=told["pages"],
        size=told["size"],
        warnings=tuple(told["warnings"]),
    )
