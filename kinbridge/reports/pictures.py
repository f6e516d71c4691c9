"""The pictures of the pages, drawn again in black and white for paper."""

import re

from django.template.loader import render_to_string

from kinbridge.linkage.rings import Drawing
from kinbridge.sustainability.lead import Picture

# On paper the community's thread is solid black, a service's dashed grey.
_INK = {
    "paper": "#ffffff", "ink": "#111111", "edge": "#666666", "community": "#111111",
    "service": "#555555", "service-line": "#555555",
}  # fmt: skip
_STYLE = """<style>
text{font-family:'Noto Sans','Noto Naskh Arabic','Noto Serif Ethiopic','Noto Serif Bengali',
'Noto Serif Devanagari';fill:#111}
.ring{fill:none;stroke:#999;stroke-dasharray:2 4}.ring-name{fill:#555}
.centre{fill:#fff;stroke:#111;stroke-width:2.5}
.node{fill:#fff;stroke:#111;stroke-width:2}.formal{fill:#ddd}
.strand{stroke:#111;stroke-width:1.5}
.is-named{stroke:#999;stroke-dasharray:1 4}.is-asked{stroke-dasharray:2 3}
.is-in_dialogue{stroke-dasharray:6 3}.is-agreed{stroke-width:2.5}.is-active{stroke-width:4}
.is-resting,.is-ended{stroke:#999;stroke-width:1}
</style>"""
_VARIABLE = re.compile(r"var\(--([\w-]+)\)")


def rings(drawing: Drawing) -> str:
    """The rings as a file of their own."""
    told = {"drawing": drawing, "title": "", "description": ""}
    return _on_paper(render_to_string("linkage/_rings.html", told))


def lead(picture: Picture) -> str:
    """How the lead moved, without its legend."""
    told = {"picture": picture, "title": ""}
    return _on_paper(render_to_string("sustainability/_lead.html", told))


def _on_paper(page: str) -> str:
    """The drawing of a page: alone, in ink, with the styles that the page kept elsewhere."""
    begin, end = page.index("<svg"), page.index("</svg>") + len("</svg>")
    drawn = _VARIABLE.sub(lambda found: _INK.get(found[1], "#111111"), page[begin:end])
    drawn = drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    drawn = drawn.replace(' direction="rtl"', "")
    return drawn.replace(">", f">{_STYLE}", 1)
