"""Boxes and lines on the sheet."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import hypot

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle along the axes."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, at: Point, half_width: float, half_height: float) -> "Box":
        """The box with its middle at a point."""
        x, y = at
        return cls(x - half_width, y - half_height, x + half_width, y + half_height)

    @property
    def middle(self) -> Point:
        """Its middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def holds(self, point: Point) -> bool:
        """Whether a point lies in it."""
        x, y = point
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def is_met_by_circle(self, middle: Point, radius: float) -> bool:
        """Whether a circle's line runs through it."""
        xs = (abs(self.left - middle[0]), abs(self.right - middle[0]))
        ys = (abs(self.top - middle[1]), abs(self.bottom - middle[1]))
        near_x = 0.0 if self.left <= middle[0] <= self.right else min(xs)
        near_y = 0.0 if self.top <= middle[1] <= self.bottom else min(ys)
        return hypot(near_x, near_y) <= radius <= hypot(max(xs), max(ys))

    def meets(self, other: "Box", gap: float = 0.0) -> bool:
        """Whether two boxes come closer than ``gap``."""
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.top < other.bottom + gap
            and other.top < self.bottom + gap
        )

    def meets_any(self, others: "Iterable[Box]", gap: float = 0.0) -> bool:
        """Whether it comes close to any of them."""
        return any(self.meets(other, gap) for other in others)

    def is_within(self, other: "Box") -> bool:
        """Whether it lies wholly in the other."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )

    def is_crossed_by(self, start: Point, end: Point) -> bool:
        """Whether a straight line from start to end passes through."""
        (x, y), (to_x, to_y) = start, end
        first, last = 0.0, 1.0
        for step, near, far in (
            (to_x - x, self.left - x, self.right - x),
            (to_y - y, self.top - y, self.bottom - y),
        ):
            if step == 0:
                if near > 0 or far < 0:
                    return False
                continue
            enters, leaves = sorted((near / step, far / step))
            first, last = max(first, enters), min(last, leaves)
        return first < last
