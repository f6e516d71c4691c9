"""Where helpers stand: on which ring, in which direction, in how many rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, cos, floor, gcd, hypot, pi, sin

from kinbridge.linkage.boxes import Box, Point

WIDTH, MARGIN = 440.0, 4.0
CENTRE = 38.0  # radius of the community's own circle
INNERMOST, OUTERMOST = 72.0, 171.0
NODE, NUMBERED_NODE = 8.0, 10.5  # half the size of a shape
APART = 25.0  # between the middles of numbered shapes
NUMBER = 11.0  # size of its letters
NEVER_CLOSER = 0.7  # of the even share of directions, where the names of rings push
ROOMY = 0.12  # between two strands, as an angle
PHASES = tuple(0.5 + sign * k / 20 for k in range(9) for sign in (1, -1))  # of turned rows
ARRANGEMENTS = 12  # ways to go round that are tried


@dataclass(frozen=True)
class Named:
    """A helper to be drawn: on which ring, as what shape, with what line to the middle."""

    label: str
    ring: int
    formality: str
    state: str
    is_stale: bool = False  # nobody has looked lately whether its entry still holds


@dataclass(frozen=True)
class Node:
    """A helper on its ring, with its strand to the middle."""

    named: Named
    number: int
    x: float
    y: float
    half: float
    strand: tuple[float, float, float, float]

    @property
    def corner(self) -> Point:
        """Where its square begins."""
        return tidy(self.x - self.half * 0.9), tidy(self.y - self.half * 0.9)

    @property
    def side(self) -> float:
        """The side of its square, as large to the eye as the circle."""
        return tidy(self.half * 1.8)

    @property
    def diamond(self) -> str:
        """The corners of its diamond."""
        far = self.half * 1.2
        corners = ((0, -far), (far, 0), (0, far), (-far, 0))
        return " ".join(f"{tidy(self.x + x)},{tidy(self.y + y)}" for x, y in corners)

    @property
    def baseline(self) -> float:
        """Where its number stands."""
        return tidy(self.y + NUMBER * 0.36)

    @property
    def box(self) -> Box:
        """The room that its shape takes."""
        return Box.around((self.x, self.y), self.half * 1.2, self.half * 1.2)


@dataclass(frozen=True)
class Plan:
    """Where the middle is, where each ring runs, and on which rows its helpers stand."""

    width: float
    height: float
    middle: Point
    rows: tuple[tuple[float, ...], ...]
    column: float  # half the width at the top that is kept free for names of rings
    half: float
    is_rtl: bool

    def gap(self, radius: float) -> float:
        """The angle on either side of the top that is kept free."""
        return asin(min(0.97, self.column / radius))

    def at(self, radius: float, share: float) -> Point:
        """The point at this share of the way round, from the top on."""
        return self.turned(radius, self.angle(radius, share))

    def angle(self, radius: float, share: float) -> float:
        """The direction of this share of the way round."""
        gap = self.gap(radius)
        return gap + share * 2 * (pi - gap)

    def turned(self, radius: float, angle: float) -> Point:
        """The point at an angle from the top, clockwise (mirrored: against the clock)."""
        x = sin(angle) * radius * (-1 if self.is_rtl else 1)
        return self.middle[0] + x, self.middle[1] - cos(angle) * radius

    def node(self, named: Named, number: int, point: Point) -> Node:
        """A helper at a point, its strand ending at the community's circle."""
        x, y = point
        away = hypot(x - self.middle[0], y - self.middle[1])
        near = CENTRE / away
        ends = (
            self.middle[0] + (x - self.middle[0]) * near,
            self.middle[1] + (y - self.middle[1]) * near,
        )
        strand = (tidy(x), tidy(y), tidy(ends[0]), tidy(ends[1]))
        return Node(named, number, tidy(x), tidy(y), self.half, strand)


def spread(n: int, first: float, last: float) -> list[float]:
    """So many radii, evenly from the first to the last; a single one lies between."""
    if n == 1:
        return [(first + last) / 2]
    return [first + (last - first) * k / (n - 1) for k in range(n)]


def ways_round(n: int) -> list[tuple[int, int]]:
    """Ways to deal out n directions, as stride and start, so that neighbours in the list do
    not end up side by side; the most even first."""
    coprime = [k for k in range(1, max(n, 2)) if gcd(k, n) == 1] or [1]
    strides = sorted(coprime, key=lambda k: (abs(k - n * 0.382), k))[: ARRANGEMENTS // 3]
    ways = ((stride, start) for stride in strides for start in (0, n // 3, 2 * n // 3))
    return list(dict.fromkeys(ways))


def in_slots(plan: Plan, named: Sequence[Named], stride: int, start: int) -> tuple[Node, ...]:
    """Each helper in a direction of its own, so that no strand runs through a shape."""
    n = len(named)
    slots = [(start + k * stride) % n for k in range(n)]
    in_turn = sorted(range(n), key=slots.__getitem__)
    radii = [plan.rows[one.ring][0] for one in named]
    angles = _apart([plan.gap(radii[k]) for k in in_turn])
    turned = dict(zip(in_turn, angles, strict=True))
    return tuple(
        plan.node(one, k + 1, plan.turned(radii[k], turned[k])) for k, one in enumerate(named)
    )


def _apart(gaps: Sequence[float]) -> list[float]:
    """Angles one after the other, evenly, each as far from the top as its gap says."""
    n, least = len(gaps), min(gaps, default=0.0)
    even = 2 * (pi - least) / max(n, 1)
    angles = [max(least + even * (k + 0.5), gap) for k, gap in enumerate(gaps)]
    for k in range(1, n):
        angles[k] = max(angles[k], angles[k - 1] + even * NEVER_CLOSER)
    angles = [min(angle, 2 * pi - gap) for angle, gap in zip(angles, gaps, strict=True)]
    for k in reversed(range(n - 1)):
        angles[k] = min(angles[k], angles[k + 1] - even * NEVER_CLOSER)
    return angles


def rows_for(counts: Sequence[int], column: float) -> tuple[tuple[float, ...], ...]:
    """For each ring the radii of its rows: as many as its helpers need."""
    needed = [1] * len(counts)
    while True:
        total = sum(needed)
        outermost = max(
            WIDTH / 2 - NUMBERED_NODE * 1.2 - MARGIN, INNERMOST + APART * (total - 1)
        )
        radii = spread(total, INNERMOST, outermost)
        rows = _dealt(radii, needed)
        short = [
            n for n, row in enumerate(rows) if sum(_room(r, column) for r in row) < counts[n]
        ]
        if not short:
            return rows
        for n in short:
            needed[n] += 1


def _dealt(radii: Sequence[float], needed: Sequence[int]) -> tuple[tuple[float, ...], ...]:
    rows, start = [], 0
    for n in needed:
        rows.append(tuple(radii[start : start + n]))
        start += n
    return tuple(rows)


def _room(radius: float, column: float) -> int:
    """How many numbered shapes fit on a row."""
    open_arc = 2 * (pi - asin(min(0.97, column / radius)))
    return floor(open_arc * radius / APART)


def in_rows(plan: Plan, named: Sequence[Named]) -> tuple[Node, ...]:
    """Helpers evenly on the rows of their ring, each row turned to where strands are few."""
    nodes: dict[int, Node] = {}
    angles: list[float] = []
    for ring, rows in enumerate(plan.rows):
        here = [n for n, one in enumerate(named) if one.ring == ring]
        for row, some in zip(rows, _shared_out(here, rows, plan.column), strict=True):
            phase = _freest(plan, row, len(some), angles)
            for k, n in enumerate(some):
                share = (k + phase) / len(some)
                angles.append(plan.angle(row, share))
                nodes[n] = plan.node(named[n], n + 1, plan.at(row, share))
    return tuple(nodes[n] for n in sorted(nodes))


def _shared_out(here: Sequence[int], rows: Sequence[float], column: float) -> list[list[int]]:
    """The helpers of a ring, dealt out to its rows in the measure of their room."""
    dealt, left = [], list(here)
    for n, row in enumerate(rows):
        rest = sum(_room(r, column) for r in rows[n:])
        take = min(_room(row, column), -(-len(left) * _room(row, column) // rest))
        dealt.append(left[:take])
        left = left[take:]
    return dealt


def _freest(plan: Plan, radius: float, n: int, angles: Sequence[float]) -> float:
    """How far to turn a row so that its strands keep clear of those already drawn."""

    def crowding(phase: float) -> float:
        own = [plan.angle(radius, (k + phase) / n) for k in range(n)]
        return sum(max(0.0, ROOMY - abs(a - b)) for a in own for b in angles)

    return min(PHASES, key=crowding) if n else PHASES[0]


def tidy(number: float) -> float:
    """As exact as paper needs."""
    return round(number, 1)
