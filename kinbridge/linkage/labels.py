"""Where the names of helpers stand: beside their shapes, never over one another.

Each name has several places around its shape, each with a cost; a search takes the cheapest
that leave every name free, and says so where there are none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kinbridge.linkage.boxes import Box, Point
from kinbridge.linkage.words_on_paper import broadest

GAP = 5.0  # between a shape and its name
AIR = 3.0  # between two names
STEPS = 3000  # of the search, before it gives up
CROSSED, INWARD, BROKEN = 6.0, 4.0, 0.4  # what is paid: a strand crossed, facing in, lines

Strand = tuple[Point, Point]


@dataclass(frozen=True)
class Spot:
    """A shape that wants a name: where it is, which way is out, how its name may break."""

    at: Point
    half: float
    outward: Point
    ways: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Label:
    """A name in its place: ``x`` and ``anchor`` hold for all lines, each with its own y."""

    x: float
    anchor: str
    lines: tuple[tuple[float, str], ...]
    box: Box


@dataclass(frozen=True)
class Sheet:
    """What is on the sheet already."""

    edge: Box
    taken: Sequence[Box]
    strands: Sequence[Strand]
    size: float
    leading: float
    is_rtl: bool = False


@dataclass(frozen=True)
class _Choice:
    """One place for one name, and its cost."""

    cost: float
    side: int
    box: Box
    way: tuple[str, ...] = field(default=())


def place(spots: Sequence[Spot], sheet: Sheet) -> tuple[float, tuple[Label, ...]] | None:
    """Names in their places and what that cost; none, if they do not all fit."""
    choices = [sorted(_choices(spot, sheet), key=_rank) for spot in spots]
    order = sorted(range(len(spots)), key=lambda n: (len(choices[n]), n))
    found = _search([choices[n] for n in order])
    if found is None:
        return None
    taken = dict(zip(order, _improved(found, [choices[n] for n in order]), strict=True))
    cost = sum(choice.cost for choice in taken.values())
    return cost, tuple(_label(taken[n], sheet) for n in range(len(spots)))


def _rank(choice: _Choice) -> tuple[float, float, float]:
    return (choice.cost, choice.box.top, choice.box.left)


def _choices(spot: Spot, sheet: Sheet) -> Iterator[_Choice]:
    """Every free place around a shape."""
    for n, way in enumerate(spot.ways):
        half_width = broadest(way, sheet.size) / 2
        half_height = len(way) * sheet.size * sheet.leading / 2
        for side, up, away in _AROUND:
            middle = _beside(spot, (side, up), away, half_width, half_height)
            box = Box.around(middle, half_width, half_height)
            if box.is_within(sheet.edge) and not box.meets_any(sheet.taken, AIR / 2):
                yield _Choice(_cost(spot, box, sheet) + BROKEN * n + away / 10, side, box, way)


# Around a shape: to which side, whether above or below, and how far off.
_AROUND = [
    (side, up, away)
    for away in (0.0, 7.0)
    for side, up in (
        (1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1),
    )
]  # fmt: skip


def _beside(
    spot: Spot, to: tuple[int, int], away: float, half_width: float, half_height: float
) -> Point:
    (x, y), (side, up) = spot.at, to
    clear = spot.half + GAP + away
    if not up:
        return x + side * (clear + half_width), y
    if not side:
        return x, y + up * (clear - 1 + half_height)
    near = spot.half * 0.6 + away
    return x + side * (near + half_width), y + up * (near + 2 + half_height)


def _cost(spot: Spot, box: Box, sheet: Sheet) -> float:
    crossed = sum(box.is_crossed_by(*strand) for strand in sheet.strands)
    x, y = (box.left + box.right) / 2 - spot.at[0], (box.top + box.bottom) / 2 - spot.at[1]
    length = (x * x + y * y) ** 0.5 or 1.0
    facing = (x * spot.outward[0] + y * spot.outward[1]) / length
    return CROSSED * crossed + INWARD * (1 - facing) / 2


def _search(choices: Sequence[Sequence[_Choice]]) -> list[_Choice] | None:
    """One place for each name, so that none meet: depth first, the cheapest first."""
    chosen: list[_Choice] = []
    tried = [0] * len(choices)
    for _step in range(STEPS):
        if len(chosen) == len(choices):
            return chosen
        n = len(chosen)
        free = _next_free(choices[n], tried[n], chosen)
        if free is not None:
            tried[n] = free + 1
            chosen.append(choices[n][free])
        elif not chosen:
            return None
        else:
            tried[n] = 0
            chosen.pop()
    return None


def _next_free(choices: Sequence[_Choice], start: int, chosen: Sequence[_Choice]) -> int | None:
    taken = [choice.box for choice in chosen]
    for n in range(start, len(choices)):
        if not choices[n].box.meets_any(taken, AIR):
            return n
    return None


def _improved(chosen: Sequence[_Choice], choices: Sequence[Sequence[_Choice]]) -> list[_Choice]:
    """The same, after each name has moved to the cheapest place that the others leave."""
    better = list(chosen)
    for _round in range(3):
        for n, others in enumerate(choices):
            rest = [choice for m, choice in enumerate(better) if m != n]
            free = _next_free(others, 0, rest)
            if free is not None:
                better[n] = others[free]
    return better


def _label(choice: _Choice, sheet: Sheet) -> Label:
    """Lines from the top of the box; text beside a shape begins or ends at the shape."""
    box = choice.box
    x = {1: box.left, -1: box.right, 0: (box.left + box.right) / 2}[choice.side]
    starts = 1 if not sheet.is_rtl else -1
    anchor = {starts: "start", -starts: "end", 0: "middle"}[choice.side]
    drop = sheet.size * sheet.leading
    baseline = box.top + drop / 2 + sheet.size * 0.35
    drawn = tuple((round(baseline + n * drop, 1), line) for n, line in enumerate(choice.way))
    return Label(round(x, 1), anchor, drawn, box)
