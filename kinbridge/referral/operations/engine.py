"""The engine that climbs all ladders, and the watch-dog that notices when it is silent.

It keeps nothing in memory: whatever is due stands in the database. So it may die at any
moment, and run twice at once.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Protocol

from django.db import DatabaseError

from kinbridge.foundation.transactions import whole
from kinbridge.referral.content import Urgency
from kinbridge.referral.models import FocalPoint, Pulse, Referral, Step
from kinbridge.referral.operations.climbing import advance

log = logging.getLogger("kinbridge")

EVERY = timedelta(seconds=10)
SILENT = timedelta(minutes=5)
TOLD_AGAIN = timedelta(minutes=10)
JITTER = timedelta(minutes=1)  # clocks are set by so much without anybody noticing
AT_ONCE = 200  # letters a run
ENGINE, WATCH, DAILY = "engine", "watch", "daily"


class Transport(Protocol):
    """How a fixed, neutral text reaches somebody. It says nothing and is told nothing."""

    def call(
        self, point: FocalPoint, *, channel: str, key: str, is_urgent: bool, at: datetime
    ) -> None:
        """Hand on that something waits. The same key again is the same message."""

    def greet(self, point: FocalPoint, *, key: str, at: datetime) -> None:
        """Hand on the daily message, which comes whether or not anything waits."""

    def warn(self, *, key: str, at: datetime) -> None:
        """Tell the operator that the engine is silent."""


def run_once(*, at: datetime, transport: Transport) -> int:
    """Do what is due, and hand on what is written. Returns how many letters moved.

    What fails is tried again at the next run: nothing is taken from the list before it is
    done.
    """
    last = pulses()
    if ENGINE in last and at < last[ENGINE] - JITTER:  # the clock was set back
        wind_again(at=at)
    moved = sum(_advance(referral, at) for referral in Referral.objects.due(at)[:AT_ONCE])
    send(at=at, transport=transport)
    if DAILY not in last or abs(at - last[DAILY]) >= timedelta(days=1):
        _greet(at, transport)
    if ENGINE not in last or abs(at - last[ENGINE]) >= JITTER:
        beat(name=ENGINE, at=at)
    return moved


def pulses() -> dict[str, datetime]:
    """When each part of the machine last ran."""
    return dict(Pulse.objects.values_list("name", "last_at"))


def _advance(referral: Referral, at: datetime) -> bool:
    try:
        return advance(referral=referral, at=at)
    except DatabaseError:
        log.warning("A letter could not be looked at; it will be at the next run.")
        return False


@whole
def wind_again(*, at: datetime) -> int:
    """The clock was set back: look at every open letter now, whatever was planned. Returns
    how many."""
    return Referral.objects.open().filter(next_at__gt=at).update(next_at=at)


@whole
def beat(*, name: str, at: datetime) -> None:
    """Say that this part of the machine has run."""
    Pulse.objects.update_or_create(name=name, defaults={"last_at": at})


def send(*, at: datetime, transport: Transport) -> int:
    """Hand on the calls that have not left yet: for one person and channel one message, for
    whatever waits there. Returns how many messages."""
    n = 0
    for steps in _together():
        first = steps[0]
        assert first.slot is not None  # noqa: S101 - a call is to somebody
        key = f"call:{first.channel}:{first.pk}"
        is_urgent = any(step.referral.urgency == Urgency.NOW for step in steps)
        transport.call(
            first.slot.focal_point, channel=first.channel, key=key, is_urgent=is_urgent, at=at
        )
        mark_sent(steps=steps, at=at)
        n += 1
    return n


def _together() -> Iterator[list[Step]]:
    waiting: defaultdict[tuple[int, str], list[Step]] = defaultdict(list)
    rows = Step.objects.to_send().select_related("referral", "slot__focal_point__person")
    for step in rows:
        if step.slot is not None:
            waiting[step.slot.focal_point_id, step.channel].append(step)
    yield from waiting.values()


@whole
def mark_sent(*, steps: list[Step], at: datetime) -> None:
    """These calls have been handed on."""
    Step.objects.filter(pk__in=[step.pk for step in steps]).update(sent_at=at)


def _greet(at: datetime, transport: Transport) -> None:
    """Once a day everybody gets the same short message, so that silence is noticed and
    traffic says nothing."""
    for point in FocalPoint.objects.in_use().select_related("person"):
        transport.greet(point, key=f"daily:{at.date()}:{point.key}", at=at)
    beat(name=DAILY, at=at)


def watch(*, at: datetime, transport: Transport) -> bool:
    """The watch-dog, best in another process: is the engine silent, or something left lying?
    Then everybody on duty is called, whatever it is, and the operator is told. Returns
    whether it barked."""
    last = pulses()
    is_silent = ENGINE not in last or abs(at - last[ENGINE]) > SILENT
    if not is_silent and not Referral.objects.due(at - SILENT).exists():
        return False
    if WATCH in last and abs(at - last[WATCH]) < TOLD_AGAIN:
        return True
    key = f"watch:{at:%Y-%m-%dT%H:%M}"
    if Referral.objects.open().exists():
        for point in FocalPoint.objects.in_use().select_related("person"):
            told = f"{key}:{point.key}"
            transport.call(point, channel="sms", key=told, is_urgent=True, at=at)
    transport.warn(key=key, at=at)
    beat(name=WATCH, at=at)
    return True
