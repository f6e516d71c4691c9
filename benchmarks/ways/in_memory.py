"""The same nation and the same questions to libraries that hold the whole graph in memory.

They look for the one cheapest chain, however long it is; ours for the few warmest of at most
four ties. Where their chain has at most four ties, both must cost the same.
"""

import resource
import time
from collections.abc import Callable
from typing import Any

import networkx
import numpy as np
import rustworkx
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from kinbridge.linkage import coverage

ASKED = 100
Edges = list[tuple[int, int, int]]


def compared(told: str) -> dict[str, Any]:
    """Milliseconds of each library, sorted, for the first of the pairs that were asked."""
    pairs = [tuple(map(int, pair.split(":"))) for pair in told.split(",")][:ASKED]
    ties = coverage.read()
    before = _megabytes()
    edges = _edges(ties)
    return {
        "networkx": _timed(_networkx(edges), pairs),
        "networkx_mb": _megabytes() - before,
        "rustworkx": _timed(_rustworkx(edges), pairs),
        "scipy": _scipy(edges, {to for _community, to in pairs}),
    }


def _edges(ties: coverage.Ties) -> Edges:
    """The warmest tie of each pair: people of a community (below zero) to a helper, helpers in
    both directions where the tie is shared."""
    cheapest: dict[tuple[int, int], int] = {}
    columns = (ties.community, ties.knower, ties.helper, ties.cost, ties.is_shared)
    for community, knower, helper, cost, shared in zip(
        *(column.tolist() for column in columns), strict=True
    ):
        if knower and not shared:
            continue
        ends = [(knower, helper), (helper, knower)] if knower else [(-community, helper)]
        for pair in ends:
            cheapest[pair] = min(cost, cheapest.get(pair, 99))
    return [(one, other, cost) for (one, other), cost in cheapest.items()]


def _networkx(edges: Edges) -> Callable[[int, int], int]:
    graph = networkx.DiGraph()
    graph.add_weighted_edges_from(edges)
    return lambda one, other: networkx.bidirectional_dijkstra(graph, -one, other)[0]


def _rustworkx(edges: Edges) -> Callable[[int, int], int]:
    graph = rustworkx.PyDiGraph()
    ends = {end for one, other, _cost in edges for end in (one, other)}
    number = dict(zip(ends, graph.add_nodes_from(list(ends)), strict=True))
    graph.add_edges_from([(number[one], number[other], cost) for one, other, cost in edges])

    def ask(one: int, other: int) -> int:
        end = number[other]
        found = rustworkx.dijkstra_shortest_path_lengths(graph, number[-one], float, goal=end)
        return int(found[end])

    return ask


def _scipy(edges: Edges, offices: set[int]) -> float:
    """Seconds of scipy from all offices, without a limit of ties; parallel ones are gone."""
    one, other, cost = np.array(edges).T
    ends, numbers = np.unique(np.concatenate([one, other]), return_inverse=True)
    start, to = numbers[: one.size], numbers[one.size :]
    turned = csr_matrix((cost.astype(float), (to, start)), shape=(ends.size, ends.size))
    begun = time.perf_counter()
    dijkstra(turned, indices=np.searchsorted(ends, sorted(offices)), min_only=True)
    return time.perf_counter() - begun


def _timed(ask: Callable[[int, int], int], pairs: list[Any]) -> dict[str, Any]:
    seconds: list[float] = []
    worked: list[float] = []
    costs: list[int | None] = []
    for one, other in pairs:
        begun, began = time.perf_counter(), time.process_time()
        try:
            costs.append(ask(one, other))
        except (networkx.NetworkXNoPath, networkx.NodeNotFound, KeyError, IndexError):
            costs.append(None)
        seconds.append(time.perf_counter() - begun)
        worked.append(time.process_time() - began)
    return {"seconds": sorted(seconds), "worked": sorted(worked), "costs": costs}


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
