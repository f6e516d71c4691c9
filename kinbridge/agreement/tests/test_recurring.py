"""Days that come round, as people say them and as calendars write them."""

from datetime import date, timedelta
from itertools import pairwise, takewhile

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from kinbridge.agreement.recurring import Pattern, Rule

NEW_YEAR = date(2024, 1, 1)


@pytest.mark.parametrize(
    ("rule", "text", "words", "days"),
    [
        (
            Rule("week", date(2026, 3, 1), every=2, weekday=5),
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA",
            "every 2 weeks on Saturday",
            ["2026-03-07", "2026-03-21", "2026-04-04"],
        ),
        (
            Rule("month_weekday", date(2026, 3, 1), weekday=5, nth=-1),
            "FREQ=MONTHLY;BYDAY=-1SA",
            "every month on the last Saturday",
            ["2026-03-28", "2026-04-25", "2026-05-30"],
        ),
        (
            Rule("month_day", date(2024, 1, 31), day=31, until_on=date(2024, 4, 1)),
            "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1;UNTIL=20240401",
            "every month on the date 31, until April 1, 2024",
            ["2024-01-31", "2024-02-29", "2024-03-31"],
        ),
        (
            Rule("month_day", date(2025, 2, 1), day=29),
            "FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1",
            "every month on the date 29",
            ["2025-02-28", "2025-03-29", "2025-04-29"],
        ),
    ],
)
def test_a_rule_as_calendars_and_people_say_it(
    rule: Rule, text: str, words: str, days: list[str]
) -> None:
    assert (rule.text, str(rule)) == (text, words)
    found = [day.isoformat() for day, _n in zip(rule.days(), range(3), strict=False)]
    assert found == days
    with translation.override("ar"):
        assert str(rule) != words


rules = st.builds(
    Rule,
    pattern=st.sampled_from(Pattern.values),
    begins_on=st.dates(NEW_YEAR, date(2027, 12, 31)),
    every=st.integers(1, 12),
    weekday=st.integers(0, 6),
    nth=st.sampled_from([1, 2, 3, 4, -1]),
    day=st.integers(1, 31),
)


@given(rules)
def test_no_month_and_no_week_is_left_out(rule: Rule) -> None:
    last = rule.begins_on + timedelta(days=800)
    days = list(takewhile(lambda day: day <= last, rule.days()))
    if rule.pattern == Pattern.WEEK:
        gaps = {(b - a).days for a, b in pairwise(days)}
        assert gaps == {7 * rule.every}
        assert {day.weekday() for day in days} == {rule.weekday}
        return
    months = [day.year * 12 + day.month for day in days]
    assert {b - a for a, b in pairwise(months)} == {rule.every}
    assert next(rule.days(days[1])) == days[1]
