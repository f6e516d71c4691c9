"""Sealed letters in bad luck and among bad will, through the real engine.

Measured by ``tests/simulation``; ``KINBRIDGE_SEEDS`` says how many, if not 20,000, and
``KINBRIDGE_MINUTES`` after how long to stop, if not at the end.
"""

import json
import os
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

FIGURES = Path(".build/escalation")
CALM, LATE = 60, 24 * 60  # minutes


def measure() -> Iterator[str]:
    """Run them side by side, then add up what each batch came to."""
    seeds = os.environ.get("KINBRIDGE_SEEDS") or "20000"
    for old in FIGURES.glob("*.json"):
        old.unlink()
    failed = _run(seeds)
    total: Counter[str] = Counter()
    minutes: list[float] = []
    broken: list[str] = []
    for path in sorted(FIGURES.glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        total.update(told["counts"])
        minutes += told["minutes"]
        broken += told["broken"]
    yield "**Something did not hold.**" if failed or broken else "All invariants held."
    yield ""
    if failed is None:
        yield f"Stopped after {os.environ['KINBRIDGE_MINUTES']} minutes: {total['seeds']} of "
        yield f"{seeds} seeds had been run by then, and only these are counted."
        yield ""
    yield from (f"- {what}" for what in broken)
    yield from (f"- {name}: {n}" for name, n in sorted(total.items()))
    if minutes:
        middle = statistics.median(minutes)
        yield f"- minutes until somebody accepted, in the middle: {middle:.0f}"
        yield f"- accepted within an hour: {_share(minutes, CALM)}"
        yield f"- accepted within a day: {_share(minutes, LATE)}"
    yield ""
    yield "*Silent* counts a living phone that had not alarmed its person, with nobody at work."
    yield "That it is none is largely the phone's own alarm; the figures of delay and of who"
    yield "accepts are those of assumed people, not of real ones."


def _run(seeds: str) -> bool | None:
    """Whether a test failed; None, if ``KINBRIDGE_MINUTES`` were over before all had run."""
    limit = os.environ.get("KINBRIDGE_MINUTES")
    with subprocess.Popen(
        [sys.executable, "-m", "pytest", "tests/simulation", "-q", "-n", "2"],
        env={**os.environ, "KINBRIDGE_SEEDS": seeds},
    ) as running:
        try:
            return running.wait(timeout=60 * float(limit) if limit else None) != 0
        except subprocess.TimeoutExpired:
            running.terminate()
            return None


def _share(minutes: list[float], within: float) -> str:
    return f"{100 * sum(m <= within for m in minutes) / len(minutes):.1f} %"
