"""Two thousand letters in bad luck and among bad will, through the real engine.

``KINBRIDGE_SEEDS`` says how many; a seed that failed once stands in ``seeds.txt`` for ever.
"""

import json
import os
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection

from kinbridge.referral import ladder
from kinbridge.referral.models import SubmissionToken
from kinbridge.referral.operations import climbing
from tests.room import Officer, Sender
from tests.simulation.runs import Outcome, run
from tests.simulation.world import World

BATCHES = 16
SEEDS = int(os.environ.get("KINBRIDGE_SEEDS") or 2000)
FIGURES = Path(".build/escalation")
FAILED_ONCE = [
    int(line) for line in (Path(__file__).parent / "seeds.txt").read_text().split() if line
]


def told(outcomes: list[Outcome], name: str) -> Counter[str]:
    """Add them up, keep the figures for whoever prints them, fail with what broke."""
    total: Counter[str] = Counter()
    for outcome in outcomes:
        total.update(outcome.counts)
    minutes = [o.minutes_to_accept for o in outcomes if o.minutes_to_accept is not None]
    FIGURES.mkdir(parents=True, exist_ok=True)
    broken = [f"seed {o.seed}: {failure}" for o in outcomes for failure in o.failures]
    kept = {"counts": total, "minutes": sorted(minutes), "broken": broken}
    (FIGURES / f"{name}.json").write_text(json.dumps(kept))
    assert broken == []
    return total


@pytest.mark.parametrize("batch", range(BATCHES))
def test_no_letter_is_lost_in_silence(
    batch: int, officers: dict[str, Officer], phone: Sender
) -> None:
    n = SEEDS if connection.vendor == "sqlite" else min(SEEDS, 64)
    seeds = [*range(batch, n, BATCHES), *(FAILED_ONCE if batch == 0 else [])]
    total = told([run_with_token(seed, officers, phone) for seed in seeds], f"batch-{batch}")
    assert total["silent"] == 0
    assert total["slots for the excluded"] == 0
    assert total["captured"] == 0


def run_with_token(seed: int, officers: dict[str, Officer], phone: Sender) -> Outcome:
    """The token of the letter before is forgotten, as if the phone had fetched new ones."""
    SubmissionToken.objects.update(used_on=None)
    return run(seed, officers, phone)


def test_the_same_seed_comes_to_the_same(officers: dict[str, Officer], phone: Sender) -> None:
    for seed in range(12):
        first = run_with_token(seed, officers, phone)
        assert first.digest == run_with_token(seed, officers, phone).digest


def test_one_recipient_and_one_message_would_lose_letters(
    officers: dict[str, Officer], phone: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: the same worlds, the first recipient told once by one way, no
    alarm on the phone. The harness sees letters lost in silence."""
    all_left = ladder._to_call

    def only_the_first(standing: ladder.Standing) -> list[ladder.Holder]:
        first = [h for h in all_left(standing) if h.pk == standing.holders[0].pk]
        return first if standing.rungs <= 1 else []

    def nothing(*_told: object) -> None:
        pass

    monkeypatch.setattr(ladder, "_to_call", only_the_first)
    monkeypatch.setattr(climbing, "CHANNELS", ("push",))
    monkeypatch.setattr(World, "alarm", nothing)
    monkeypatch.setattr(World, "looks_around", nothing)
    outcomes = [run_with_token(seed, officers, phone) for seed in range(40)]
    assert sum(outcome.counts["silent"] for outcome in outcomes) > 8
    assert any("I2" in failure for o in outcomes for failure in o.failures)
