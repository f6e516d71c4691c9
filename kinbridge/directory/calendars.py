"""The time and the public holidays of a country."""

from datetime import date, datetime
from functools import lru_cache
from importlib import resources
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo

import holidays
from django.conf import settings
from django.utils import timezone

from kinbridge.directory.models import Helper
from kinbridge.directory.opening import Calendar, Now, kept, open_now

# Which zones a country has: the table of the IANA time zone database.
_TABLE = "zone.tab"


def is_open(helper: Helper, at: datetime | None = None) -> Now:
    """Whether a helper is there now, by its opening hours."""
    at = at or timezone.now()
    return open_now(kept(helper.opening), at, calendar_of(helper.area.country.code, at.year))


def calendar_of(country: str, year: int) -> Calendar:
    """Time and holidays around the turn of this year; a country that nobody knows has none."""
    return Calendar(zone_of(country), _holidays(country, year))


@lru_cache(maxsize=256)
def _holidays(country: str, year: int) -> dict[str, str]:
    try:
        found = holidays.country_holidays(country, years=[year, year + 1])
    except NotImplementedError:
        return {}
    return {day.isoformat(): name for day, name in found.items() if isinstance(day, date)}


@lru_cache(maxsize=256)
def zone_of(country: str) -> ZoneInfo:
    """The time zone of a country that has one; for others, the operator's own setting."""
    zones = _zones().get(country, [])
    return ZoneInfo(zones[0] if len(zones) == 1 else settings.TIME_ZONE)


@lru_cache(maxsize=1)
def _zones() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in _table().splitlines():
        if not line.startswith("#"):
            code, _position, zone, *_comment = line.split("\t")
            found.setdefault(code, []).append(zone)
    return found


def _table() -> str:
    for folder in TZPATH:
        path = Path(folder) / _TABLE
        if path.is_file():
            return path.read_text(encoding="utf-8")
    try:
        return (resources.files("tzdata") / "zoneinfo" / _TABLE).read_text(encoding="utf-8")
    except (ModuleNotFoundError, FileNotFoundError):
        return ""
