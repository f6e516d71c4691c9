"""Bad lines, dying servers, wrong clocks, offices that change their mind: whatever happens,
nothing typed is lost, nothing counts twice, and everybody ends with the same."""

import logging
from collections.abc import Callable, Iterator

import pytest

from tests.cast import Cast
from tests.journeys.bad_servers import BREACH_OF, Patch, passes_over_deeds
from tests.journeys.many_days import Days, few_pages


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Defects are injected here by the hundred; their tracebacks tell nothing."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("first", range(0, 600, 50))  # 1,000, and longer ones: make bench
def test_on_bad_days_nothing_is_lost_and_nothing_counts_twice(cast: Cast, first: int) -> None:
    days = Days(cast, longest=11)
    for seed in range(first, first + 50):
        assert days.breaches(seed) == [], f"seed {seed}"
    assert days.counts["killed"]


def test_phones_of_one_person_end_with_the_same_pages(cast: Cast) -> None:
    days = Days(cast, keeps=True, longest=12)
    with few_pages():
        for seed in range(3):
            assert days.breaches(seed) == [], f"seed {seed}"


@pytest.mark.parametrize("does_wrong", BREACH_OF, ids=lambda does_wrong: does_wrong.__name__)
def test_a_server_that_does_it_wrong_would_be_seen(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, does_wrong: Callable[[Patch], None]
) -> None:
    does_wrong(monkeypatch.setattr)
    days = Days(cast, keeps=does_wrong is passes_over_deeds)
    with few_pages():
        assert any(
            breach.kind == BREACH_OF[does_wrong]
            for seed in range(40)
            for breach in days.breaches(seed)
        )
