"""What waits for a person today. A part that nobody above may look into says so from here,
so that the page of today can tell it without knowing where it comes from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Thing:
    """Something to look at: what, why, where it leads, and whose it is."""

    title: str
    why: str
    url: str
    where: str = ""


Looking = Callable[[Any], Iterator[Thing]]
_looking: dict[str, Looking] = {}


def look_for(deed: str, looking: Looking) -> None:
    """Tell whoever may do this deed what ``looking(person)`` finds, before all else."""
    _looking[deed] = looking


def found_for(person: Any) -> list[Thing]:
    """What the parts that registered find for this person."""
    return [
        thing for deed, look in _looking.items() if person.holds(deed) for thing in look(person)
    ]
