"""``kinbridge escalate``: the engine that climbs ladders, or its watch-dog, on its own."""

import signal
from argparse import Namespace
from threading import Event

from django.utils import timezone

from kinbridge.config.starting import refuse_unsafe
from kinbridge.config.telling import say
from kinbridge.referral.operations import run_once, watch
from kinbridge.referral.running import ByNotices, climb


def run(told: Namespace) -> int:
    """Once, or until told to stop."""
    if told.once:
        do = watch if told.watch else run_once
        done = do(at=timezone.now(), transport=ByNotices())
        say("It is silent." if told.watch and done else f"Looked; {int(done)} moved.")
        return 1 if told.watch and done else 0
    refuse_unsafe()
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    say("Watching the ladder." if told.watch else "Climbing the ladder.")
    climb(stop, watching=told.watch)
    return 0
