"""What an SMS gateway has to do for us, and what comes back from it.

An adapter is a class with ``name`` and these methods. ``KINBRIDGE_SMS_GATEWAY`` names one of
ours (``kannel``, ``rapidpro``) or the path of another (``package.module.Class``). It is made
without arguments and reads its settings; it keeps nothing between two calls.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from django.http import HttpRequest


@dataclass(frozen=True)
class Outgoing:
    """One message on its way: to whom, what, and where its delivery is to be reported."""

    key: str
    to: str
    words: str
    report_to: str = ""


@dataclass(frozen=True)
class Accepted:
    """The gateway took it. ``gateway_id`` is what the gateway calls it."""

    gateway_id: str = ""


@dataclass(frozen=True)
class TryAgain:
    """Nobody answered, or not now: it is tried again."""

    why: str


@dataclass(frozen=True)
class Refused:
    """It will never be taken; ``is_dead`` where the address itself is no good any more."""

    why: str
    is_dead: bool = False


Outcome = Accepted | TryAgain | Refused


@dataclass(frozen=True)
class Incoming:
    """A message that came in. ``gateway_id`` tells it from every other."""

    gateway_id: str
    sender: str
    words: str


class NotOurs(Exception):
    """A request that does not come from the gateway, or that says nothing we understand."""


class Gateway(Protocol):
    """An SMS gateway."""

    name: str
    # How long to wait before asking about a message; none, if the gateway reports by itself.
    asks_after: timedelta | None

    def missing(self) -> Sequence[str]:
        """The settings that it needs and does not have."""
        ...

    def send(self, outgoing: Outgoing) -> Outcome:
        """Hand over one message. Network troubles are told, never raised."""
        ...

    def message_in(self, request: HttpRequest) -> Incoming:
        """Read a message, having made sure that it comes from the gateway. Raises: NotOurs."""
        ...

    def report_in(self, request: HttpRequest) -> bool | None:
        """Read a delivery report: delivered, not delivered, or nothing final yet.

        Whose report it is stands in the address, which only we can make. Raises: NotOurs.
        """
        ...

    def ask(self, gateway_id: str) -> bool | None:
        """Ask how a message went, where ``asks_after`` says so: as ``report_in``."""
        ...
