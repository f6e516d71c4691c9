"""Measures on the database it is given: warmest paths and coverage, one after the other."""

import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection

from benchmarks.ways.nation import Nation
from kinbridge.community.models import Community
from kinbridge.directory.models import Helper
from kinbridge.linkage import coverage
from kinbridge.linkage.models import Tie
from kinbridge.linkage.paths import paths_to
from kinbridge.linkage.warmest import warmest

ASKED = 1_000
BEFORE = 20  # not counted: the first ones find cold caches


def measured() -> dict[str, Any]:
    """Milliseconds of each, sorted; and what was found, to be compared."""
    begun = time.perf_counter()
    nation = Nation()
    nation.make()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    made = time.perf_counter() - begun
    pairs = _pairs(nation)
    processor = _Processor()
    alone, told = processor.timed(warmest, pairs), processor.timed(paths_to, pairs)
    found = []
    for community, helper in pairs:
        rows = warmest(community, helper)
        found.append([community.pk, helper.pk, *(rows[0] if rows else (None, []))])
    return {
        "made": made,
        "ties": Tie.objects.count(),
        "alone": alone,
        "told": told,
        "found": found,
        "coverage": _covered(nation),
    }


class _Processor:
    """Counts seconds on the clock and, as others may use the machine too, those that the
    processor worked: for us, and for the process of PostgreSQL that answers us."""

    def __init__(self) -> None:
        self.server: Path | None = None
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                self.server = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")

    def worked(self) -> float:
        """Seconds of work so far."""
        theirs = int(self.server.read_text().split()[0]) / 1e9 if self.server else 0.0
        return time.process_time() + theirs

    def timed(
        self, ask: Callable[[Community, Helper], Any], pairs: list[tuple[Community, Helper]]
    ) -> dict[str, list[float]]:
        """Seconds of each question, sorted, but for the first."""
        clock, work = [], []
        for community, helper in pairs:
            begun, worked = time.perf_counter(), self.worked()
            ask(community, helper)
            clock.append(time.perf_counter() - begun)
            work.append(self.worked() - worked)
        return {"seconds": sorted(clock[BEFORE:]), "worked": sorted(work[BEFORE:])}


def _pairs(nation: Nation) -> list[tuple[Community, Helper]]:
    """Communities, each with an office of its chiefdom, its district or the nation."""
    chance = random.Random(7)
    told = []
    for _n in range(BEFORE + ASKED):
        n = chance.randrange(len(nation.communities))
        here, district = nation._near(n % len(nation.chiefdoms))
        target = chance.choice(chance.choice([here, district, nation.offices[0]]))
        told.append((Community(pk=nation.communities[n]), Helper(pk=target)))
    return told


def _covered(nation: Nation) -> dict[str, Any]:
    """Seconds to read all ties and to look how far they reach to offices of the nation."""
    begun = time.perf_counter()
    ties = coverage.read()
    read = time.perf_counter() - begun
    offices = nation.offices[0]
    seconds, worked = [], []
    for _n in range(5):
        begun, began = time.perf_counter(), time.process_time()
        reached = coverage.warmth(ties, offices)
        seconds.append(time.perf_counter() - begun)
        worked.append(time.process_time() - began)
    return {
        "read": read,
        "seconds": sorted(seconds),
        "worked": sorted(worked),
        "reached": len(reached),
    }
