"""Measures on the database it is given: warmest paths and coverage, one after the other."""

import random
import time
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
    alone, told, found = [], [], []
    for community, helper in pairs:
        begun = time.perf_counter()
        rows = warmest(community, helper)
        alone.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        paths_to(community, helper)
        told.append(time.perf_counter() - begun)
        found.append([community.pk, helper.pk, *(rows[0] if rows else (None, []))])
    return {
        "made": made,
        "ties": Tie.objects.count(),
        "alone": sorted(alone[BEFORE:]),
        "told": sorted(told[BEFORE:]),
        "found": found,
        "coverage": _covered(nation),
    }


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
    seconds = []
    for _n in range(5):
        begun = time.perf_counter()
        reached = coverage.warmth(ties, offices)
        seconds.append(time.perf_counter() - begun)
    return {"read": read, "seconds": sorted(seconds), "reached": len(reached)}
