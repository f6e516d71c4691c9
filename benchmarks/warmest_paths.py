"""The warmest path and the coverage of a nation: 100,000 communities, 1,000,000 ties

A made-up nation of 120,000 communities and helpers (``benchmarks/ways``). Each question goes
from a community to an office of its chiefdom, its district or the nation, any of them as likely
as another; *told* is what a page asks: the path, its ties and helpers. PostgreSQL runs durably,
as it comes. *Work* is what the processor did for it, of this process and of the one of
PostgreSQL that answers, whatever else the machine did meanwhile. All of it on this machine, one
after the other; nothing is kept in memory between two questions but what the database keeps.
"""

import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.days.apart import asked
from tests.postgres import postgres

LIMITS = {"SQLite": 30, "PostgreSQL": 60}
MOST_SECONDS = 0.5
HEAD = ("median", "p95", "p99")


def measure() -> Iterator[str]:
    """Both databases, then the libraries that hold the graph in memory."""
    load, cores = os.getloadavg()[0], os.cpu_count()
    yield f"- load of the machine when it began: {load:.1f} on {cores} cores"
    yield ""
    yield (
        "| | ms: "
        + " | ms: ".join(HEAD)
        + " | limit of p95 | work, ms: median | work, ms: p95 |"
    )
    yield "|---|---:|---:|---:|---|---:|---:|"
    with tempfile.TemporaryDirectory() as folder, postgres(durable=True) as url:
        data = Path(folder)
        found = {
            "SQLite": asked(data, "benchmarks.ways.measured", "measured"),
            "PostgreSQL": asked(
                data,
                "benchmarks.ways.measured",
                "measured",
                DATABASE_URL=url.replace("/kinbridge?", "/postgres?"),
            ),
        }
        for name, told in found.items():
            yield _row(f"{name}: the paths", told["alone"], LIMITS[name])
            yield _row(f"{name}: told, as on a page", told["told"], LIMITS[name])
        ours = found["SQLite"]["found"]
        pairs = ",".join(f"{one}:{other}" for one, other, *_rest in ours)
        others = asked(data, "benchmarks.ways.in_memory", "compared", pairs)
    for name in ("networkx", "rustworkx"):
        yield _row(f"{name}, one chain of any length, in memory", others[name], None)
    yield ""
    yield from _compared(found, others, ours)


def _row(name: str, took: dict[str, Sequence[float]], limit: int | None) -> str:
    told = [_ms(took["seconds"], share) for share in (0.5, 0.95, 0.99)]
    worked = [_ms(took["worked"], share) for share in (0.5, 0.95)]
    verdict = "" if limit is None else f"{limit} ms{' **MISSED**' if told[1] > limit else ''}"
    cells = [*(f"{ms:.1f}" for ms in told), verdict, *(f"{ms:.1f}" for ms in worked)]
    return f"| {name} | {' | '.join(cells)} |"


def _ms(seconds: Sequence[float], share: float) -> float:
    return 1000 * seconds[int(len(seconds) * share)]


def _compared(
    found: dict[str, Any], others: dict[str, Any], ours: list[list[Any]]
) -> Iterator[str]:
    both = [found["SQLite"]["found"], found["PostgreSQL"]["found"]]
    same = sum(one[2] == other[2] for one, other in zip(*both, strict=True))
    yield f"- both databases find a path of the same warmth: {same:,} of {len(ours):,}"
    reached = [row for row in ours if row[2] is not None]
    n_ties = [len(row[3]) for row in reached]
    yield (
        f"- a path of at most four ties was found for {len(reached):,} of {len(ours):,}; of "
        + (", ".join(f"{n} ties {n_ties.count(n):,}" for n in sorted(set(n_ties))))
    )
    costs = list(zip(others["networkx"]["costs"], (row[2] for row in ours), strict=False))
    cheaper = sum(theirs is not None and mine != theirs for theirs, mine in costs)
    agree = others["networkx"]["costs"] == others["rustworkx"]["costs"]
    yield f"- networkx and rustworkx agree with one another: {'yes' if agree else 'no'}"
    yield (
        f"- the first {len(costs)} beside networkx: as warm for {len(costs) - cheaper}; for "
        f"{cheaper} a longer chain, or ties that a community keeps to itself, cost another sum"
    )
    yield f"- memory that networkx takes: {others['networkx_mb']:.0f} MB; ours: none"
    yield ""
    for name, told in found.items():
        covered = told["coverage"]
        middle = covered["seconds"][len(covered["seconds"]) // 2]
        verdict = " **MISSED**" if middle > MOST_SECONDS else ""
        yield (
            f"- coverage of the nation, {name}: {middle:.2f} s (limit {MOST_SECONDS} s)"
            f"{verdict}, {covered['worked'][2]:.2f} s of work, "
            f"after {covered['read']:.1f} s of reading all {told['ties']:,} ties; "
            f"{covered['reached']:,} communities have a way to an office of the nation"
        )
    yield f"- load of the machine when it ended: {os.getloadavg()[0]:.1f}"
    yield f"- scipy, without a limit of ties: {others['scipy']:.2f} s"
    yield (
        "- checked against every path there is: 1,000 random small graphs with parallel ties, "
        "in `tests/journeys/test_warmest_paths.py`, on both databases"
    )
