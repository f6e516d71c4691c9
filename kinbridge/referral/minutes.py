"""Moments to the minute, and epochs of thirty days, as letters and statements write them."""

from datetime import UTC, date, datetime, timedelta

FIRST_DAY = date(2026, 1, 1)
EPOCH = timedelta(days=30)
GRACE = timedelta(days=14)  # so long after its epoch a key still opens


def as_minute(at: datetime) -> str:
    """2026-11-25T10:00Z: nobody needs the second, and it would tell more."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")


def from_minute(told: str) -> datetime:
    """Raises: ValueError for any other spelling."""
    at = datetime.strptime(told, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
    if as_minute(at) != told:
        raise ValueError("another spelling")
    return at


def epoch_at(at: datetime) -> int:
    """The number of the epoch in which this moment lies."""
    return (at.astimezone(UTC).date() - FIRST_DAY) // EPOCH


def first_day(epoch: int) -> date:
    """The day on which an epoch begins."""
    return FIRST_DAY + epoch * EPOCH


def is_over(epoch: int, at: datetime) -> bool:
    """Whether nobody should seal for this epoch any more, nor still be able to open it."""
    return at.astimezone(UTC).date() >= first_day(epoch + 1) + GRACE
