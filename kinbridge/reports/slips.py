"""Slips to take along: what was promised or set out, signs to mark, and a code for each, so
that what was marked on paper becomes the same deed as if it had been typed."""

from collections.abc import Iterable
from typing import Any, Final

from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from kinbridge.agreement.models import Agreement, Commitment, Report
from kinbridge.foundation import typeset
from kinbridge.foundation.printable import printable
from kinbridge.foundation.square import square_svg
from kinbridge.goals.models import Activity, ActivityReport, Goal
from kinbridge.linkage.models import Linkage
from kinbridge.people.models import Person
from kinbridge.reports.codes import code_of

TEMPLATE: Final = "reports/templates/reports/slip.typ"
SIZES: Final = (13, 12, 11)  # points, largest first


def agreement_slip(agreement: Agreement, keyed_in: str) -> bytes:
    """Every promise of an agreement, to be marked as kept, partly or not yet. ``keyed_in`` is
    the address to which a square code adds its code."""
    names = {side.key: str(side.name) for side in agreement.sides}
    rows = Commitment.objects.filter(agreement=agreement).standing()
    signs = [str(label) for _value, label in Report.Kept.choices]
    items = [
        _item(row, [row.what, row.what_translation], [names.get(row.side, ""), row.who], signs)
        for row in rows
    ]
    return _pdf(agreement.title, agreement.community.name, items, keyed_in)


def goal_slip(goal: Goal, person: Person, keyed_in: str) -> bytes:
    """What people set out to do for a goal, and what comes next with each helper."""
    signs = [str(label) for _value, label in ActivityReport.State.choices]
    activities = Activity.objects.visible_to(person).filter(goal=goal).order_by("pk")
    items = [_item(one, [one.words], [one.who, str(one.when)], signs) for one in activities]
    linkages = Linkage.objects.visible_to(person).filter(goal=goal).nearest_first()
    for one in linkages.with_next_step():
        if one.next_step:
            items.append(
                _item(one, [one.named_as, one.next_step.words], [str(one.next_step.when)], [])
            )
    return _pdf(str(goal), goal.community.name, items, keyed_in)


def _item(
    record: Any, lines: Iterable[str], meta: Iterable[str], signs: list[str]
) -> dict[str, Any]:
    return {
        "lines": [printable(line) for line in lines if line],
        "meta": printable(" · ".join(part for part in meta if part)),
        "signs": signs,
        "code": code_of(record),
    }


def _pdf(title: str, place: str, items: list[dict[str, Any]], keyed_in: str) -> bytes:
    for item in items:
        item["square"] = square_svg(f"{keyed_in}{item['code']}")
    told = {
        "title": printable(title),
        "place": printable(place),
        "items": items,
        "day": _("Day"),
        "words": _("In people’s own words"),
        "how": _("Photograph the square, or key in the code: “I have a paper with a code”."),
        "none": _("Nothing is written down yet."),
        "language": (get_language() or "en").split("-")[0],
        "direction": "rtl" if get_language_bidi() else "ltr",
    }
    return typeset.pdf(TEMPLATE, told, SIZES)
