"""``kinbridge check``: whether all is well, and whether real work would be safe."""

from argparse import Namespace

from django.core.checks import CheckMessage, Error
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError
from django.utils import timezone

from kinbridge.config.checks_of_referrals import faults_of_referrals
from kinbridge.config.checks_of_store import pending
from kinbridge.config.environment import EX_CONFIG
from kinbridge.config.starting import faults, told
from kinbridge.config.telling import complain, say


def _would_letters_arrive() -> list[CheckMessage]:
    """What to know beforehand about sealed referrals, where there is a database to ask."""
    try:
        return [] if pending() else list(faults_of_referrals(at=timezone.now()))
    except DatabaseError:
        return []


def run(chosen: Namespace) -> int:
    """Django's checks; with ``--production`` ours too."""
    try:
        call_command("check")
    except SystemCheckError as problem:
        complain(str(problem))
        return 1
    if not chosen.production:
        for fault in _would_letters_arrive():
            say(told(fault))
        return 0
    found = faults()
    for fault in found:
        say(told(fault))
    errors = [fault for fault in found if isinstance(fault, Error)]
    if errors:
        complain(f"{len(errors)} to mend before real work begins.")
        return EX_CONFIG
    say("Ready for real work, as far as a program can tell. docs/operator.md tells the rest.")
    return 0
