"""What a community's page tells of how it chooses and acts."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery

from kinbridge.community.models import Community
from kinbridge.goals.models import Activity, Decision, Goal, Round, WayOfDeciding
from kinbridge.goals.queries.doing import DecisionTold, decisions_told
from kinbridge.learning.queries import A_FEW, Latest, latest
from kinbridge.people.models import Person


@dataclass(frozen=True)
class Choosing:
    """The latest rounds, goals, decisions and activities, and how many there are in all."""

    rounds: Latest[Round]
    goals: Latest[Goal]
    decisions: Latest[DecisionTold]
    activities: Latest[Activity]


def choosing(community: Community, person: Person, n: int = A_FEW) -> Choosing:
    """What a person may read of it. At most four queries.

    Goals know whether they are open, activities their ``state``; each decision and activity
    brings its goal. Who may not read talk gets no rounds.
    """
    latest_first = ("-when_sorts_on", "-pk")
    rounds = Round.objects.visible_to(person).filter(community=community)
    goals = Goal.objects.visible_to(person).filter(community=community)
    activities = Activity.objects.visible_to(person).filter(goal__community=community)
    return Choosing(
        rounds=latest(rounds.order_by(*latest_first), n),
        goals=latest(goals.order_by(*latest_first), n),
        decisions=_decisions(community, person, n),
        activities=latest(activities.with_state().order_by(*latest_first), n),
    )


def _decisions(community: Community, person: Person, n: int) -> Latest[DecisionTold]:
    visible = Decision.objects.visible_to(person).filter(goal__community=community)
    newest = visible.order_by("-when_sorts_on", "-pk").values("pk")[:n]
    in_all = (
        Decision.objects.filter(goal__community=OuterRef("goal__community"))
        .order_by()
        .values("goal__community")
        .annotate(n=Count("pk"))
    )
    rows = decisions_told(
        visible.filter(pk__in=newest).annotate(in_all=Subquery(in_all.values("n")))
    )
    return Latest(rows, rows[0].decision.in_all if rows else 0)  # type: ignore[attr-defined]


def latest_way_of_deciding(community: Community, person: Person) -> WayOfDeciding | None:
    """How the community decides, as it last agreed. One query."""
    ways = WayOfDeciding.objects.visible_to(person).filter(community=community)
    return ways.order_by("-when_sorts_on", "-pk").first()
