"""``kinbridge letters take-in``: after a backup was restored, or a second disk was added."""

from argparse import Namespace

from django.conf import settings
from django.utils import timezone

from kinbridge.config.telling import complain, say
from kinbridge.referral.operations import take_in_again


def take_in_letters() -> int:
    """Take in from the second disk what the database does not know. Returns how many were
    refused; tells only what there is to tell."""
    taken = take_in_again(at=timezone.now())
    if taken.n:
        say(f"{taken.n} sealed letters came back from the second disk; their ladders begin.")
    if taken.n_refused:
        complain(
            f"kinbridge: {taken.n_refused} letters of the second disk were not taken in: too "
            "few who could receive them are in use. Their senders' phones will alarm."
        )
    return taken.n_refused


def run(_told: Namespace) -> int:
    """Take in, and tell."""
    if not settings.SECOND_DISK:
        complain("kinbridge: there is no second disk: set KINBRIDGE_SECOND_DISK.")
        return 1
    refused = take_in_letters()
    say("What the second disk holds is in the database." if not refused else "Looked.")
    return 1 if refused else 0
