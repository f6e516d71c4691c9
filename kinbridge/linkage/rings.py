"""The picture of who might help: the community in the middle, helpers on rings around it.

Pure geometry: dataclasses in, dataclasses out, the same for the same; a template turns them
into SVG. Units are those of the view box, about a pixel on a small phone at three quarters.
Everything is drawn left to right; for a right-to-left page the sheet is mirrored as it is
laid out, and text stays text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, cos, floor, gcd, hypot, pi, sin

from kinbridge.linkage.boxes import Box, Point
from kinbridge.linkage.labels import Label, Names, Sheet, Spot
from kinbridge.linkage.words_on_paper import broadest, cut, lines, ways_to_break, width

WIDTH = 440.0
CENTRE = 38.0  # radius of the community's own circle
INNERMOST, OUTERMOST = 72.0, 171.0
MOST_LABELLED = 14  # more helpers than this are numbered
LABEL, RING_NAME, CENTRE_NAME, NUMBER = 14.0, 12.0, 13.0, 11.0  # sizes of letters
LEADING = 1.2
LONGEST_LABEL = 122.0
NODE, NUMBERED_NODE = 8.0, 10.5  # half the size of a shape
APART = 25.0  # between the middles of numbered shapes
TOP, BOTTOM, MARGIN = 20.0, 48.0, 4.0
ARRANGEMENTS = 12  # ways to go round that are tried
NEVER_CLOSER = 0.7  # of the even share of directions, where the names of rings push


@dataclass(frozen=True)
class Named:
    """A helper to be drawn: on which ring, as what shape, with what line to the middle."""

    label: str
    ring: int
    formality: str
    state: str


@dataclass(frozen=True)
class Ring:
    """A level: a circle open at the top, where its name stands."""

    name: str
    radius: float
    path: str
    x: float
    y: float


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
        return _round(self.x - self.half * 0.9), _round(self.y - self.half * 0.9)

    @property
    def side(self) -> float:
        """The side of its square, as large to the eye as the circle."""
        return _round(self.half * 1.8)

    @property
    def diamond(self) -> str:
        """The corners of its diamond."""
        far = self.half * 1.2
        corners = ((0, -far), (far, 0), (0, far), (-far, 0))
        return " ".join(f"{_round(self.x + x)},{_round(self.y + y)}" for x, y in corners)

    @property
    def baseline(self) -> float:
        """Where its number stands."""
        return _round(self.y + NUMBER * 0.36)

    @property
    def box(self) -> Box:
        """The room that its shape takes."""
        return Box.around((self.x, self.y), self.half * 1.2, self.half * 1.2)


@dataclass(frozen=True)
class Drawing:
    """The whole sheet."""

    width: float
    height: float
    direction: str
    middle: Point
    centre_radius: float
    centre_lines: tuple[tuple[float, str], ...]
    rings: tuple[Ring, ...]
    nodes: tuple[Node, ...]
    labels: tuple[Label, ...]

    @property
    def is_numbered(self) -> bool:
        """Whether helpers carry numbers, and their names stand in the table."""
        return bool(self.nodes) and not self.labels

    @property
    def sheet(self) -> Box:
        """The view box."""
        return Box(0.0, 0.0, self.width, self.height)


@dataclass(frozen=True)
class _Plan:
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
        gap = self.gap(radius)
        return self.turned(radius, gap + share * 2 * (pi - gap))

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
        strand = (_round(x), _round(y), _round(ends[0]), _round(ends[1]))
        return Node(named, number, _round(x), _round(y), self.half, strand)


def draw(
    centre: str, rings: Sequence[str], named: Sequence[Named], *, is_rtl: bool = False
) -> Drawing:
    """Draw helpers around a community.

    ``rings`` are the names of the levels from the middle outwards. Helpers are numbered in
    the order given. With many of them, or with names that leave each other no room, they
    are drawn as numbers.
    """
    if len(named) <= MOST_LABELLED:
        drawn = _with_labels(centre, rings, named, is_rtl)
        if drawn is not None:
            return drawn
    return _with_numbers(centre, rings, named, is_rtl)


def _with_labels(
    centre: str, rings: Sequence[str], named: Sequence[Named], is_rtl: bool
) -> Drawing | None:
    rows = tuple((radius,) for radius in _spread(len(rings), INNERMOST, OUTERMOST))
    height = TOP + 2 * OUTERMOST + BOTTOM
    middle = (WIDTH / 2, TOP + OUTERMOST)
    column = _column(rings) + NODE * 1.2 + 3
    plan = _Plan(WIDTH, height, middle, rows, column, NODE, is_rtl)
    tried = [_in_slots(plan, named, *way) for way in _ways_round(len(named))]
    choices = [
        (nodes, Names(_spots(plan, nodes), _sheet(plan, rings, nodes))) for nodes in tried
    ]
    choices.sort(key=lambda one: one[1].least)
    best: tuple[float, tuple[Node, ...], tuple[Label, ...]] | None = None
    for nodes, names in choices:
        if best is not None and names.least >= best[0]:
            break
        placed = names.placed()
        if placed is not None and (best is None or placed[0] < best[0]):
            best = (placed[0], nodes, placed[1])
    return None if best is None else _drawing(plan, centre, rings, best[1], best[2])


def _with_numbers(
    centre: str, rings: Sequence[str], named: Sequence[Named], is_rtl: bool
) -> Drawing:
    counts = [sum(n.ring == ring for n in named) for ring in range(len(rings))]
    room = NUMBERED_NODE * 1.2 + MARGIN
    column = _column(rings) + NUMBERED_NODE * 1.2 + 3
    rows = _rows(counts, column)
    outermost = max((row[-1] for row in rows), default=0.0)
    half = max(WIDTH / 2, outermost + room)
    middle = (half, TOP + outermost)
    height = TOP + 2 * outermost + room
    plan = _Plan(2 * half, height, middle, rows, column, NUMBERED_NODE, is_rtl)
    return _drawing(plan, centre, rings, _in_rows(plan, named), ())


def _spread(n: int, first: float, last: float) -> list[float]:
    """So many radii, evenly from the first to the last; a single one lies between."""
    if n == 1:
        return [(first + last) / 2]
    return [first + (last - first) * k / (n - 1) for k in range(n)]


def _column(rings: Sequence[str]) -> float:
    """Half the width of the widest name of a ring."""
    return max((width(_ring_name(name), RING_NAME) for name in rings), default=0.0) / 2


def _ring_name(name: str) -> str:
    return cut(name, RING_NAME, INNERMOST * 1.1)


def _ways_round(n: int) -> list[tuple[int, int]]:
    """Ways to deal out n directions, as stride and start, so that neighbours in the list do
    not end up side by side; the most even first."""
    coprime = [k for k in range(1, max(n, 2)) if gcd(k, n) == 1] or [1]
    strides = sorted(coprime, key=lambda k: (abs(k - n * 0.382), k))[: ARRANGEMENTS // 3]
    return [(stride, start) for stride in strides for start in (0, n // 3, 2 * n // 3)]


def _in_slots(plan: _Plan, named: Sequence[Named], stride: int, start: int) -> tuple[Node, ...]:
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


def _spots(plan: _Plan, nodes: Sequence[Node]) -> list[Spot]:
    found = []
    for node in nodes:
        x, y = node.x - plan.middle[0], node.y - plan.middle[1]
        away = hypot(x, y)
        ways = ways_to_break(node.named.label, LABEL, LONGEST_LABEL, 3)
        found.append(Spot((node.x, node.y), node.half, (x / away, y / away), ways))
    return found


def _sheet(plan: _Plan, rings: Sequence[str], nodes: Sequence[Node]) -> Sheet:
    names = [
        Box.around(
            (plan.middle[0], plan.middle[1] - row[0]),
            width(_ring_name(name), RING_NAME) / 2,
            RING_NAME / 2,
        )
        for name, row in zip(rings, plan.rows, strict=True)
    ]
    centre = Box.around(plan.middle, CENTRE * 0.9, CENTRE * 0.9)
    edge = Box(MARGIN, MARGIN, plan.width - MARGIN, plan.height - MARGIN)
    strands = [(node.strand[:2], node.strand[2:]) for node in nodes]
    shapes = [node.box for node in nodes]
    return Sheet(
        edge=edge,
        taken=[*names, centre, *shapes],
        shapes=shapes,
        strands=strands,
        middle=plan.middle,
        radii=[row[0] for row in plan.rows],
        size=LABEL,
        leading=LEADING,
        is_rtl=plan.is_rtl,
    )


def _rows(counts: Sequence[int], column: float) -> tuple[tuple[float, ...], ...]:
    """For each ring the radii of its rows: as many as its helpers need."""
    needed = [1] * len(counts)
    while True:
        total = sum(needed)
        outermost = max(
            WIDTH / 2 - NUMBERED_NODE * 1.2 - MARGIN, INNERMOST + APART * (total - 1)
        )
        radii = _spread(total, INNERMOST, outermost)
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


def _in_rows(plan: _Plan, named: Sequence[Named]) -> tuple[Node, ...]:
    """Helpers evenly on the rows of their ring, each row turned to where strands are few."""
    nodes: dict[int, Node] = {}
    angles: list[float] = []
    for ring, rows in enumerate(plan.rows):
        here = [n for n, one in enumerate(named) if one.ring == ring]
        for row, some in zip(rows, _shared_out(here, rows, plan.column), strict=True):
            phase = _freest(plan, row, len(some), angles)
            for k, n in enumerate(some):
                share = (k + phase) / len(some)
                angles.append(_angle(plan, row, share))
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


def _angle(plan: _Plan, radius: float, share: float) -> float:
    gap = plan.gap(radius)
    return gap + share * 2 * (pi - gap)


def _freest(plan: _Plan, radius: float, n: int, angles: Sequence[float]) -> float:
    """How far to turn a row so that its strands keep clear of those already drawn."""

    def clear(phase: float) -> float:
        own = [_angle(plan, radius, (k + phase) / n) for k in range(n)]
        return min((abs(a - b) for a in own for b in angles), default=0.0)

    phases = [0.5, 0.35, 0.65, 0.2, 0.8, 0.42, 0.58, 0.28, 0.72] if n else [0.5]
    return max(phases, key=clear)


def _drawing(
    plan: _Plan,
    centre: str,
    rings: Sequence[str],
    nodes: tuple[Node, ...],
    labels: tuple[Label, ...],
) -> Drawing:
    drawn = tuple(
        _ring(plan, _ring_name(name), sum(row) / len(row))
        for name, row in zip(rings, plan.rows, strict=True)
    )
    x, y = plan.middle
    return Drawing(
        width=_round(plan.width),
        height=_round(plan.height),
        direction="rtl" if plan.is_rtl else "ltr",
        middle=(_round(x), _round(y)),
        centre_radius=CENTRE,
        centre_lines=_centre_lines(centre, y),
        rings=drawn,
        nodes=nodes,
        labels=labels,
    )


def _ring(plan: _Plan, name: str, radius: float) -> Ring:
    """A circle with a gap as wide as its name."""
    gap = asin(min(0.97, (width(name, RING_NAME) / 2 + 5) / radius))
    (x, y), (to_x, to_y) = plan.turned(radius, gap), plan.turned(radius, 2 * pi - gap)
    sweep = 0 if plan.is_rtl else 1
    r = _round(radius)
    path = f"M{_round(x)} {_round(y)}A{r} {r} 0 1 {sweep} {_round(to_x)} {_round(to_y)}"
    top = plan.middle[1] - radius + RING_NAME * 0.35
    return Ring(name, r, path, _round(plan.middle[0]), _round(top))


def _centre_lines(name: str, y: float) -> tuple[tuple[float, str], ...]:
    """The community's name inside its circle, in up to three lines."""
    ways = ways_to_break(name, CENTRE_NAME, CENTRE * 1.75, 3)
    drawn = min(ways, key=lambda way: broadest(way, CENTRE_NAME) + 12 * len(way))
    drawn = drawn or lines(name, CENTRE_NAME, CENTRE * 1.75, 3)
    drop = CENTRE_NAME * LEADING
    first = y - drop * (len(drawn) - 1) / 2 + CENTRE_NAME * 0.35
    return tuple((_round(first + n * drop), line) for n, line in enumerate(drawn))


def _round(number: float) -> float:
    return round(number, 1)
