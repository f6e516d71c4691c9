"""What changed from one draft to the next, word by word."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kinbridge.agreement.content import CLAUSES, DETAILS
from kinbridge.agreement.languages import name_of
from kinbridge.foundation.errors import Text

MOST_PAIRS = 50_000  # beyond, texts are compared as a whole
LITTLE = 0.5  # of both texts: with less in common, single words that stayed only confuse
_WORD = re.compile(r"\s+|\S+")


@dataclass(frozen=True)
class Piece:
    """A run of words that stayed, that is new, or that is gone."""

    kind: Literal["same", "ins", "del"]
    text: str


@dataclass(frozen=True)
class Line:
    """One text of an agreement: under which heading, in which language, and how it changed."""

    heading: Text
    label: Text
    language: str
    pieces: list[Piece]

    @property
    def has_changed(self) -> bool:
        """Whether a word is new or gone."""
        return any(piece.kind != "same" for piece in self.pieces)


def compare(old: str, new: str) -> list[Piece]:
    """The words of both texts: without the ``del`` they are the new one, without the ``ins``
    the old one, to the letter. Texts with little in common stand one after the other."""
    if old == new or not (old and new):
        whole = Piece("same" if old == new else "ins" if new else "del", old or new)
        return [whole] if whole.text else []
    before, after = _WORD.findall(old), _WORD.findall(new)
    matcher = SequenceMatcher(str.isspace, before, after, autojunk=False)
    if _pairs(before, after) > MOST_PAIRS or matcher.ratio() < LITTLE:
        return [Piece("del", old), Piece("ins", new)]
    pieces: list[Piece] = []
    for same, a, b, c, d in matcher.get_opcodes():
        if same == "equal":
            pieces.append(Piece("same", "".join(before[a:b])))
            continue
        gone, come = "".join(before[a:b]), "".join(after[c:d])
        pieces += [Piece("del", gone)] * bool(gone) + [Piece("ins", come)] * bool(come)
    return pieces


def _pairs(before: list[str], after: list[str]) -> int:
    """How many pairs of equal words there are to look at: a text of one word said again and
    again would take minutes."""
    count = Counter(word for word in before if not word.isspace())
    return sum(count[word] for word in after)


def changes(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> list[Line]:
    """Every text of the new content with its changes, then what only the old one had.

    Without an old one, nothing has changed.
    """
    after = _texts(new)
    before = _texts(old) if old is not None else after
    gone = [name for name in before if name not in after]
    lines = []
    for name in [*after, *gone]:
        heading, label, language, text = after.get(name) or before[name]
        was = before[name][3] if name in before else ""
        pieces = compare(was, text if name in after else "")
        if pieces:
            lines.append(Line(heading, label, language, pieces))
    return lines


_Told = tuple[Text, Text, str, str]


def _texts(content: Mapping[str, Any]) -> dict[str, _Told]:
    """Each text of a content by a name that stays, with heading, label and language."""
    first, second = content["languages"]["first"], content["languages"]["second"]
    texts: dict[str, _Told] = {}
    names = {party["side"]: party["name"] for party in content["parties"]}
    for side, name in names.items():
        texts[f"party {side}"] = (_("Parties"), "", "", name)
    for name, clause in CLAUSES.items():
        texts[f"{name} 1"] = (clause, "", first, content["clauses"][name]["first"])
        texts[f"{name} 2"] = (clause, "", second, content["clauses"][name]["second"])
    for row in content["commitments"]:
        heading = gettext("What %(side)s will do") % {"side": names[row["side"]]}
        key = row["key"]
        texts[f"{key} 1"] = (heading, "", first, row["what"]["first"])
        texts[f"{key} 2"] = (heading, "", second, row["what"]["second"])
        for name, label in DETAILS.items():
            texts[f"{key} {name}"] = (heading, label, "", row[name])
    said = [content["review"]["words"], content["review"]["on"]]
    review = ", ".join(part for part in said if part)
    texts["review"] = (_("When we look at it again"), "", "", review)
    texts["prevailing"] = (_("Which text prevails"), "", "", prevailing_words(content))
    return texts


def prevailing_words(content: Mapping[str, Any]) -> str:
    """Which text counts where the two differ, in a sentence."""
    which = content["prevailing"]
    if which == "both":
        return gettext("Both texts count the same. Where they differ, both sides meet.")
    told = {"language": name_of(content["languages"][which])}
    return gettext("Where the two texts differ, the text in %(language)s prevails.") % told
