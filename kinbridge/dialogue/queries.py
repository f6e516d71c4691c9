"""Shapes that pages need."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from kinbridge.community.models import Community
from kinbridge.dialogue.models import Dialogue, Position
from kinbridge.dialogue.sides import Side
from kinbridge.people.models import Person
from kinbridge.people.roles import Deed


@dataclass(frozen=True)
class SaidBy:
    """What one side said of one kind."""

    side: Side
    positions: list[Position]


@dataclass(frozen=True)
class Said:
    """Concerns, requests or offers: the community's, and beside them those of the others."""

    kind: Position.Kind
    community: SaidBy
    others: list[SaidBy]


def said_in(dialogue: Dialogue) -> list[Said]:
    """What each side said, kind by kind. One query."""
    said: defaultdict[tuple[str, str], list[Position]] = defaultdict(list)
    for position in Position.objects.filter(dialogue=dialogue).order_by("pk"):
        said[position.kind, position.side].append(position)
    first, *others = dialogue.sides_taking_part
    return [
        Said(
            kind,
            SaidBy(first, said[kind.value, first.key]),
            [SaidBy(side, said[kind.value, side.key]) for side in others],
        )
        for kind in Position.Kind
    ]


def dialogues_of(community: Community, person: Person) -> list[Dialogue]:
    """The dialogues of a community that the person may see, the latest first. Two queries."""
    seen = Dialogue.objects.visible_to(person).filter(goal__community=community)
    return list(seen.with_sides().order_by("-when_sorts_on", "-pk"))


def own_dialogues(person: Person) -> list[Dialogue]:
    """The open dialogues in which an official's office takes part. Two queries."""
    own = Dialogue.objects.of_office_of(person).filter(closing_words="")
    return list(own.with_sides().order_by("-when_sorts_on", "-pk"))


def open_dialogues(person: Person) -> QuerySet[Dialogue]:
    """The open dialogues of communities that a person accompanies, the latest first."""
    accompanied = Community.objects.visible_to(person, Deed.SEE_TALK).values("pk")
    own = Dialogue.objects.filter(goal__community__in=accompanied, closing_words="")
    own = own.filter(goal__closing__isnull=True).select_related("goal__community")
    return own.order_by("-when_sorts_on", "-pk")
