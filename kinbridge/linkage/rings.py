"""The picture of who might help: the community in the middle, helpers on rings around it.

Pure geometry: dataclasses in, dataclasses out, the same for the same; a template turns them
into SVG. A unit of the sheet is three quarters of a pixel on a small phone. For a
right-to-left page the sheet is mirrored as it is laid out; text stays text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, hypot, pi

from kinbridge.linkage.boxes import Box, Point
from kinbridge.linkage.labels import Label, Names, Sheet, Spot
from kinbridge.linkage.orbits import (
    CENTRE,
    INNERMOST,
    MARGIN,
    NODE,
    NUMBERED_NODE,
    OUTERMOST,
    WIDTH,
    Named,
    Node,
    Plan,
    in_rows,
    in_slots,
    rows_for,
    spread,
    tidy,
    ways_round,
)
from kinbridge.linkage.words_on_paper import broadest, cut, lines, ways_to_break, width

MOST_LABELLED = 14  # more helpers than this are numbered
LABEL, RING_NAME, CENTRE_NAME = 14.0, 12.0, 13.0  # sizes of letters
LEADING = 1.2
LONGEST_LABEL = 122.0
TOP, BOTTOM = 20.0, 48.0


@dataclass(frozen=True)
class Ring:
    """A level: a circle open at the top, where its name stands."""

    name: str
    radius: float
    path: str
    x: float
    y: float


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
    def has_stale(self) -> bool:
        """Whether a helper's entry should be checked, which the legend then explains."""
        return any(node.named.is_stale for node in self.nodes)

    @property
    def sheet(self) -> Box:
        """The view box."""
        return Box(0.0, 0.0, self.width, self.height)


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
    rows = tuple((radius,) for radius in spread(len(rings), INNERMOST, OUTERMOST))
    height = TOP + 2 * OUTERMOST + BOTTOM
    middle = (WIDTH / 2, TOP + OUTERMOST)
    column = _column(rings) + NODE * 1.2 + 3
    plan = Plan(WIDTH, height, middle, rows, column, NODE, is_rtl)
    tried = [in_slots(plan, named, *way) for way in ways_round(len(named))]
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
    rows = rows_for(counts, column)
    outermost = max((row[-1] for row in rows), default=0.0)
    half = max(WIDTH / 2, outermost + room)
    middle = (half, TOP + outermost)
    height = TOP + 2 * outermost + room
    plan = Plan(2 * half, height, middle, rows, column, NUMBERED_NODE, is_rtl)
    return _drawing(plan, centre, rings, in_rows(plan, named), ())


def _column(rings: Sequence[str]) -> float:
    """Half the width of the widest name of a ring."""
    return max((width(_ring_name(name), RING_NAME) for name in rings), default=0.0) / 2


def _ring_name(name: str) -> str:
    return cut(name, RING_NAME, INNERMOST * 1.1)


def _spots(plan: Plan, nodes: Sequence[Node]) -> list[Spot]:
    found = []
    for node in nodes:
        x, y = node.x - plan.middle[0], node.y - plan.middle[1]
        away = hypot(x, y)
        ways = ways_to_break(node.named.label, LABEL, LONGEST_LABEL, 3)
        found.append(Spot((node.x, node.y), node.half, (x / away, y / away), ways))
    return found


def _sheet(plan: Plan, rings: Sequence[str], nodes: Sequence[Node]) -> Sheet:
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


def _drawing(
    plan: Plan,
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
        width=tidy(plan.width),
        height=tidy(plan.height),
        direction="rtl" if plan.is_rtl else "ltr",
        middle=(tidy(x), tidy(y)),
        centre_radius=CENTRE,
        centre_lines=_centre_lines(centre, y),
        rings=drawn,
        nodes=nodes,
        labels=labels,
    )


def _ring(plan: Plan, name: str, radius: float) -> Ring:
    """A circle with a gap as wide as its name."""
    gap = asin(min(0.97, (width(name, RING_NAME) / 2 + 5) / radius))
    (x, y), (to_x, to_y) = plan.turned(radius, gap), plan.turned(radius, 2 * pi - gap)
    sweep = 0 if plan.is_rtl else 1
    r = tidy(radius)
    path = f"M{tidy(x)} {tidy(y)}A{r} {r} 0 1 {sweep} {tidy(to_x)} {tidy(to_y)}"
    top = plan.middle[1] - radius + RING_NAME * 0.35
    return Ring(name, r, path, tidy(plan.middle[0]), tidy(top))


def _centre_lines(name: str, y: float) -> tuple[tuple[float, str], ...]:
    """The community's name inside its circle, in up to three lines."""
    ways = ways_to_break(name, CENTRE_NAME, CENTRE * 1.75, 3)
    drawn = min(ways, key=lambda way: broadest(way, CENTRE_NAME) + 12 * len(way))
    drawn = drawn or lines(name, CENTRE_NAME, CENTRE * 1.75, 3)
    drop = CENTRE_NAME * LEADING
    first = y - drop * (len(drawn) - 1) / 2 + CENTRE_NAME * 0.35
    return tuple((tidy(first + n * drop), line) for n, line in enumerate(drawn))
