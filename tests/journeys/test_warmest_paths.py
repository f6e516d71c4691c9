"""The warmest paths, compared with every path there is."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kinbridge.directory.models import Helper
from kinbridge.linkage import coverage
from kinbridge.linkage.models import Tie
from kinbridge.linkage.warmest import COST, warmest
from tests.cast import Cast

GRAPHS = 1_000
HELPERS = 7
PATHS = 5
MOST_TIES = 4
NEVER = 1_000
Told = tuple[int, int, str, bool, bool]  # from (0: people here), to, how well, ours, shared

ties = st.lists(
    st.tuples(
        st.integers(0, HELPERS),
        st.integers(1, HELPERS),
        st.sampled_from(Tie.HowWell.values),
        st.booleans(),
        st.booleans(),
    ).filter(lambda tie: tie[0] != tie[1]),
    max_size=26,
)


def helpers(cast: Cast) -> list[Helper]:
    """So many offices, made once."""
    fields = {"area": cast.district, "level": "district", "kind": "role", "formality": "formal"}
    return [Helper.objects.create(name=f"Office {n}", **fields) for n in range(1, HELPERS + 1)]


def tell(cast: Cast, offices: list[Helper], told: list[Told]) -> None:
    """Write all ties down anew."""
    Tie.objects.all().delete()
    Tie.objects.bulk_create(
        Tie(
            community=cast.community if ours else cast.other_community,
            knower=offices[one - 1] if one else None,
            who="" if one else "a teacher",
            helper=offices[other - 1],
            how_well=how,
            is_shared=bool(one) and shared,
        )
        for one, other, how, ours, shared in told
    )


def costs(told: list[Told]) -> dict[tuple[int, int], int]:
    """What it costs to go from one to the other, where the community may: the warmest tie."""
    found: dict[tuple[int, int], int] = {}
    for one, other, how, ours, shared in told:
        if ours or (one and shared):
            for ends in [(one, other), (other, one)][: 2 if one else 1]:
                found[ends] = min(found.get(ends, NEVER), COST[how])
    return found


def every_path(
    told: list[Told], target: int, avoid: set[int]
) -> list[tuple[int, int, tuple[int, ...]]]:
    """The oracle: all ways of at most four ties, nobody twice, each as warm as can be."""
    cost = costs(told)

    def go_on(path: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if path[-1] == target:
            yield path
        elif len(path) <= MOST_TIES:
            for one, other in cost:
                if one == path[-1] and other not in {*path, *avoid}:
                    yield from go_on((*path, other))

    found = [(sum(cost[ends] for ends in pairwise(way)), way[1:]) for way in go_on((0,))]
    return sorted((paid, len(way), way) for paid, way in found)


@pytest.fixture
def offices(cast: Cast) -> list[Helper]:
    return helpers(cast)


@settings(max_examples=GRAPHS, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    told=ties,
    target=st.integers(1, HELPERS),
    avoid=st.sets(st.integers(1, HELPERS), max_size=2),
)
def test_the_warmest_paths_are_those_found_by_looking_at_every_path(
    cast: Cast, offices: list[Helper], told: list[Told], target: int, avoid: set[int]
) -> None:
    tell(cast, offices, told)
    number = {office.pk: n for n, office in enumerate(offices, 1)}
    avoided = [offices[n - 1].pk for n in avoid]
    found = warmest(cast.community, offices[target - 1], avoid=avoided, most=PATHS)
    ways = [(paid, len(way), tuple(number[pk] for pk in way)) for paid, way in found]
    expected = every_path(told, target, avoid - {target})
    assert [way[:2] for way in ways] == [way[:2] for way in expected[:PATHS]]
    assert set(ways) <= set(expected)
    assert len(set(ways)) == len(ways)


def cheapest(told: list[Told], targets: set[int], at: int = 0, n: int = 0, on: int = 0) -> int:
    """The oracle of coverage: first ties that the community told, then shared ones."""
    if at in targets:
        return 0
    found = [NEVER]
    for one, other, how, ours, shared in told if n < MOST_TIES else ():
        is_shared = bool(one) and shared
        if (is_shared or ours) and is_shared >= on and at in {one, other} and (one or not at):
            further = cheapest(told, targets, one + other - at, n + 1, is_shared)
            found.append(COST[how] + further)
    return min(found)


@settings(max_examples=GRAPHS, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=ties, targets=st.sets(st.integers(1, HELPERS), min_size=1, max_size=3))
def test_the_coverage_of_a_nation_is_the_warmest_of_those_paths(
    cast: Cast, offices: list[Helper], told: list[Told], targets: set[int]
) -> None:
    tell(cast, offices, told)
    found = coverage.warmth(coverage.read(), [offices[n - 1].pk for n in targets])
    paid = cheapest(told, targets)
    assert found.get(cast.community.pk, NEVER) == min(paid, NEVER)
