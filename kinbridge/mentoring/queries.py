"""What lies on a mentor's desk. Nothing on it is a score, and nobody on it is compared."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kinbridge.community.models import Accompaniment, Community
from kinbridge.foundation.errors import Text
from kinbridge.linkage.models import Linkage, NextStep, State
from kinbridge.linkage.queries import stuck_linkages
from kinbridge.mentoring.models import Opening, SharedLine
from kinbridge.people.models import Person
from kinbridge.people.roles import Role

WHY_STUCK: dict[str, Text] = {
    State.NAMED: _("People named them, and nobody has said who takes the first step."),
    State.ASKED: _("They were asked. Nobody has said who goes and hears the answer."),
    State.IN_DIALOGUE: _("They are talking. Nobody has said what comes next."),
}


@dataclass(frozen=True)
class Walking:
    """A facilitator and the communities that both walk with."""

    facilitator: Person
    communities: list[Community] = field(default_factory=list)


@dataclass(frozen=True)
class Desk:
    """What a mentor finds there."""

    walking: list[Walking]
    stuck: list[tuple[Linkage, Text]]
    introductions: list[NextStep]
    openings: list[Opening]
    lines: list[SharedLine]


def desk_of(person: Person) -> Desk:
    """Everything on one mentor's desk. Six queries."""
    today = timezone.localdate()
    steps = NextStep.objects.visible_to(person).filter(is_open=True, broker=Role.MENTOR)
    lines = SharedLine.objects.visible_to(person).filter(mentor=person)
    return Desk(
        walking=_walking(person),
        stuck=[(one, WHY_STUCK.get(one.state, "")) for one in stuck_linkages(person)],
        introductions=list(
            steps.select_related("linkage__goal__community").order_by("when_sorts_on", "pk")
        ),
        openings=list(Opening.objects.visible_to(person).on(today)),
        lines=list(lines.select_related("writer", "community")),
    )


def _walking(person: Person) -> list[Walking]:
    own = Accompaniment.objects.now().filter(person=person, role=Role.MENTOR)
    rows = Accompaniment.objects.now().filter(
        role=Role.FACILITATOR, community__in=own.values("community")
    )
    found: defaultdict[Person, list[Community]] = defaultdict(list)
    for row in rows.select_related("person", "community__area").order_by(
        "person__display_name", "community__name", "pk"
    ):
        found[row.person].append(row.community)
    return [Walking(facilitator, communities) for facilitator, communities in found.items()]
