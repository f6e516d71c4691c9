"""Delays that grow with failures. Nobody is ever locked out."""

from datetime import datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kinbridge.foundation.errors import Refusal
from kinbridge.foundation.transactions import whole
from kinbridge.people.models import Failures

FREE = 5
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
QUIET = timedelta(days=1)


class PleaseWait(Refusal):
    """Too many failures lately; ``seconds`` are left to wait."""

    status = 429
    title = _("Please wait a little")

    def __init__(self, wait: timedelta) -> None:
        self.seconds = max(1, round(wait.total_seconds()))
        super().__init__(_said(self.seconds))


def _said(seconds: int) -> str:
    if seconds <= 90:  # noqa: PLR2004 - up to here people count in seconds
        return ngettext(
            "That did not fit several times. Please wait %(n)d second, then try again.",
            "That did not fit several times. Please wait %(n)d seconds, then try again.",
            seconds,
        ) % {"n": seconds}
    minutes = -(-seconds // 60)
    return ngettext(
        "That did not fit several times. Please wait %(n)d minute, then try again.",
        "That did not fit several times. Please wait %(n)d minutes, then try again.",
        minutes,
    ) % {"n": minutes}


def wait_after(*, n_failed: int) -> timedelta:
    """How long to wait after so many failures: five are free, then it doubles to an hour."""
    if n_failed < FREE:
        return timedelta(0)
    return min(FIRST_WAIT * (1 << min(n_failed - FREE, 16)), LONGEST_WAIT)


@whole
def begin_attempt(*, digest: str, at: datetime) -> Failures:
    """Count an attempt as failed before it is judged, so that many at once cannot slip by.

    Raises: PleaseWait; then nothing is counted, and nothing may be judged.
    """
    Failures.objects.get_or_create(digest=digest, defaults={"last_at": at})
    row = Failures.objects.select_for_update().get(digest=digest)
    if at - row.last_at >= QUIET:
        row.n_failed = 0
    left = row.last_at + wait_after(n_failed=row.n_failed) - at
    if row.n_failed and left > timedelta(0):
        raise PleaseWait(left)
    row.n_failed, row.last_at = row.n_failed + 1, at
    row.save(update_fields=["n_failed", "last_at"])
    return row


@whole
def attempt_succeeded(*, attempt: Failures, forget: bool) -> None:
    """Take back the attempt counted; ``forget`` the failures before it too.

    They are forgotten where only this person could have made them: on a device of their own,
    or after the passphrase.
    """
    row = Failures.objects.filter(pk=attempt.pk)
    if forget:
        row.delete()
    else:
        row.filter(n_failed__gt=0).update(n_failed=F("n_failed") - 1)


@whole
def forget_failures(*, at: datetime) -> int:
    """Delete what a quiet day has made meaningless. Returns how many."""
    gone, _kinds = Failures.objects.filter(last_at__lte=at - QUIET).delete()
    return gone
