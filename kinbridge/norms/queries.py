"""Shapes that pages on practices need."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils import timezone

from kinbridge.community.models import Community
from kinbridge.community.queries import Heard
from kinbridge.community.voices import Voice
from kinbridge.countries.labels import TOPICS
from kinbridge.foundation.errors import Text
from kinbridge.norms.models import Alignment, ByLaw, GroupView, Practice, SharedView
from kinbridge.people.models import Person
from kinbridge.people.roles import Deed, may


@dataclass(frozen=True)
class OnTopic:
    """A topic, and a community's practices that touch it."""

    topic: str
    title: Text
    practices: list[Practice] = field(default_factory=list)


def by_topic(practices: Iterable[Practice]) -> list[OnTopic]:
    """Topics that have practices, in their steady order."""
    found: defaultdict[str, list[Practice]] = defaultdict(list)
    for practice in practices:
        found[practice.topic].append(practice)
    return [
        OnTopic(topic, title, found[topic]) for topic, title in TOPICS.items() if found[topic]
    ]


def practices_of(community: Community, person: Person) -> "QuerySet[Practice]":
    """The practices of a community that a person may read, the earliest first."""
    rows = Practice.objects.visible_to(person).filter(community=community)
    practices: QuerySet[Practice] = rows.with_last_look().order_by("pk")
    return practices


@dataclass(frozen=True)
class Stands:
    """How a practice stands, as groups see it: the latest view first. Three queries for any
    number of practices."""

    practice: Practice
    alignments: list[Alignment]
    by_laws: list[ByLaw]
    views: list[GroupView]

    @property
    def thread(self) -> str:
        """How the thread hangs: *meet*, *apart*, *both*, or *open* where nobody said."""
        meet = any(one.meet for one in self.alignments)
        apart = any(one.apart for one in self.alignments)
        return {(True, True): "both", (True, False): "meet", (False, True): "apart"}.get(
            (meet, apart), "open"
        )


def stands(practices: Iterable[Practice]) -> list[Stands]:
    """Practices with how they stand."""
    told = list(practices)
    keys = [one.pk for one in told]
    alignments = _by_practice(Alignment.objects.filter(practice__in=keys))
    by_laws = _by_practice(
        ByLaw.objects.filter(practice__in=keys).prefetch_related("linkages", "agreements")
    )
    views = _by_practice(GroupView.objects.filter(practice__in=keys))
    return [
        Stands(one, alignments[one.pk], by_laws[one.pk], views[one.pk][::-1]) for one in told
    ]


def _by_practice(rows: "QuerySet[Alignment] | QuerySet[ByLaw] | QuerySet[GroupView]") -> dict:  # type: ignore[type-arg]
    found = defaultdict(list)
    for row in rows.order_by("-when_sorts_on", "-pk"):
        found[row.practice_id].append(row)
    return found


def asked(views: Iterable[GroupView]) -> list[Heard]:
    """How often each group was asked."""
    told = list(views)
    return [Heard(voice, sum(view.voice == voice for view in told)) for voice in Voice]


def practices_to_look_at(person: Person) -> list[Practice]:
    """Practices that nobody has looked at for six months, for those who accompany."""
    rows = Practice.objects.visible_to(person).to_look_at(timezone.localdate())
    due = rows.select_related("community").order_by("when_sorts_on", "pk")
    return [one for one in due if may(one.roles_of(person), Deed.LOOK_AT_PRACTICE)]


def shared_with(person: Person) -> "QuerySet[SharedView]":
    """What communities decided to tell the offices of a person, the latest first."""
    rows: QuerySet[SharedView] = SharedView.objects.sent_to(person)
    return rows.order_by("-when_sorts_on", "-pk")
