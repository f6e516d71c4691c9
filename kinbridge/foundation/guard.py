"""The text guard: warns before words that could lead to a child are saved.

It looks for a likely name beside an age or a kinship word, for phone numbers, e-mail
addresses, exact positions and house addresses. It never rewrites: it shows the words and
the writer decides (``SECURITY`` 3.11; cheap enough to run on every form).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import phonenumbers
from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.errors import Text

NEAR = 48  # characters between a name and an age that still read as one person


@dataclass(frozen=True)
class Hit:
    """Words that may identify a person, and why they were marked."""

    words: str
    why: Text


NAME = r"(?:[^\W\d_](?<=[A-ZÀ-ÖØ-ÞƁƆƎƐŊ])[^\W\d_]*[’'-]?[^\W\d_]+)"
_CAPITALISED = re.compile(rf"\b{NAME}(?:\s+{NAME})*")
_AGE = re.compile(
    r"\b(?:aged?\s+(?:of\s+)?\d{1,2}|\d{1,2}[\s-]?(?:years?|yrs?|yr)\b(?:[\s-]old)?"
    r"|(?:is|was|turned)\s+(?:only\s+)?\d{1,2}\b(?=\s*(?:[.,;:!?)]|$|and\b|but\b|when\b))"
    r"|class\s+\d)|\(\d{1,2}\)"
    r"|,\s*1?\d\b(?=\s*[,.;]|\s*$)",
    re.IGNORECASE,
)
_KINSHIP = re.compile(
    rf"\b(?i:daughter|son|child|mother|father|wife|husband|sister|brother|niece|nephew"
    rf"|grandchild|pikin|girl|boy)\s+(?i:of|called|named|by\s+the\s+name\s+of)\s+{NAME}"
    rf"|\b(?i:called|named|her\s+name\s+is|his\s+name\s+is|whose\s+name\s+is)\s+{NAME}"
)
_DIGITS = re.compile(r"(?<![\w.,])(?:\+|00)?\d(?:[\s().-]{0,2}\d){6,14}(?![\w])")
_NOT_A_PHONE = re.compile(
    r"^(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./-]\d{1,2}[./-]\d{4}|(?:19|20)\d\d\s?[-–]\s?(?:19|20)\d\d"
    r"|\d{1,3}(?:[ .]000)+)$"
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_POSITION = re.compile(r"-?\d{1,3}\.\d{3,}\s*[,; ]\s*-?\d{1,3}\.\d{3,}")
_ADDRESS = re.compile(
    r"\b(?i:house|hse|plot|compound)\s*(?i:no\.?|number|#)?\s*\d+\b"
    rf"|\b(?i:no\.?\s*)?\d+[a-z]?,?\s+{NAME}(?:\s+{NAME})*\s+(?i:street|st|road|rd|lane|avenue)\b"
)
# Words that open a sentence or name a month, not a person.
_ORDINARY = frozenset(
    """
    the a an in on at we they she he it girls boys women men elders children people january
    february march april may june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday no yes and but if when after before for
    some all most many our their her his this that these those there here one two three chief
    le sle usd ksh ugx etb inr bdt mwk lrd
    school clinic hospital district village community section chiefdom ebola
    """.split()  # noqa: SIM905
)


def _phones(text: str, region: str) -> Iterable[Hit]:
    seen = {match.raw_string for match in phonenumbers.PhoneNumberMatcher(text, region or "ZZ")}
    runs = {m.group().strip() for m in _DIGITS.finditer(text)}
    for words in sorted(seen | {run for run in runs if not _NOT_A_PHONE.match(run)}):
        if not _NOT_A_PHONE.match(words):
            yield Hit(words, _("looks like a phone number"))


def _names(text: str, known: frozenset[str]) -> Iterable[re.Match[str]]:
    for match in _CAPITALISED.finditer(text):
        words = [word for word in match.group().split() if word.casefold() not in _ORDINARY]
        if words and " ".join(words).casefold() not in known:
            yield match


def _named_with_age(text: str, known: frozenset[str]) -> Iterable[Hit]:
    ages = list(_AGE.finditer(text))
    for name in _names(text, known) if ages else ():
        for age in ages:
            apart = max(age.start() - name.end(), name.start() - age.end())
            if apart <= NEAR:
                start, end = min(name.start(), age.start()), max(name.end(), age.end())
                yield Hit(text[start:end], _("looks like a person’s name beside an age"))
                break


def _kin(text: str, known: frozenset[str]) -> Iterable[Hit]:
    for match in _KINSHIP.finditer(text):
        if match.group().split()[-1].casefold() not in known:
            yield Hit(match.group(), _("looks like a person’s name"))


def look(text: str, *, region: str = "", known: Iterable[str] = ()) -> list[Hit]:
    """Words in ``text`` that could identify a person.

    ``region`` is the ISO country code for phone numbers; ``known`` are names of places,
    groups and organisations that are no persons.
    """
    places = frozenset(name.casefold() for name in known)
    hits = [*_phones(text, region), *_named_with_age(text, places), *_kin(text, places)]
    for pattern, why in (
        (_EMAIL, _("looks like an e-mail address")),
        (_POSITION, _("looks like an exact position")),
        (_ADDRESS, _("looks like the address of a house")),
    ):
        hits += [Hit(match.group(), why) for match in pattern.finditer(text)]
    return list({hit.words: hit for hit in hits}.values())
