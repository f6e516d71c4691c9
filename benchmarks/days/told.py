"""The day itself: 30 short records, then 60 edits, in 3 communities; and the 30 records of
the days before, which are on the server and on the phone already.

Two edits in three are about a record of the days before, one about a record of today that
has never been sent. Each touches one field, as edits do.
"""

import random
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.days.words import CORRECTED, PLACES, RECORDED

MORNING = datetime(2026, 3, 10, 7, 0, tzinfo=UTC)
KINDS = ["gathering", "harm", "finding", "gathering", "protective_practice"]
GROUPS = ["girls", "boys", "women", "men"]
MEETINGS = ["large_meeting", "small_group", "home_visit", "feedback", "planning"]


@dataclass(frozen=True)
class Record:
    """Something recorded about a community, as typed."""

    kind: str
    key: uuid.UUID
    community: int
    at: datetime
    fields: dict[str, Any]


@dataclass(frozen=True)
class Edit:
    """One field of a record, typed anew."""

    key: uuid.UUID
    of: Record
    at: datetime
    fields: dict[str, Any]
    base: int = 0
    after: list[uuid.UUID] = field(default_factory=list)


@dataclass(frozen=True)
class Day:
    """What was there before, and what the day brought."""

    communities: list[uuid.UUID]
    before: list[Record]
    records: list[Record]
    edits: list[Edit]


def day(seed: int = 3) -> Day:
    """The same day for the same seed, key for key."""
    chance = random.Random(seed)
    communities = [_key(chance) for _n in range(3)]
    before: list[Record] = []
    for n in range(30):
        before.append(_record(chance, n, MORNING - timedelta(days=9), before))
    records: list[Record] = []
    for n in range(30):
        records.append(_record(chance, n, MORNING, records))
    edits: list[Edit] = []
    for n in range(60):
        of = chance.choice(records if n % 3 == 0 else before)
        own = [edit for edit in edits if edit.of is of]
        at = MORNING + timedelta(hours=5, minutes=4 * n, seconds=chance.randrange(60))
        after = [edit.key for edit in own]
        edits.append(Edit(_key(chance), of, at, _touched(chance, of, n), after=after))
    return Day(communities, before, records, edits)


def _key(chance: random.Random) -> uuid.UUID:
    return uuid.UUID(int=chance.getrandbits(128), version=4)


def _record(chance: random.Random, n: int, morning: datetime, so_far: list[Record]) -> Record:
    """Three villages are walked through one after the other."""
    kind, community = KINDS[n % len(KINDS)], n // 10
    told = _gathering(chance, n) if kind == "gathering" else _words(chance, n, kind)
    met = [r.key for r in so_far if (r.kind, r.community) == ("gathering", community)]
    if kind in {"harm", "protective_practice"} and met:
        told["gathering"] = met[-1]
    at = morning + timedelta(minutes=9 * n, seconds=chance.randrange(60))
    return Record(kind, _key(chance), community, at, told)


def _gathering(chance: random.Random, n: int) -> dict[str, Any]:
    return {
        "kind": chance.choice(MEETINGS),
        "when_0": f"2026-03-{chance.randrange(1, 10):02}",
        "where": chance.choice(PLACES),
        "language": chance.choice(["Temne", "Krio", "Limba"]),
        **{group: str(chance.randrange(2, 30)) for group in GROUPS},
        "elders": str(chance.randrange(1, 6)),
        "what_was_said": RECORDED[n],
    }


def _words(chance: random.Random, n: int, kind: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "words": RECORDED[n],
        "voices": [group for group in GROUPS if chance.random() < 0.5] or ["elders"],
    }
    if kind == "protective_practice":
        told["who"] = chance.choice(["neighbours", "teachers", "the boatman", "elders"])
    return told


def _touched(chance: random.Random, of: Record, n: int) -> dict[str, Any]:
    if of.kind != "gathering":
        return {"words": CORRECTED[n]}
    if chance.random() < 0.4:
        return {chance.choice(GROUPS): str(chance.randrange(2, 30))}
    return {"what_was_said": CORRECTED[n]}
