"""The picture of how the talk moves: a line a group, a sign for each time it was asked. Signs
stand beside each other; nothing is counted, and no group is better than another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from kinbridge.community.voices import Voice
from kinbridge.norms.models import GroupView, Leaning

MOST = 8  # times
ROW, COLUMN, NAMES, TOP, FOOT = 34, 62, 132, 8, 30
SIGNS = {
    Leaning.GO_ON: "circle",
    Leaning.CHANGE: "half",
    Leaning.STOP: "square",
    Leaning.DIVIDED: "diamond",
}


@dataclass(frozen=True)
class Sign:
    """What a group said at one time."""

    x: int
    y: int
    shape: str
    leaning: Leaning


@dataclass(frozen=True)
class Row:
    """A group, its line, and its signs."""

    voice: Voice
    y: int
    signs: list[Sign]


@dataclass(frozen=True)
class Movement:
    """The whole picture."""

    rows: list[Row]
    times: list[tuple[int, str]]
    width: int
    height: int
    names_x: int
    is_rtl: bool
    leanings: list[Leaning]


def movement(views: Iterable[GroupView], *, is_rtl: bool = False) -> Movement | None:
    """Draw what groups said, the earliest first; nothing, where none was asked."""
    told = list(views)
    days = sorted({view.when_sorts_on for view in told})[-MOST:]
    if not days:
        return None
    width = NAMES + COLUMN * len(days)
    places = [NAMES + COLUMN * number + COLUMN // 2 for number in range(len(days))]
    if is_rtl:
        places = [width - place for place in places]
    at = dict(zip(days, places, strict=True))
    asked = [voice for voice in Voice if any(view.voice == voice for view in told)]
    rows = [
        Row(voice, TOP + ROW * n + ROW // 2, _signs(told, voice, at, TOP + ROW * n + ROW // 2))
        for n, voice in enumerate(asked)
    ]
    times = [(at[day], date_format(day, "M Y")) for day in days]
    used = [leaning for leaning in Leaning if any(view.leaning == leaning for view in told)]
    height = TOP + ROW * len(rows) + FOOT
    return Movement(rows, times, width, height, width if is_rtl else 0, is_rtl, used)


def _signs(views: Sequence[GroupView], voice: Voice, at: dict[date, int], y: int) -> list[Sign]:
    latest = {view.when_sorts_on: view for view in views if view.voice == voice}
    return [
        Sign(at[day], y, SIGNS[Leaning(view.leaning)], Leaning(view.leaning))
        for day, view in sorted(latest.items())
        if day in at
    ]
