"""Rounds of choosing with what was said in them, and the harms that were weighed."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from kinbridge.community.voices import Voice
from kinbridge.goals.models import Goal, Point, Round, SetAside
from kinbridge.learning.models import Harm
from kinbridge.people.models import Person

MOST = 24  # rounds on one page


@dataclass(frozen=True)
class Said:
    """What was said about a harm in a round."""

    harm: str
    words: str
    voice: Voice | None = None


@dataclass(frozen=True)
class RoundTold:
    """A round, what was said for and against, and what was set aside and why."""

    round: Round
    led_to_it: bool = True
    points_for: list[Said] = field(default_factory=list)
    points_against: list[Said] = field(default_factory=list)
    set_aside: list[Said] = field(default_factory=list)


def rounds_around(goal: Goal, person: Person) -> "QuerySet[Round]":
    """The latest rounds that led to a goal, and the latest held since.

    Those led to it that are told to be before it, or are about its harms.
    """
    about_its_harms = Point.objects.filter(round=OuterRef("pk"), harm__goals=goal)
    led = Q(when_sorts_on__lte=goal.when_sorts_on) | Q(Exists(about_its_harms))
    rounds = Round.objects.visible_to(person).filter(community=goal.community)
    latest = rounds.order_by("-when_sorts_on", "-pk").values("pk")
    either = Q(pk__in=latest.filter(led)[:MOST]) | Q(pk__in=latest.exclude(led)[:MOST])
    found: QuerySet[Round] = Round.objects.filter(either)
    return found.annotate(led_to_it=ExpressionWrapper(led, output_field=BooleanField()))


def told(rounds: "QuerySet[Round]") -> list[RoundTold]:
    """Rounds with their points, in the order in which they were held. One query."""
    rows = rounds.annotate(
        side=F("points__side"),
        said=F("points__words"),
        voice=F("points__voice"),
        harm=F("points__harm__words"),
    ).order_by("when_sorts_on", "pk", "points__pk")
    found: dict[int, RoundTold] = {}
    for row in rows:
        one = found.setdefault(row.pk, RoundTold(row, getattr(row, "led_to_it", True)))
        if row.side:
            points = one.points_for if row.side == Point.Side.FOR else one.points_against
            points.append(Said(row.harm, row.said, Voice(row.voice) if row.voice else None))
    return list(found.values())


def with_set_aside(rounds: list[RoundTold]) -> list[RoundTold]:
    """The same rounds, each with the harms that were set aside in it. One query."""
    by_pk = {one.round.pk: one for one in rounds}
    asides = SetAside.objects.filter(round__in=by_pk).select_related("harm").order_by("pk")
    for aside in asides:
        by_pk[aside.round_id].set_aside.append(Said(aside.harm.words, aside.why))
    return rounds


def harms_weighed(goal: Goal, rounds: Iterable[RoundTold]) -> list[Harm]:
    """The harms of a goal; and to each of the rounds the harms set aside in it. One query."""
    by_pk = {one.round.pk: one for one in rounds}
    chosen = Goal.harms.through.objects.filter(goal=goal, harm=OuterRef("pk"))
    weighed = Harm.objects.annotate(
        is_chosen=Exists(chosen), aside_in=F("set_aside__round"), why=F("set_aside__why")
    ).filter(Q(is_chosen=True) | Q(aside_in__in=by_pk))
    harms: dict[int, Harm] = {}
    for harm in weighed.order_by("pk", "set_aside__pk"):
        if harm.is_chosen:
            harms.setdefault(harm.pk, harm)
        if harm.aside_in in by_pk:
            by_pk[harm.aside_in].set_aside.append(Said(harm.words, harm.why))
    return list(harms.values())
