"""How wide words are when drawn, and how they break into lines. No font is asked: widths are
those of a common sans serif, a little on the safe side."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

NARROW = frozenset("ijlftrI.,:;!'’|()[]")
SLIM = frozenset("acesxzvky")
WIDE = frozenset("mwMWOQ@%&—…")
ELLIPSIS = "…"


def _em(letter: str) -> float:
    """The width of one letter, in parts of its size."""
    if unicodedata.combining(letter) or unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.05
    for letters, em in ((NARROW, 0.36), (SLIM, 0.56), (WIDE, 0.93)):
        if letter in letters:
            return em
    if letter.isspace():
        return 0.28
    return 0.7 if letter.isupper() else 0.62


@lru_cache(maxsize=4096)
def width(text: str, size: float) -> float:
    """How wide a line of text is, drawn at this size."""
    return sum(map(_em, text)) * size


def cut(text: str, size: float, widest: float) -> str:
    """The text, or its beginning and an ellipsis, no wider than this."""
    if width(text, size) <= widest:
        return text
    kept = text
    while kept and width(kept + ELLIPSIS, size) > widest:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS


def lines(text: str, size: float, widest: float, most: int) -> tuple[str, ...]:
    """The text broken at its spaces into at most so many lines, cut where it must be."""
    broken: list[str] = []
    for word in text.split():
        longer = f"{broken[-1]} {word}" if broken else word
        if broken and width(longer, size) <= widest:
            broken[-1] = longer
        else:
            broken.append(word)
    if len(broken) > most:
        broken[most - 1 :] = [" ".join(broken[most - 1 :])]
    return tuple(cut(line, size, widest) for line in broken)


def broadest(drawn: Sequence[str], size: float) -> float:
    """The width of the widest line."""
    return max((width(line, size) for line in drawn), default=0.0)


@lru_cache(maxsize=2048)
def ways_to_break(
    text: str, size: float, widest: float, most: int
) -> tuple[tuple[str, ...], ...]:
    """The text in one line, in two, in three …, each as narrow as that allows."""
    ways: list[tuple[str, ...]] = []
    for n in range(1, most + 1):
        way = _narrowest(text, size, widest, n)
        if way is not None and way not in ways:
            ways.append(way)
    return tuple(ways) or (lines(text, size, widest, most),)


def _narrowest(text: str, size: float, widest: float, n: int) -> tuple[str, ...] | None:
    """At most ``n`` lines as even as may be; none, if a word would have to be cut."""
    words = text.split()
    least = max((width(word, size) for word in words), default=0.0)
    limit = max(least, width(text, size) / n)
    while limit <= widest:
        way = lines(text, size, limit + 0.01, n + 1)
        if len(way) <= n and not any(line.endswith(ELLIPSIS) for line in way):
            return way
        limit += size / 3
    return None
