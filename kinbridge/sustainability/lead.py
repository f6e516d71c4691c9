"""The picture of how the lead moved: for each time that people told it, who carried how many
of the tasks. A square a task; nothing is added up, ranked or scored."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils.formats import date_format

from kinbridge.foundation.rough_dates import RoughDate
from kinbridge.sustainability.models import Carrier, Carrying, Task

MOST = 10  # columns: what a phone shows and a sheet prints
STEP = 18  # units from square to square
SQUARE = 14
COLUMN = 72
TOP, FOOT = 10, 40


@dataclass(frozen=True)
class Square:
    """A task of an activity, carried by somebody."""

    x: int
    y: int
    carrier: Carrier


@dataclass(frozen=True)
class Column:
    """How the tasks were carried at one time."""

    when: str
    short: str
    x: int
    counts: list[tuple[Carrier, int]]
    squares: list[Square]


@dataclass(frozen=True)
class Picture:
    """The columns, the earliest first, and the size of the drawing."""

    columns: list[Column]
    width: int
    height: int
    foot: int
    carriers: list[Carrier]


def picture(tellings: Iterable[Carrying], *, mirrored: bool = False) -> Picture | None:
    """Draw tellings (the earliest first); nothing, where nobody told. ``mirrored``: time runs
    from right to left, as the page does."""
    moments = _moments(tellings)[-MOST:]
    if not moments:
        return None
    tallest = max(sum(n for _c, n in counts) for _when, counts in moments)
    foot = TOP + tallest * STEP
    width = COLUMN * len(moments)
    columns = []
    for number, (when, counts) in enumerate(moments):
        place = len(moments) - 1 - number if mirrored else number
        x = place * COLUMN + COLUMN // 2
        columns.append(Column(str(when), _short(when), x, counts, _stacked(counts, x, foot)))
    shown = {carrier for column in columns for carrier, n in column.counts if n}
    return Picture(columns, width, foot + FOOT, foot, [c for c in Carrier if c in shown])


def _moments(tellings: Iterable[Carrying]) -> list[tuple[RoughDate, list[tuple[Carrier, int]]]]:
    """After all that was told of one time: how many tasks each carried."""
    now: dict[tuple[int, Task], Carrier] = {}
    found = []
    for _day, told in groupby(tellings, key=lambda one: one.when_sorts_on):
        together = list(told)
        for one in together:
            for task in Task:
                carrier = one.carrier(task)
                if carrier:
                    now[one.activity_id, task] = carrier
        carried = list(now.values())
        found.append((together[-1].when, [(c, carried.count(c)) for c in Carrier]))
    return found


def _stacked(counts: list[tuple[Carrier, int]], x: int, foot: int) -> list[Square]:
    """From the foot up: the community first, who is furthest last."""
    flat = [carrier for carrier, n in counts for _one in range(n)]
    left = x - SQUARE // 2
    return [Square(left, foot - (n + 1) * STEP, carrier) for n, carrier in enumerate(flat)]


def _short(when: RoughDate) -> str:
    return date_format(when.on, "M Y") if when.on else when.words
