"""The story of a community from top to bottom, in few queries whatever its length."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum, Window

from kinbridge.agreement.models import Agreement
from kinbridge.community.models import Community, Gathering, Pause
from kinbridge.community.queries import Heard
from kinbridge.community.voices import Voice
from kinbridge.dialogue.models import Dialogue
from kinbridge.goals.models import Activity, ActivityReport, Decision, Goal, WayOfDeciding
from kinbridge.journal.models import Entry
from kinbridge.journal.queries import sources
from kinbridge.learning.queries import Learnt, learnt
from kinbridge.linkage.models import Linkage
from kinbridge.people.models import Person
from kinbridge.people.roles import Deed, may

A_FEW = 3


@dataclass(frozen=True)
class Gatherings:
    """The latest gatherings, how many there were, and who was heard in all of them."""

    rows: list[Gathering] = field(default_factory=list)
    total: int = 0
    heard: list[Heard] = field(default_factory=list)

    @property
    def unheard(self) -> list[Voice]:
        """The groups that nobody has heard yet."""
        return [group.voice for group in self.heard if not group.is_heard]


def with_way_and_pause(communities: "QuerySet[Community]") -> "QuerySet[Community]":
    """Communities with the words of how they decide and of a pause that lasts."""
    ways = WayOfDeciding.objects.filter(community=OuterRef("pk")).order_by(
        "-when_sorts_on", "-pk"
    )
    pauses = Pause.objects.filter(community=OuterRef("pk"), is_over=False).order_by("-pk")
    return communities.annotate(
        way=Subquery(ways.values("words")[:1]),
        pause=Subquery(pauses.values("reason")[:1]),
        pause_key=Subquery(pauses.values("key")[:1]),
    )


def gatherings_of(community: Community) -> Gatherings:
    """One query, whatever the number of gatherings."""
    sums: dict[str, Any] = {f"all_{voice.value}": Window(Sum(voice.value)) for voice in Voice}
    rows = list(
        Gathering.objects.filter(community=community)
        .annotate(in_all=Window(Count("pk")), **sums)
        .order_by("-when_sorts_on", "-pk")[:A_FEW]
    )
    if not rows:
        return Gatherings(heard=[Heard(voice, 0) for voice in Voice])
    heard = [Heard(voice, getattr(rows[0], f"all_{voice.value}")) for voice in Voice]
    return Gatherings(rows, rows[0].in_all, heard)


def goals_of(community: Community, person: Person) -> list[Goal]:
    """The goals, how each was decided upon, how many criteria and options. One query."""
    decisions = Decision.objects.filter(goal=OuterRef("pk")).order_by("-when_sorts_on", "-pk")
    return list(
        Goal.objects.visible_to(person)
        .filter(community=community)
        .annotate(
            n_criteria=Count("criteria", distinct=True),
            n_options=Count("options", distinct=True),
            decision_how=Subquery(decisions.values("how")[:1]),
        )
        .order_by("-when_sorts_on", "-pk")
    )


def activities_of(community: Community, person: Person) -> list[Activity]:
    """The activities and how each stands, as last told. One query."""
    reports = ActivityReport.objects.filter(activity=OuterRef("pk")).order_by("-pk")
    rows = Activity.objects.visible_to(person).filter(goal__community=community)
    rows = rows.annotate(told=Subquery(reports.values("state")[:1])).order_by("-pk")
    activities = list(rows[: A_FEW * 2])
    for activity in activities:
        state = activity.told or ActivityReport.State.PLANNED
        activity.stands = ActivityReport.State(state).label
    return activities


def linkages_of(community: Community, person: Person) -> list[Linkage]:
    """Who was named for the open goals, from the family outwards. One query."""
    rows = Linkage.objects.visible_to(person).filter(goal__community=community)
    return list(rows.filter(goal__closing__isnull=True).nearest_first())


def dialogues_of(community: Community, person: Person) -> list[Dialogue]:
    """The dialogues, the latest first. One query."""
    rows = Dialogue.objects.visible_to(person).filter(goal__community=community)
    return list(rows.order_by("-when_sorts_on", "-pk"))


def agreements_of(community: Community, person: Person) -> list[Agreement]:
    """The agreements and how far each has come, the latest first. One query."""
    rows = Agreement.objects.visible_to(person).with_state()
    rows = rows.filter(dialogue__goal__community=community)
    return list(rows.order_by("-when_sorts_on", "-pk"))


@dataclass(frozen=True)
class Story:
    """What the page of a community tells to one reader."""

    community: Community
    reads_talk: bool
    gatherings: Gatherings
    learnt: Learnt | None
    goals: list[Goal]
    activities: list[Activity]
    linkages: list[Linkage]
    dialogues: list[Dialogue]
    agreements: list[Agreement]
    sources: dict[str, Entry]

    @property
    def is_illustrative(self) -> bool:
        """Whether anything here was reported by nobody."""
        return any(entry.illustrative for entry in self.sources.values())


def story_of(community: Community, person: Person) -> Story:
    """Whoever may not read what was said in gatherings gets the decisions only."""
    reads_talk = may(community.roles_of(person), Deed.SEE_TALK)
    return Story(
        community=community,
        reads_talk=reads_talk,
        gatherings=gatherings_of(community) if reads_talk else Gatherings(),
        learnt=learnt(community, person) if reads_talk else None,
        goals=goals_of(community, person),
        activities=activities_of(community, person),
        linkages=linkages_of(community, person),
        dialogues=dialogues_of(community, person) if reads_talk else [],
        agreements=agreements_of(community, person),
        sources=sources(community.stream),
    )
