"""Nothing is lost, nothing counts twice, and all phones end with the same, with real browsers.

One seed alone: ``BAD_DAY=17 make test-browser ARGS="-k bad_days"``. All thirty, which take
several minutes: ``BAD_DAYS=30 make test-browser ARGS="-k bad_days"``.
"""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from benchmarks.days.apart import environment
from tests.browser.bad_days import BadDay, Field, gatherings
from tools.example_server import running

ONE_BY_ONE = [int(seed) for seed in os.environ.get("BAD_DAY", "").split()]
SEEDS = ONE_BY_ONE or range(int(os.environ.get("BAD_DAYS", "6")))


@pytest.fixture(scope="module")
def field(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Field]:
    data = tmp_path_factory.mktemp("bad-days")
    with running(data):
        pass  # the example is loaded
    made = Field(browser, data, tmp_path_factory.mktemp("phones"))
    yield made
    made.close()


counts: "Counter[str]" = Counter()
typed: list[str] = []


@pytest.mark.parametrize("seed", SEEDS)
def test_on_a_bad_day_nothing_is_lost_and_nothing_counts_twice(field: Field, seed: int) -> None:
    day = BadDay(field, seed, counts)
    try:
        day.run()
    finally:
        typed.extend(day.typed)
    assert day.breaches() == [], f"seed {seed}"


def test_after_all_bad_days_there_is_what_was_typed_and_the_journal_verifies(
    field: Field,
) -> None:
    assert gatherings(field.server) == len(typed)
    command = [sys.executable, "-m", "kinbridge.config.command", "journal", "verify"]
    done = subprocess.run(
        command, env=environment(field.server.data), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    if len(SEEDS) > len(BadDay(field, 0, counts).kinds()):
        assert all(counts[kind.__name__] for kind in BadDay(field, 0, counts).kinds())
