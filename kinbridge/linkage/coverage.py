"""How far the ties of a whole nation reach: which communities have a way to an office.

In rounds over arrays, each tie in each round: at most four ties, of parallel ones the
warmest, which no search for shortest paths without a limit of ties can tell. A way begins with
ties that the community told itself and goes on over shared ones. Needs the extra ``analysis``.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from kinbridge.linkage.warmest import COST, MOST_TIES

NEVER = np.int32(1_000_000)
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Ties:
    """All ties as columns: by whom told, between whom (0: people of the community), cost."""

    community: Numbers
    knower: Numbers
    helper: Numbers
    cost: Numbers
    is_shared: NDArray[np.bool_]


def read() -> Ties:
    """Read every tie there is. One query."""
    costs = " ".join(f"WHEN '{how!s}' THEN {cost}" for how, cost in COST.items())
    asked = f"""
        SELECT community_id, COALESCE(knower_id, 0), helper_id, CASE how_well {costs} END,
               CASE WHEN is_shared THEN 1 ELSE 0 END
          FROM linkage_tie"""  # noqa: S608 - our own words only
    with connection.cursor() as cursor:
        cursor.execute(asked)
        rows = np.array(cursor.fetchall(), dtype=np.int64).reshape(-1, 5)
    community, knower, helper, cost, shared = rows.T
    return Ties(community, knower, helper, cost, shared.astype(bool))


def warmth(ties: Ties, offices: Collection[int]) -> dict[int, int]:
    """What the warmest way to any of these offices costs each community that has one."""
    if not ties.community.size or not offices:
        return {}
    helpers = np.unique(np.concatenate([ties.helper, ties.knower, np.array([*offices])]))
    to_office = _to_office(ties, helpers, np.array([*offices]))
    own = ~(ties.is_shared & (ties.knower > 0))
    return _from_communities(ties, own, helpers, to_office)


def _to_office(ties: Ties, helpers: Numbers, offices: Numbers) -> list[NDArray[np.int32]]:
    """For 0, 1, 2, 3 shared ties at most: what it costs each helper to reach an office."""
    shared = ties.is_shared & (ties.knower > 0)
    one = np.searchsorted(helpers, ties.knower[shared])
    other = np.searchsorted(helpers, ties.helper[shared])
    cost = ties.cost[shared].astype(np.int32)
    reached = np.full(helpers.size, NEVER, dtype=np.int32)
    reached[np.searchsorted(helpers, offices)] = 0
    rounds = [reached]
    for _n in range(MOST_TIES - 1):
        rounds.append(_relaxed(rounds[-1], one, other, cost))
    return rounds


def _relaxed(
    reached: NDArray[np.int32], one: Numbers, other: Numbers, cost: NDArray[np.int32]
) -> NDArray[np.int32]:
    """One tie further, in both directions."""
    further = reached.copy()
    np.minimum.at(further, one, reached[other] + cost)
    np.minimum.at(further, other, reached[one] + cost)
    return further


def _from_communities(
    ties: Ties, own: NDArray[np.bool_], helpers: Numbers, to_office: list[NDArray[np.int32]]
) -> dict[int, int]:
    """By what people know: at once over shared ties, or first over ties between helpers that
    their community keeps to itself."""
    from_people = own & (ties.knower == 0)
    told, place = np.unique(ties.community[from_people], return_inverse=True)
    helper = np.searchsorted(helpers, ties.helper[from_people])
    cost = ties.cost[from_people].astype(np.int32)
    best = np.full(told.size, NEVER, dtype=np.int32)
    np.minimum.at(best, place, cost + to_office[MOST_TIES - 1][helper])
    kept = own & (ties.knower > 0) & np.isin(ties.community, told)
    pairs, one, other = _pairs(ties, kept, told, helpers)
    if pairs.size:
        keys = place * helpers.size + helper
        at = np.minimum(np.searchsorted(pairs, keys), pairs.size - 1)
        is_pair = pairs[at] == keys
        reached = np.full(pairs.size, NEVER, dtype=np.int32)
        np.minimum.at(reached, at[is_pair], cost[is_pair])
        for n in range(2, MOST_TIES + 1):
            reached = _relaxed(reached, one, other, ties.cost[kept].astype(np.int32))
            whole = reached + to_office[MOST_TIES - n][pairs % helpers.size]
            np.minimum.at(best, pairs // helpers.size, whole)
    has_one = best < NEVER
    return dict(zip(told[has_one].tolist(), best[has_one].tolist(), strict=True))


def _pairs(
    ties: Ties, kept: NDArray[np.bool_], told: Numbers, helpers: Numbers
) -> tuple[Numbers, Numbers, Numbers]:
    """Each helper at an end of a tie that a community keeps to itself, with that community;
    and of each such tie which pairs it joins."""
    place = np.searchsorted(told, ties.community[kept]) * helpers.size
    ends = [np.searchsorted(helpers, end[kept]) for end in (ties.knower, ties.helper)]
    pairs, at = np.unique(np.concatenate([place + end for end in ends]), return_inverse=True)
    return pairs, at[: place.size], at[place.size :]
