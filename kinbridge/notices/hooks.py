"""What parts above hang in here: who understands a message, who wants to know of a dead
number. They register in their ``ready`` or ``operations``; this part does not know them."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from kinbridge.notices.models import Message


class Understands(Protocol):
    """Does what a message asks for, and says whether it was meant for it."""

    def __call__(self, *, message: Message, at: datetime) -> bool: ...


Told = Callable[[str, str], object]

_understanding: dict[str, Understands] = {}
_told_of_dead: list[Told] = []


def on_message(name: str, understands: Understands) -> None:
    """Offer each message that comes in to a part, in the order in which parts registered."""
    _understanding[name] = understands


def who_understands() -> list[tuple[str, Understands]]:
    """All that may understand a message."""
    return list(_understanding.items())


def on_dead_address(told: Told) -> None:
    """Call ``told(channel, address)`` when nothing arrives at an address any more."""
    if told not in _told_of_dead:
        _told_of_dead.append(told)


def tell_of_dead(channel: str, address: str) -> None:
    """Nothing arrives there any more."""
    for told in _told_of_dead:
        told(channel, address)
