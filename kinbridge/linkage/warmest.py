"""The warmest chains from a community to a helper: who knows somebody who knows them.

A chain of more than four ties is no introduction. So two ties from the community and one from
the helper are read, and ties between where these end only as far as they can still make a
warmer chain than those found without them. A chain goes by what the community told itself and
by ties between public offices (``Tie.is_shared``); never through another community.
"""

from collections.abc import Collection, Iterable, Iterator
from heapq import nsmallest

from django.db.models import Q, QuerySet

from kinbridge.community.models import Community
from kinbridge.directory.models import Helper
from kinbridge.linkage.models import Tie

A_FEW = 3
MOST_TIES = 4
# How much warmth a tie costs. Two who are close lead further than one who has heard of them.
COST: dict[str, int] = {
    Tie.HowWell.CLOSE: 1,
    Tie.HowWell.KNOWN: 2,
    Tie.HowWell.HEARD_OF: 4,
}
LEAST = min(COST.values())
TOO_MUCH = MOST_TIES * max(COST.values()) + 1

Costs = dict[int, int]  # what it costs to come to each of these helpers
Steps = dict[int, Costs]  # the same, from each of some helpers
Chain = tuple[int, tuple[int, ...]]  # what it costs in all, and its helpers in order


def warmest(
    community: Community, helper: Helper, *, avoid: Collection[int] = (), most: int = A_FEW
) -> list[Chain]:
    """The few warmest chains; of equally warm ones the shortest. Three queries at most."""
    goal = helper.pk
    avoided = {*avoid} - {goal}
    first = _by_people(community, avoided)
    steps = _steps(community, avoided, {*first, goal})
    back = steps.pop(goal, {})
    ahead = {one: steps[one] for one in first.keys() & steps.keys()}
    found = _few(most, _of_three_ties(goal, first, ahead, back))
    limit = found[-1][0] if len(found) == most else TOO_MUCH
    middle = _steps(community, avoided, *_worth_joining(goal, first, ahead, back, limit))
    return _few(most, [*found, *_of_four_ties(goal, first, ahead, middle, back)])


def _few(most: int, chains: Iterable[Chain]) -> list[Chain]:
    return nsmallest(most, chains, key=lambda chain: (chain[0], len(chain[1]), chain[1]))


def _by_people(community: Community, avoided: Collection[int]) -> Costs:
    """Whom people here know."""
    known: Costs = {}
    ties = Tie.objects.filter(community=community, knower=None)
    for helper, how_well in ties.values_list("helper", "how_well"):
        if helper not in avoided:
            known[helper] = min(COST[how_well], known.get(helper, TOO_MUCH))
    return known


def _steps(
    community: Community,
    avoided: Collection[int],
    some: Collection[int],
    others: Collection[int] | None = None,
) -> Steps:
    """Who of ``others`` (or of all) knows some helpers or is known to them; of parallel ties
    the warmest counts. One query; none, if there is nobody to ask for."""
    if not some or (others is not None and not others):
        return {}
    may = Tie.objects.filter(Q(is_shared=True) | Q(community=community), knower__isnull=False)
    steps: Steps = {}
    for near, far, how_well in _in_both_directions(may, some, others):
        if far not in avoided and far != near:
            known = steps.setdefault(near, {})
            known[far] = min(COST[how_well], known.get(far, TOO_MUCH))
    return steps


def _in_both_directions(
    ties: QuerySet[Tie], some: Collection[int], others: Collection[int] | None
) -> Iterable[tuple[int, int, str]]:
    """Each direction is read from an index of its own, and from nothing but it."""
    told, back = ties.filter(knower__in=some), ties.filter(helper__in=some)
    if others is not None:
        told, back = told.filter(helper__in=others), back.filter(knower__in=others)
    ends = told.values_list("knower", "helper", "how_well")
    return ends.union(back.values_list("helper", "knower", "how_well"), all=True)


def _of_three_ties(goal: int, first: Costs, ahead: Steps, back: Costs) -> Iterator[Chain]:
    """All chains of one, two or three ties."""
    for one, cost in first.items():
        if one == goal:
            yield cost, (goal,)
        elif one in back:
            yield cost + back[one], (one, goal)
    for one, known in ahead.items():
        for other in known.keys() & back.keys():
            yield first[one] + known[other] + back[other], (one, other, goal)


def _worth_joining(
    goal: int, first: Costs, ahead: Steps, back: Costs, limit: int
) -> tuple[Collection[int], Collection[int]]:
    """Those after two ties and those before the last between whom a tie can still make a
    chain that costs less than ``limit``."""
    second: Costs = {}
    for one, known in ahead.items():
        for other, cost in known.items():
            second[other] = min(first[one] + cost, second.get(other, TOO_MUCH))
    second.pop(goal, None)
    spare = limit - LEAST
    dearest = spare - min(back.values(), default=limit)
    dearest_back = spare - min(second.values(), default=limit)
    return (
        [other for other, cost in second.items() if cost < dearest],
        [last for last, cost in back.items() if cost < dearest_back],
    )


def _of_four_ties(
    goal: int, first: Costs, ahead: Steps, middle: Steps, back: Costs
) -> Iterator[Chain]:
    """All chains that ``middle`` joins."""
    for one, known in ahead.items():
        for other in known.keys() & middle.keys():
            so_far = first[one] + known[other]
            for last, cost in middle[other].items():
                if last not in {one, goal}:
                    yield so_far + cost + back[last], (one, other, last, goal)
