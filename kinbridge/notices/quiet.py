"""Hours in which people are left in peace."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings


def out_of_quiet(at: datetime, time_zone: str = "") -> datetime:
    """This moment, or the end of the quiet hours in which it lies, by the clock there."""
    first, last = settings.QUIET_HOURS
    there = at.astimezone(ZoneInfo(time_zone or settings.TIME_ZONE))
    hour = there.hour
    over_midnight = first > last
    is_quiet = hour >= first or hour < last if over_midnight else first <= hour < last
    if not is_quiet:
        return at
    day = there.date() + timedelta(days=1) if over_midnight and hour >= first else there.date()
    return datetime.combine(day, time(last), there.tzinfo).astimezone(UTC)
