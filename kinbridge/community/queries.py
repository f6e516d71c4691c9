"""Shapes that pages need."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Model, QuerySet, Sum

from kinbridge.community.models import Attachment, Community, Gathering
from kinbridge.community.voices import Voice


def attached_to(record: Model) -> "QuerySet[Attachment]":
    """What is attached to a record that its reader may see. One query."""
    return Attachment.objects.of(record)


@dataclass(frozen=True)
class Heard:
    """A group, and how many of its people came to gatherings, counted each time."""

    voice: Voice
    n: int

    @property
    def is_heard(self) -> bool:
        """Zero means: not heard yet."""
        return self.n > 0


def voices_heard(community: Community, *, since: date | None = None) -> list[Heard]:
    """How often each group was heard, over all gatherings or since a day. One query."""
    gatherings = Gathering.objects.filter(community=community)
    if since:
        gatherings = gatherings.filter(when_sorts_on__gte=since)
    sums = gatherings.aggregate(**{voice.value: Sum(voice.value) for voice in Voice})
    return [Heard(voice, sums[voice.value] or 0) for voice in Voice]
