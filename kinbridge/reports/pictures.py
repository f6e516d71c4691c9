"""The pictures of the pages, drawn again in black and white for paper."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from django.template.loader import render_to_string

from kinbridge.linkage.rings import Drawing
from kinbridge.sustainability.lead import Picture

# On paper the community's thread is solid black, a service's dashed grey.
_INK = {
    "paper": "#ffffff", "ink": "#111111", "edge": "#666666", "community": "#111111",
    "service": "#555555", "service-line": "#555555",
}  # fmt: skip
_STYLE = """<style>
.ring{fill:none;stroke:#999;stroke-dasharray:2 4}
.centre{fill:#fff;stroke:#111;stroke-width:2.5}
.node{fill:#fff;stroke:#111;stroke-width:2}.formal{fill:#ddd}
.strand{stroke:#111;stroke-width:1.5}
.is-named{stroke:#999;stroke-dasharray:1 4}.is-asked{stroke-dasharray:2 3}
.is-in_dialogue{stroke-dasharray:6 3}.is-agreed{stroke-width:2.5}.is-active{stroke-width:4}
.is-resting,.is-ended{stroke:#999;stroke-width:1}
</style>"""
_TEXT = re.compile(r"<text(?P<told>[^>]*)>(?P<inside>.*?)</text>", re.DOTALL)
_LINE = re.compile(r"<tspan(?P<told>[^>]*)>(?P<inside>.*?)</tspan>", re.DOTALL)
_TOLD = re.compile(r'(?P<name>[\w-]+)="(?P<value>[^"]*)"')
_VARIABLE = re.compile(r"var\(--([\w-]+)\)")


@dataclass(frozen=True)
class Drawn:
    """A drawing without its words, and the words with their places: they are set in type like
    all others, because what draws pictures for print cannot join the letters of every script.

    Each of ``words`` is the text, x, y, size, anchor, and what it is; the first row is the
    drawing's width and height.
    """

    lines: str
    words: tuple[tuple[str, ...], ...]


def rings(drawing: Drawing) -> Drawn:
    """The rings as a file of their own."""
    told = {"drawing": drawing, "title": "", "description": ""}
    return _on_paper(render_to_string("linkage/_rings.html", told))


def lead(picture: Picture) -> Drawn:
    """How the lead moved, without its legend."""
    told = {"picture": picture, "title": ""}
    return _on_paper(render_to_string("sustainability/_lead.html", told))


def _on_paper(page: str) -> Drawn:
    """The drawing of a page: alone, in ink, with the styles that the page kept elsewhere."""
    begin, end = page.index("<svg"), page.index("</svg>") + len("</svg>")
    drawn = _VARIABLE.sub(lambda found: _INK.get(found[1], "#111111"), page[begin:end])
    size = _attributes(drawn[: drawn.index(">")])
    words = [row for text in _TEXT.finditer(drawn) for row in _rows(text)]
    drawn = _TEXT.sub("", drawn).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    drawn = drawn.replace(' direction="rtl"', "").replace(">", f">{_STYLE}", 1)
    return Drawn(drawn, ((size["width"], size["height"]), *words))


def _rows(text: "re.Match[str]") -> Iterator[tuple[str, ...]]:
    told = {"text-anchor": "start", "class": "", **_attributes(text["told"])}
    for line in list(_LINE.finditer(text["inside"])) or [text]:
        here = {**told, **_attributes(line["told"])}
        yield (
            unescape(line["inside"]).strip(),
            *(here[name] for name in ("x", "y", "font-size", "text-anchor", "class")),
        )


def _attributes(told: str) -> dict[str, str]:
    return {one["name"]: one["value"] for one in _TOLD.finditer(told)}
