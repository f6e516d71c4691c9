"""The engine beside the pages: a thread of ``serve``, or ``kinbridge escalate``."""

import logging
from dataclasses import dataclass
from datetime import datetime
from threading import Event, Thread
from uuid import UUID, uuid5

from django.conf import settings
from django.db import close_old_connections, connections
from django.utils import timezone

from kinbridge.notices.models import Channel, Kind
from kinbridge.notices.operations import notify, queue_notice
from kinbridge.referral.models import FocalPoint
from kinbridge.referral.operations.engine import AT_ONCE, EVERY, run_once, watch

log = logging.getLogger("kinbridge")
NAMESPACE = UUID("3f1d6a52-6c0e-4c83-9b6e-0d1f5a7c2e90")


@dataclass(frozen=True)
class ByNotices:
    """The ways out of the house: the duty number, and whatever else somebody confirmed. All
    of them carry the one neutral text."""

    def call(
        self, point: FocalPoint, *, channel: str, key: str, is_urgent: bool, at: datetime
    ) -> None:
        kind = Kind.URGENT if is_urgent else Kind.MESSAGE
        if channel == "sms":
            self._to_duty_number(point, uuid5(NAMESPACE, key), kind, at)
        else:
            notify(key=uuid5(NAMESPACE, key), person=point.person, kind=kind, at=at)

    def greet(self, point: FocalPoint, *, key: str, at: datetime) -> None:
        self._to_duty_number(point, uuid5(NAMESPACE, key), Kind.HEARTBEAT, at)

    def warn(self, *, key: str, at: datetime) -> None:
        for to in settings.OPERATORS:
            channel = Channel.EMAIL if "@" in to else Channel.SMS
            queue_notice(
                key=uuid5(NAMESPACE, f"{key}:{to}"),
                channel=channel,
                to=to,
                kind=Kind.URGENT,
                at=at,
            )

    def _to_duty_number(self, point: FocalPoint, key: UUID, kind: Kind, at: datetime) -> None:
        queue_notice(
            key=key,
            channel=Channel.SMS,
            to=point.phone,
            kind=kind,
            at=at,
            language=point.person.language,
            person=point.person,
        )


def climb(stop: Event, *, watching: bool = False) -> None:
    """Run the engine until told to stop; or, ``watching``, look whether it runs. Trouble is
    logged, and the next look tries again."""
    do = watch if watching else run_once
    while not stop.is_set():
        try:
            close_old_connections()  # raises, too, while the database is away
            moved = do(at=timezone.now(), transport=ByNotices())
            if not watching and moved >= AT_ONCE:
                continue  # more is due than one look takes up
        except Exception:
            log.exception("The ladder could not be looked at; it is tried again")
        stop.wait(EVERY.total_seconds())
    connections.close_all()


def begin(stop: Event) -> Thread:
    """Run the engine beside the pages, in a thread of its own."""
    thread = Thread(target=climb, args=[stop], name="ladder", daemon=True)
    thread.start()
    return thread
