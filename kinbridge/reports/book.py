"""The book of a community: printed for itself, with its pictures."""

from typing import Any, Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from kinbridge.community.models import Community
from kinbridge.foundation import typeset
from kinbridge.foundation.printable import printable
from kinbridge.journal.queries import sources
from kinbridge.people.models import Person
from kinbridge.places.models import Area
from kinbridge.reports.chapters import chapters

TEMPLATE: Final = "reports/templates/reports/book.typ"
SIZES: Final = (11.5, 11.25, 11, 10.75, 10.5, 10.25)  # points, largest first


def book_pdf(community: Community, person: Person) -> bytes:
    """The whole book as a PDF, in the language of the reader's pages, with people's words in
    theirs."""
    return typeset.pdf(TEMPLATE, told(community, person), SIZES)


def told(community: Community, person: Person) -> dict[str, Any]:
    """What the template takes."""
    entries = list(sources(community.stream).values())
    day = date_format(timezone.localdate())
    illustrative = _("An example: parts of it were reported by nobody.")
    return {
        "community": printable(community.name),
        "place": printable(", ".join(_places(community))),
        "title": _("Our book"),
        "belongs": _("It belongs to the community."),
        "made": _("As it was told until %(day)s.") % {"day": day},
        "contents": _("What is in it"),
        "illustrative": illustrative if any(e.illustrative for e in entries) else "",
        "language": (get_language() or "en").split("-")[0],
        "direction": "rtl" if get_language_bidi() else "ltr",
        "chapters": [chapter.told() for chapter in chapters(community, person)],
        "sources-title": _("Sources"),
        "sources": sorted({printable(entry.source) for entry in entries if entry.source}),
    }


def _places(community: Community) -> list[str]:
    names: list[str] = []
    area: Area | None = community.area
    while area is not None:
        if area.name != community.name:
            names.append(area.name)
        area = area.parent
    return names
