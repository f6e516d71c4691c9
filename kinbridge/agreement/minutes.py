"""The minutes of a review: what both sides did there, deed by deed, as the journal tells it.

Nobody writes minutes beside the deeds: what was kept, how each side sees it now, who was
introduced, what comes round from now on, the renewal that was begun, each is recorded as what
it is, from the day of the review until the review itself was recorded.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils import timezone

from kinbridge.agreement.models import Agreement, Ending, Report, Responsible, Review, Rhythm
from kinbridge.foundation.references import kind_of, reference
from kinbridge.journal.models import Entry
from kinbridge.people.roles import Deed

DEEDS: Final = (
    Deed.REPORT_ON_COMMITMENT,
    Deed.RECORD_INTRODUCTION,
    Deed.NAME_RESPONSIBLE,
    Deed.SET_RHYTHM,
    Deed.AGREE_TO_RHYTHM,
    Deed.STOP_REMINDING,
    Deed.RENEW_AGREEMENT,
    Deed.END_AGREEMENT,
)


@dataclass(frozen=True)
class Point:
    """One deed, and the record it made or changed."""

    entry: Entry
    record: Any
    side_name: str

    @property
    def kind(self) -> str:
        """What sort of record it is, for the page."""
        return kind_of(self.record)


def minutes_of(review: Review) -> list[Point]:
    """What was done at a review, in its order."""
    entry = Entry.objects.filter(about=reference(review), deed=Deed.REVIEW_AGREEMENT).first()
    if entry is None:
        return []
    recorded_on = timezone.localdate(entry.at)
    return points_of(review.agreement, review.when.on or recorded_on, recorded_on)


def points_of(agreement: Agreement, first: date, last: date) -> list[Point]:
    """What was done about an agreement in these days, but for answers that came by telephone.
    Six queries."""
    about = {reference(record): record for record in _records(agreement)}
    entries = Entry.objects.of(agreement.community.stream).filter(
        about__in=about,
        deed__in=DEEDS,
        by__isnull=False,
        at__date__range=(first, last),
    )
    names = {side.key: side.name for side in agreement.sides}
    return [
        Point(entry, record, names.get(getattr(record, "side", ""), ""))
        for entry in entries.order_by("number")
        for record in [about[entry.about]]
    ]


def _records(agreement: Agreement) -> Iterable[Any]:
    reports = Report.objects.filter(commitment__agreement=agreement)
    rhythms = Rhythm.objects.filter(commitment__agreement=agreement)
    yield from reports.select_related("commitment")
    yield from rhythms.select_related("commitment")
    yield from Responsible.objects.filter(agreement=agreement)
    yield from Ending.objects.filter(agreement=agreement)
    yield from agreement.followed_by.all()
