"""Days as people tell them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from kinbridge.foundation.rough_dates import RoughDate, RoughDateField

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("rough", "sorts"),
    [
        (RoughDate(date(2025, 2, 3)), date(2025, 2, 3)),
        (RoughDate(None, "after the harvest 2025"), date(2025, 7, 1)),
        (RoughDate(None, "before the rains"), TODAY),
        (RoughDate(date(2025, 2, 3), "market day"), date(2025, 2, 3)),
    ],
)
def test_a_rough_date_sorts_where_people_would_look_for_it(
    rough: RoughDate, sorts: date
) -> None:
    assert rough.sorts_on(TODAY) == sorts


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        (["2019-05-01", ""], "May 1, 2019"),
        (["", "after the harvest"], "after the harvest"),
        (["2019-05-01", "market day"], "market day (May 1, 2019)"),
    ],
)
def test_a_day_words_or_both_are_taken(posted: list[str], said: str) -> None:
    assert str(RoughDateField().clean(posted)) == said


@pytest.mark.parametrize(
    "posted",
    [
        ["", ""],
        None,
        ["2019-02-30", ""],
        ["1749-01-01", ""],
        ["2999-01-01", ""],
        ["", "x" * 121],
    ],
)
def test_days_that_cannot_be_are_told(posted: list[str] | None) -> None:
    with pytest.raises(ValidationError):
        RoughDateField().clean(posted)


def test_a_plan_may_lie_ahead_and_an_optional_day_may_be_missing() -> None:
    assert RoughDateField(future=True).clean(["2999-01-01", ""]).on == date(2999, 1, 1)
    assert not RoughDateField(required=False).clean(["", ""])


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2025, 12, 31)), st.text(max_size=20))
def test_what_was_told_comes_back_from_its_columns(on: date, words: str) -> None:
    rough = RoughDate(on, words)
    columns = rough.columns(otherwise=TODAY)
    assert RoughDate(columns["when_on"], columns["when_words"]) == rough


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2025, 12, 30)))
def test_a_field_counts_as_touched_only_when_it_was(on: date) -> None:
    field = RoughDateField()
    seen = [on.isoformat(), ""]
    assert not field.has_changed(seen, list(seen))
    assert field.has_changed(seen, [(on + timedelta(days=1)).isoformat(), ""])
