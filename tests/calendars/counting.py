"""An SMS gateway that counts what it is handed: an adapter like any other."""

from collections import Counter
from datetime import timedelta
from typing import ClassVar

from django.http import HttpRequest

from kinbridge.notices.gateways.protocol import Accepted, Incoming, NotOurs, Outcome, Outgoing


class Counting:
    """Takes everything, and tells how often."""

    name = "counting"
    asks_after: timedelta | None = None
    sent: ClassVar[Counter[str]] = Counter()

    def missing(self) -> list[str]:
        return []

    def send(self, outgoing: Outgoing) -> Outcome:
        self.sent[outgoing.key] += 1
        return Accepted()

    def message_in(self, request: HttpRequest) -> Incoming:
        raise NotOurs

    def report_in(self, request: HttpRequest) -> bool | None:
        raise NotOurs

    def ask(self, gateway_id: str) -> bool | None:
        return None
