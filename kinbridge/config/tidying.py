"""Forgetting what is past its day: at every start, and daily (``docs/retention.md``)."""

from argparse import Namespace

from django.core.management import call_command
from django.utils import timezone

from kinbridge.community.operations import sweep_files
from kinbridge.config.telling import say
from kinbridge.journal.operations import forget_traces
from kinbridge.journal.readings import KEPT as READINGS_KEPT
from kinbridge.journal.readings import STREAM as READINGS
from kinbridge.mentoring.operations import forget_openings_and_lines
from kinbridge.notices.operations import forget_notices
from kinbridge.office.operations import forget_links
from kinbridge.people.operations.account import blank_closed_accounts
from kinbridge.people.operations.attempts import forget_failures
from kinbridge.referral.operations import count_past, erase_letters, forget_old
from kinbridge.sync.operations import forget_holdings


def tidy() -> dict[str, int]:
    """Delete what is past its day. Returns how much of each."""
    now = timezone.now()
    call_command("clearsessions", verbosity=0)
    return {
        "failed attempts": forget_failures(at=now),
        "one-time links": forget_links(at=now),
        "names of closed accounts": blank_closed_accounts(at=now),
        "notices and messages": forget_notices(at=now),
        "openings and shared lines": forget_openings_and_lines(at=now),
        "sealed letters": erase_letters(at=now),
        "referrals of a year ago": count_past(at=now),
        "tokens and old keys": forget_old(at=now),
        "readings of long ago": forget_traces(stream=READINGS, before=now - READINGS_KEPT),
        "what phones hold": forget_holdings(at=now),
        "files that belong to nothing": sweep_files(at=now),
    }


def run(_told: Namespace) -> int:
    """Tidy, and tell what went."""
    for what, n_gone in tidy().items():
        say(f"{what}: {n_gone} forgotten")
    return 0
