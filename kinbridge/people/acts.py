"""Who did it, and when: handed to every operation, never hidden in the air."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from kinbridge.people.models import Person


@dataclass(frozen=True)
class Base:
    """What the writer of a change had before them: a version, and own forms on their way."""

    version: int
    after: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Act:
    """One act of one person.

    ``at`` is when the form was filled in, by the device's clock: shown, never trusted for
    order. ``received_at`` is the server's clock. ``key`` was made on the device, counts
    once, and becomes the key of what the deed makes. ``source`` names where a worked
    example read it; ``illustrative`` says that nobody reported it. ``guard_passed`` says
    that the writer looked at marked words and kept them. ``is_reply``: an answer from a
    telephone or a link, where nobody was signed in; ``by`` then vouched for the address.
    """

    by: Person
    at: datetime
    received_at: datetime
    key: UUID = field(default_factory=uuid.uuid4)
    source: str = ""
    illustrative: bool = False
    guard_passed: bool = False
    is_reply: bool = False
