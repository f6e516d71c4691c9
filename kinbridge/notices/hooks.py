"""What parts above hang in here: who understands a message, who wants to know whether a
number still works. They register in their ``ready`` or ``operations``; this part does not
know them."""

from datetime import datetime
from typing import Protocol

from kinbridge.notices.models import Message


class Understands(Protocol):
    """Does what a message asks for, and says whether it was meant for it."""

    def __call__(self, *, message: Message, at: datetime) -> bool: ...


class Hears(Protocol):
    """Learns whether notices arrive at an address, and nothing of what they said."""

    def __call__(self, *, channel: str, to: str, arrives: bool, at: datetime) -> object: ...


_understanding: dict[str, Understands] = {}
_hearing: dict[str, Hears] = {}


def on_message(name: str, understands: Understands) -> None:
    """Offer each message that comes in to a part, in the order in which parts registered."""
    _understanding[name] = understands


def who_understands() -> list[tuple[str, Understands]]:
    """All that may understand a message."""
    return list(_understanding.items())


def on_address(name: str, hears: Hears) -> None:
    """Tell a part when nothing arrives at an address any more, and when something does."""
    _hearing[name] = hears


def tell_of_address(*, channel: str, to: str, arrives: bool, at: datetime) -> None:
    """A notice came back from there, or arrived."""
    for hears in _hearing.values():
        hears(channel=channel, to=to, arrives=arrives, at=at)
