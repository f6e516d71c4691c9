"""What changed from one draft to the next, word by word."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from django.utils.translation import gettext

from kinbridge.agreement.content import CLAUSES, DETAILS, review_of
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
    """One text of an agreement: under which heading, of which commitment (if of one), in which
    language, and how it changed."""

    heading: str
    label: Text
    language: str
    pieces: list[Piece]
    commitment: str = ""


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


@dataclass(frozen=True)
class _Told:
    """One text of a content, and where it stands."""

    heading: str
    text: str
    language: str = ""
    label: Text = ""
    commitment: str = ""


def changes(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> list[Line]:
    """Every text of the new content with its changes, and what only the old one had below the
    same heading. Without an old one, nothing has changed."""
    after = _texts(new)
    before = _texts(old) if old is not None else after
    lines = []
    for name, told in {**before, **after}.items():
        was, now = (texts[name].text if name in texts else "" for texts in (before, after))
        pieces = compare(was, now)
        if pieces:
            line = Line(told.heading, told.label, told.language, pieces, told.commitment)
            lines.append(line)
    place = {told.heading: n for n, told in reversed([*enumerate(after.values())])}
    return sorted(lines, key=lambda line: place.get(line.heading, len(place)))


def _texts(content: Mapping[str, Any]) -> dict[str, _Told]:
    """Each text of a content, by a name that is the same in every draft."""
    texts = {
        f"party {party['side']}": _Told(gettext("Parties"), party["name"])
        for party in content["parties"]
    }
    for name, clause in CLAUSES.items():
        texts |= _in_both(name, str(clause), content["clauses"][name], content)
    names = {party["side"]: party["name"] for party in content["parties"]}
    for row in content["commitments"]:
        heading = gettext("What %(side)s will do") % {"side": names[row["side"]]}
        texts |= _in_both(row["key"], heading, row["what"], content, row["key"])
        for name, label in DETAILS.items():
            texts[f"{row['key']} {name}"] = _Told(heading, row[name], "", label, row["key"])
    review, prevailing = gettext("When we look at it again"), gettext("Which text counts")
    texts["review"] = _Told(review, str(review_of(content)))
    texts["prevailing"] = _Told(prevailing, prevailing_words(content))
    return texts


def _in_both(
    name: str, heading: str, told: Mapping[str, str], content: Mapping[str, Any], of: str = ""
) -> dict[str, _Told]:
    return {
        f"{name} {which}": _Told(heading, told[which], code, commitment=of)
        for which, code in content["languages"].items()
    }


def prevailing_words(content: Mapping[str, Any]) -> str:
    """Which text counts where the two differ, in a sentence."""
    which = content["prevailing"]
    if which == "both":
        return gettext("Both texts count the same. Where they differ, both sides meet.")
    told = {"language": name_of(content["languages"][which])}
    return gettext("Where the two texts differ, the text in %(language)s prevails.") % told
