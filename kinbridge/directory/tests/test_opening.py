"""Opening hours are read as people write them, and answer: is it open now?"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from kinbridge.directory.calendars import calendar_of, zone_of
from kinbridge.directory.opening import (
    A_DAY,
    Calendar,
    IsOpen,
    NoOpeningHours,
    Opening,
    Span,
    normal,
    open_now,
    parse,
)

SL = "SL"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Mo-Fr 08:00-16:00", "Mo-Fr 08:00-16:00"),
        ("monday – friday: 8–12, 14.30–17h00", "Mo-Fr 08:00-12:00,14:30-17:00"),
        ("Mon 8-16\nSat, Sun 9:00-12:00", "Mo 08:00-16:00; Sa,Su 09:00-12:00"),
        ("Fr-Mo 20:00-06:00", "Mo,Fr-Su 20:00-06:00"),
        ("0:00-24:00; PH closed", "Mo-Su 00:00-24:00; PH off"),
        ("24/7", "24/7"),
        ("Tu 8-16; PH open; UTC+5:30", "Tu 08:00-16:00; PH open; UTC+5:30"),
        ("We 8-9; UTC-3", "We 08:00-09:00; UTC-3"),
        ("", ""),
    ],
)
def test_hours_are_read_as_people_write_them(written: str, kept: str) -> None:
    assert normal(written) == kept
    assert normal(kept) == kept


def test_days_are_read_in_the_readers_language() -> None:
    with override("ar"):
        assert normal("الاثنين-الجمعه 8:00–16:00") == "Mo-Fr 08:00-16:00"


@pytest.mark.parametrize(
    "written", ["mornings", "Mo 8", "Mo-Fr 8-25", "Xy 8-9", "Mo 8:70-9", "PH maybe", "T 8-9"]
)
def test_what_is_no_opening_hour_is_refused_with_an_example(written: str) -> None:
    with pytest.raises(NoOpeningHours, match=r"Mo-Fr 8:00-16:00"):
        parse(written)


@pytest.mark.parametrize(
    ("hours", "at", "answer"),
    [
        ("Mo-Fr 08:00-16:00", "2026-11-25 07:59", IsOpen.NO),
        ("Mo-Fr 08:00-16:00", "2026-11-25 08:00", IsOpen.YES),
        ("Mo-Fr 08:00-16:00", "2026-11-25 16:00", IsOpen.NO),
        ("We 20:00-06:00", "2026-11-26 05:59", IsOpen.YES),
        ("We 20:00-06:00", "2026-11-25 05:59", IsOpen.NO),
        ("Su 20:00-06:00", "2026-11-30 02:00", IsOpen.YES),
        ("We 00:00-24:00", "2026-11-25 23:59", IsOpen.YES),
        ("24/7", "2026-04-27 03:00", IsOpen.YES),
        ("", "2026-11-25 08:00", IsOpen.UNKNOWN),
        # Independence Day of Sierra Leone
        ("Mo-Fr 08:00-16:00", "2026-04-27 10:00", IsOpen.ASK),
        ("Mo-Fr 08:00-16:00; PH off", "2026-04-27 10:00", IsOpen.NO),
        ("Mo-Fr 08:00-16:00; PH open", "2026-04-27 10:00", IsOpen.YES),
        ("Mo-Fr 08:00-16:00; UTC+3", "2026-11-25 06:00", IsOpen.YES),
    ],
)
def test_whether_it_is_open_now(hours: str, at: str, answer: IsOpen) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)  # Freetown lies at UTC
    assert open_now(parse(hours), moment, calendar_of(SL, 2026)).is_open == answer


def test_the_next_opening_skips_days_off_and_the_end_of_a_night_is_the_next_day() -> None:
    calendar = calendar_of(SL, 2026)
    before = datetime(2026, 4, 26, 12, tzinfo=UTC)  # Sunday; Monday is a holiday
    closed = open_now(parse("Mo-Fr 08:00-16:00; PH off"), before, calendar)
    assert closed.next_at == datetime(2026, 4, 28, 8, tzinfo=UTC)
    night = open_now(parse("We 20:00-06:00"), datetime(2026, 11, 26, 1, tzinfo=UTC), calendar)
    assert night.until == datetime(2026, 11, 26, 6, tzinfo=UTC)
    never = open_now(Opening((Span((), 0, 1),)), before, calendar)
    assert never.next_at is None


def test_a_country_has_its_own_time_and_one_with_many_the_operators() -> None:
    assert zone_of("KE") == ZoneInfo("Africa/Nairobi")
    assert str(zone_of("CD")) == str(zone_of("XX"))  # two zones; no such country
    assert calendar_of("XX", 2026).holidays == {}


spans = st.builds(
    Span,
    days=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    opens=st.integers(0, A_DAY - 1),
    closes=st.integers(0, A_DAY),
)
openings = st.builds(
    Opening,
    spans=st.lists(spans, max_size=4).map(tuple),
    holidays=st.sampled_from([None, True, False]),
)


@given(openings, st.integers(0, 2 * 365 * A_DAY))
def test_what_is_kept_says_the_same_as_what_was_read(opening: Opening, minute: int) -> None:
    again = parse(str(opening))
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    calendar = Calendar(UTC)
    assert str(again) == str(opening)
    assert open_now(again, moment, calendar) == open_now(opening, moment, calendar)
    answer = open_now(opening, moment, calendar)
    if answer.until:
        assert answer.is_open != IsOpen.NO
        assert answer.until > moment
    if answer.next_at:
        assert open_now(opening, answer.next_at, calendar).is_open != IsOpen.NO
