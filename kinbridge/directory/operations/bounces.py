"""A message to a number did not arrive: the entry is doubted until somebody has checked it."""

from datetime import datetime

from django.db.models import F, Value
from django.db.models.functions import Replace

from kinbridge.directory.models import Helper, HelperCheck
from kinbridge.foundation.transactions import whole
from kinbridge.notices.hooks import on_address
from kinbridge.notices.models import Channel
from kinbridge.notices.telephone import spelt

BETWEEN_FIGURES = " -./()\u00a0"
LAST_FIGURES = 7  # by which numbers are looked for, before they are compared whole


@whole
def hear_of_number(*, channel: str, to: str, arrives: bool, at: datetime) -> int:
    """Doubt the entries with this number. Nobody did anything, so no journal tells of it; an
    entry counts as checked again when a person has checked it. Returns how many."""
    if arrives or channel != Channel.SMS:
        return 0
    found = [
        helper
        for helper in _ending_like(to)
        if spelt(helper.phone, helper.area.country.code) == to and not _is_marked(helper)
    ]
    HelperCheck.objects.bulk_create(
        HelperCheck(
            helper=helper, how=HelperCheck.How.BOUNCED, still_right=False, checked_at=at
        )
        for helper in found
    )
    return len(found)


def _ending_like(number: str) -> list[Helper]:
    """The number stands in entries as people wrote it."""
    bare = F("phone")
    for mark in BETWEEN_FIGURES:
        bare = Replace(bare, Value(mark), Value(""))  # type: ignore[assignment]
    rows = Helper.objects.exclude(phone="").annotate(bare=bare)
    rows = rows.filter(bare__endswith=number[-LAST_FIGURES:]).order_by("pk")
    return list(rows.select_related("area__country").prefetch_related("checks"))


def _is_marked(helper: Helper) -> bool:
    check = helper.last_check
    return check is not None and check.how == HelperCheck.How.BOUNCED


on_address("directory", hear_of_number)
