"""People's words as they can be set in type."""

import re
import unicodedata
from typing import Final

# Longer runs without a space get places to break, so that nothing leaves its column.
_UNBROKEN: Final = re.compile(r"\S{25,}")

# Bidirectional overrides could make a signed text look like another one.
_OVERRIDES: Final = frozenset("\u202a\u202b\u202c\u202d\u202e")


def printable(text: str) -> str:
    """Return the text as it can be set: no hidden controls, and no word wider than a column."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
    kept = "".join(letter for letter in composed if _is_printable(letter)).strip()
    return _UNBROKEN.sub(_with_places_to_break, kept)


def _is_printable(letter: str) -> bool:
    hidden = unicodedata.category(letter) in {"Cc", "Cs", "Co", "Cn"}
    return letter == "\n" or not (hidden or letter in _OVERRIDES)


def _with_places_to_break(run: re.Match[str]) -> str:
    """Put zero-width spaces before every eighth letter, never before a mark or a joiner."""
    out = []
    for place, letter in enumerate(run.group()):
        joined = unicodedata.category(letter) in {"Mn", "Mc", "Me", "Cf", "Sk"}
        out.append(f"\u200b{letter}" if place % 8 == 0 and place and not joined else letter)
    return "".join(out)
