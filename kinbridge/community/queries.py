"""Shapes that pages need."""

from dataclasses import dataclass

from django.db.models import Count, Sum

from kinbridge.community.models import Community, Gathering
from kinbridge.community.voices import Voice


@dataclass(frozen=True)
class Heard:
    """A group, and how many of its people came to gatherings, counted each time."""

    voice: Voice
    n: int

    @property
    def is_heard(self) -> bool:
        """Zero means: not heard yet."""
        return self.n > 0


def voices_heard(community: Community) -> list[Heard]:
    """How often each group was heard, over all gatherings. One query."""
    sums = Gathering.objects.filter(community=community).aggregate(
        **{voice.value: Sum(voice.value) for voice in Voice}
    )
    return [Heard(voice, sums[voice.value] or 0) for voice in Voice]


def gathering_kinds(community: Community) -> list[tuple[str, int]]:
    """How many gatherings of each kind there were."""
    rows = Gathering.objects.filter(community=community).values("kind").annotate(n=Count("pk"))
    return [(str(Gathering.Kind(row["kind"]).label), row["n"]) for row in rows.order_by("kind")]
