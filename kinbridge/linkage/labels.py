"""Where the names of helpers stand: beside their shapes, never over one another.

Each name has several places around its shape, each with a cost; a search takes cheap ones
that leave every name free, and says so where there are none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import hypot, inf

from kinbridge.linkage.boxes import Box, Point
from kinbridge.linkage.words_on_paper import broadest

GAP = 5.0  # between a shape and its name
AIR = 4.0  # between two names
CLOSE = 13.0  # a name this close to another shape could be taken for its name
PLACES = 24  # for each name: the cheapest that are tried
STEPS = 1500  # of the search, before it gives up
# What is paid: for a strand or a ring crossed, for another shape close by, for facing
# inwards, for each further line, for each unit away.
CROSSED, RINGED, MISTAKEN, INWARD, BROKEN, AWAY = 7.0, 0.3, 3.0, 9.0, 0.5, 0.12

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
    shapes: Sequence[Box]
    strands: Sequence[Strand]
    middle: Point
    radii: Sequence[float]
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


class Names:
    """Names that want a place on a sheet."""

    def __init__(self, spots: Sequence[Spot], sheet: Sheet) -> None:
        self.sheet = sheet
        self.choices = [sorted(_choices(spot, sheet), key=_rank)[:PLACES] for spot in spots]

    @property
    def least(self) -> float:
        """What the names cost at least: each in its cheapest place."""
        return sum(some[0].cost if some else inf for some in self.choices)

    def placed(self) -> tuple[float, tuple[Label, ...]] | None:
        """Names in their places and what that cost; none, if they do not all fit."""
        found = _Search(self.choices).found()
        if found is None:
            return None
        return sum(one.cost for one in found), tuple(_label(one, self.sheet) for one in found)


def _rank(choice: _Choice) -> tuple[float, float, float]:
    return (choice.cost, choice.box.top, choice.box.left)


def _choices(spot: Spot, sheet: Sheet) -> Iterator[_Choice]:
    """Every free place around a shape."""
    others = [shape for shape in sheet.shapes if not shape.holds(spot.at)]
    for n, way in enumerate(spot.ways):
        half_width = broadest(way, sheet.size) / 2
        half_height = len(way) * sheet.size * sheet.leading / 2
        for to in _AROUND:
            x, y = _beside(spot, to, half_width, half_height)
            side, _up, away, raised = to
            if not side:
                x = min(max(x, sheet.edge.left + half_width), sheet.edge.right - half_width)
            box = Box.around((x, y), half_width, half_height)
            if box.is_within(sheet.edge) and not box.meets_any(sheet.taken, AIR / 2):
                off = AWAY * (away + abs(raised))
                cost = _cost(spot, box, others, sheet) + BROKEN * n + off
                yield _Choice(cost, side, box, way)


# Around a shape: to which side, whether above or below, and how far off; what stands beside
# it may also be raised or lowered a little.
_CORNERS = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1))
_AROUND = [(side, up, away, 0.0) for away in (0.0, 6.0, 12.0) for side, up in _CORNERS]
_AROUND += [(side, 0, 0.0, raised) for raised in (-10.0, 10.0) for side in (1, -1)]


def _beside(
    spot: Spot,
    to: tuple[int, int, float, float],
    half_width: float,
    half_height: float,
) -> Point:
    (x, y), (side, up, away, raised) = spot.at, to
    clear = spot.half + GAP + away
    if not up:
        return x + side * (clear + half_width), y + raised
    if not side:
        return x, y + up * (clear - 1 + half_height)
    near = spot.half * 0.6 + away
    return x + side * (near + half_width), y + up * (near + 2 + half_height)


def _cost(spot: Spot, box: Box, others: Sequence[Box], sheet: Sheet) -> float:
    crossed = sum(box.is_crossed_by(*strand) for strand in sheet.strands)  # its own too
    ringed = sum(box.is_met_by_circle(sheet.middle, radius) for radius in sheet.radii)
    mistaken = sum(box.meets(other, CLOSE) for other in others)
    x, y = box.middle[0] - spot.at[0], box.middle[1] - spot.at[1]
    facing = (x * spot.outward[0] + y * spot.outward[1]) / (hypot(x, y) or 1.0)
    return CROSSED * crossed + RINGED * ringed + MISTAKEN * mistaken + INWARD * (1 - facing) / 2


class _Search:
    """One place for each name, so that none meet: those with the fewest places left first."""

    def __init__(self, choices: Sequence[Sequence[_Choice]]) -> None:
        self.choices = choices
        self.steps = 0
        flat = [(n, m) for n, some in enumerate(choices) for m in range(len(some))]
        self.meets = {(n, m): self._met(n, m) for n, m in flat}

    def _met(self, n: int, m: int) -> list[int]:
        """For each name, the places (as bits) that meet this place of name ``n``."""
        box = self.choices[n][m].box
        return [
            0
            if other == n
            else sum(1 << k for k, one in enumerate(some) if box.meets(one.box, AIR))
            for other, some in enumerate(self.choices)
        ]

    def found(self) -> list[_Choice] | None:
        """The choices, in the order of the names; none, if there is no way to have them."""
        taken = self._from([(1 << len(some)) - 1 for some in self.choices], {})
        if taken is None:
            return None
        for _again in range(4):
            for n in taken:
                self._improve(n, taken)
        return [self.choices[n][taken[n]] for n in range(len(self.choices))]

    def _from(self, left: list[int], taken: dict[int, int]) -> dict[int, int] | None:
        self.steps += 1
        rest = [n for n in range(len(left)) if n not in taken]
        if not rest or self.steps > STEPS:
            return None if rest else taken
        n = min(rest, key=lambda name: (left[name].bit_count(), name))
        for m in _bits(left[n]):
            met = self.meets[n, m]
            after = [places & ~met[other] for other, places in enumerate(left)]
            if all(after[other] for other in rest):
                done = self._from(after, {**taken, n: m})
                if done is not None:
                    return done
        return None

    def _improve(self, n: int, taken: dict[int, int]) -> None:
        """Move a name to a cheaper place, and at most one other name out of its way."""
        for m in range(taken[n]):
            in_the_way = [
                other
                for other, place in taken.items()
                if other != n and self.meets[n, m][other] >> place & 1
            ]
            moved = {**taken, n: m}
            if len(in_the_way) == 1:
                moved = self._moved(in_the_way[0], moved)
            if len(in_the_way) <= 1 and self._cost(moved) < self._cost(taken):
                taken.update(moved)
                return

    def _moved(self, n: int, taken: dict[int, int]) -> dict[int, int]:
        """The same with name ``n`` in its cheapest free place, if it has one."""
        barred = 0
        for other, place in taken.items():
            barred |= self.meets[other, place][n] if other != n else 0
        free = (m for m in range(len(self.choices[n])) if not barred >> m & 1)
        found = next(free, None)
        return {} if found is None else {**taken, n: found}

    def _cost(self, taken: dict[int, int]) -> float:
        """What these places cost together; without any, more than anything."""
        return sum(self.choices[n][m].cost for n, m in taken.items()) if taken else inf


def _bits(places: int) -> Iterator[int]:
    """The numbers of the bits that are set, the lowest first."""
    while places:
        yield (places & -places).bit_length() - 1
        places &= places - 1


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
