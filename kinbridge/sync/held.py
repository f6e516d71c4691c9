"""What a phone holds, by check sums: so that of a page only what became of its lines travels.

The server keeps no page and knows no phone: a cursor names what its bearer holds.
"""

import base64
import hashlib
import json
import zlib
from array import array
from dataclasses import dataclass, field
from datetime import datetime
from difflib import SequenceMatcher

from kinbridge.people.models import Person
from kinbridge.sync.models import Holding
from kinbridge.sync.operations import hold


@dataclass(frozen=True)
class Sums:
    """A page by the digest of all of it and the check sums of its lines."""

    digest: str
    lines: tuple[int, ...] = ()

    @classmethod
    def of(cls, digest: str, body: str) -> "Sums":
        return cls(digest, tuple(zlib.crc32(line.encode()) for line in body.split("\n")))


def became(old: Sums, body: str) -> list[list[int] | str]:
    """What became of the lines of a page: ``[start, count]`` of the old ones, or new words."""
    new = Sums.of("", body).lines
    words = body.split("\n")
    steps = SequenceMatcher(None, old.lines, new, autojunk=False).get_opcodes()
    return [
        [start, end - start] if step == "equal" else "\n".join(words[first:last])
        for step, start, end, first, last in steps
        if step != "delete"
    ]


@dataclass(frozen=True)
class Held:
    """The pages of a scope that a phone holds, by address."""

    pages: dict[str, Sums] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """The same for the same pages; none for none."""
        said = sorted((url, sums.digest) for url, sums in self.pages.items())
        return hashlib.sha256(repr(said).encode()).hexdigest()[:12] if said else ""

    def packed(self) -> bytes:
        """To be kept."""
        rows = {
            url: [sums.digest, base64.b64encode(array("I", sums.lines).tobytes()).decode()]
            for url, sums in self.pages.items()
        }
        return zlib.compress(json.dumps(rows).encode())

    @classmethod
    def unpacked(cls, told: bytes) -> "Held":
        """As it was packed."""
        rows = json.loads(zlib.decompress(told))
        return cls(
            {
                url: Sums(digest, tuple(array("I", base64.b64decode(lines))))
                for url, (digest, lines) in rows.items()
            }
        )


def held_of(person: Person, scope: str, digest: str) -> Held | None:
    """What a phone of this person holds that names it so; none, if that is forgotten."""
    if not digest:
        return Held()
    mine = Holding.objects.filter(person=person, scope=scope, digest=digest).first()
    return Held.unpacked(bytes(mine.pages)) if mine else None


def remember(held: Held, *, person: Person, scope: str, before: str, at: datetime) -> None:
    """Remember what a phone will hold; ``before`` names what it says that it holds now."""
    if held.pages and held.digest != before:
        hold(
            person=person, scope=scope, digest=held.digest, before=before,
            pages=held.packed(), at=at,
        )  # fmt: skip
