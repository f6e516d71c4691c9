"""The text guard: warns before words that could lead to a child are saved.

It looks for a likely name beside an age or a kinship word, for phone numbers, e-mail
addresses, exact positions and house addresses. It never rewrites: it shows the words and
the writer decides (``SECURITY`` 3.11; cheap enough to run on every form).

It knows English, French, Krio and Arabic (``guard_words``). Arabic has no capitals to tell a
name by: there an age beside kin, or beside what was done to somebody, is enough. A name that
stands alone, a nickname, and names typed without capitals are not found.

No pattern repeats without an end, nor in two ways over the same letters, so that no text
takes long.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import phonenumbers
from django.utils.translation import gettext_lazy as _

from kinbridge.foundation import guard_words as told
from kinbridge.foundation.errors import Text

NEAR = 48  # characters between a name and an age that still read as one person
_TRIES = 40  # candidates that the phone library may fail at in one text
_FEWEST_DIGITS = 6  # in a phone number


@dataclass(frozen=True)
class Hit:
    """Words that may identify a person, and why they were marked."""

    words: str
    why: Text


# Letter for letter, so that what is found in the folded text stands there in the text.
_FOLD = str.maketrans(
    {
        **{
            letter: unicodedata.normalize("NFD", letter)[0]
            for letter in map(chr, [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)])
        },
        **dict(zip(*told.READ_AS, strict=True)),
    }
)


_NAME = r"[A-Z](?:['-]?[^\W\d_]){1,40}+"
_NAMES = rf"{_NAME}(?:\s{{1,3}}{_NAME}){{0,4}}+"
_CAPITALISED = re.compile(rf"\b{_NAMES}")
_WORD = re.compile(r"\w{1,40}")
_DIGIT = re.compile(r"\d")
_ARABIC = re.compile(r"[\u0620-\u064A]")

# An age: what stands before a number, and what after it; ``years`` alone follow digits only.
WINDOW = 16  # characters looked at on either side of a number
_AGE_AFTER = re.compile(
    r"[\s-](?:years?|yrs?)[\s-](?:old|of\sage)\b|\s?ans\b|\s(?:ia|iya|yia)\b"
)
_YEARS_AFTER = re.compile(r"[\s-]?(?:years?|yrs?|yr)\b(?:[\s-]old)?|(?:ia|iya|yia)\b")
_AGES = (
    (re.compile(r"\b(?:aged?\s(?:of\s)?|class\s|agee?s?\s(?:de\s)?)\Z"), re.compile(r"(?!\w)")),
    (
        re.compile(r"\b(?:is|was|turned)\s(?:only\s)?\Z"),
        re.compile(r"(?=\s{0,3}(?:[.,;:!?)]|\Z|and\b|but\b|when\b))"),
    ),
    (re.compile(r"\(\Z"), re.compile(r"\)")),
    (re.compile(r",\s?\Z"), re.compile(r"(?=\s{0,3}(?:[,.;]|\Z))")),
)
_ARABIC_YEARS = re.compile(rf"\s?(?:{'|'.join(told.ARABIC_YEARS)})(?!\w)")
_ARABIC_WORD_AFTER = re.compile(r"\s{1,3}(\w{1,40})")

_NAME_AFTER = re.compile(rf"\s{{1,3}}({_NAMES})")
_OF_NAME_AFTER = re.compile(rf"\s{{1,3}}(?i:of|de|fo)\s{{1,3}}({_NAMES})")
_NAMED_AFTER = re.compile(rf"\s{{1,3}}(?:(?:na|am|by\sthe\sname\sof)\s{{1,3}})?({_NAMES})")
_NAME_IS = re.compile(rf"(?i:\sis|\sof)\s{{1,3}}({_NAMES})")
_WHOSE = re.compile(r"\b(?:her|his|whose|by\sthe|du)\s\Z")

_DIGITS = re.compile(r"(?<![\w.,])(?:\+|00)?\d(?:[\s().-]{0,2}\d){6,14}(?![\w])")
_NOT_A_PHONE = re.compile(
    r"^(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./-]\d{1,2}[./-]\d{4}|(?:19|20)\d\d\s?[-–]\s?(?:19|20)\d\d"
    r"|\d{1,3}(?:[ .]000){1,4})$"
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}+@[\w-]{1,63}\.[\w.]{1,63}")
_POSITION = re.compile(r"(?<![\d.])-?\d{1,3}\.\d{3,12}\s{0,3}[,; ]\s{0,3}-?\d{1,3}\.\d{3,12}")
_ADDRESS = re.compile(
    r"\b(?i:house|hse|plot|compound)\s{0,3}(?i:no\.?|number|#)?\s{0,3}\d{1,6}\b"
    rf"|\b(?i:no\.?\s{{0,3}})?\d{{1,6}}[a-z]?,?\s{{1,3}}{_NAME}(?:\s{{1,3}}{_NAME}){{0,4}}"
    r"\s{1,3}(?i:street|st|road|rd|lane|avenue)\b"
)
_INITIAL = re.compile(r"[A-Z]\.?")
# What a phone looks for as well (``guard_on_phones``).
PATTERNS = {
    "digits": _DIGITS,
    "no-phone": _NOT_A_PHONE,
    "email": _EMAIL,
    "names": _CAPITALISED,
    "word": _WORD,
    "age-after": _AGE_AFTER,
    "years-after": _YEARS_AFTER,
    **{f"age-{n}": pattern for n, pair in enumerate(_AGES) for pattern in pair[:1]},
    **{f"age-{n}-then": pattern for n, pair in enumerate(_AGES) for pattern in pair[1:]},
    "name-after": _NAME_AFTER,
    "of-name-after": _OF_NAME_AFTER,
    "named-after": _NAMED_AFTER,
    "arabic-years": _ARABIC_YEARS,
    "arabic-word-after": _ARABIC_WORD_AFTER,
}
_MOST_WORDS_IN_A_NAME = 3


def _phones(text: str, region: str) -> Iterable[Hit]:
    if len(_DIGIT.findall(text)) < _FEWEST_DIGITS:
        return
    matcher = phonenumbers.PhoneNumberMatcher(text, region or "ZZ", max_tries=_TRIES)
    seen = {match.raw_string for match in matcher}
    runs = {m.group().strip() for m in _DIGITS.finditer(text)}
    for words in sorted(seen | {run for run in runs if not _NOT_A_PHONE.match(run)}):
        if not _NOT_A_PHONE.match(words):
            yield Hit(words, _("looks like a phone number"))


@dataclass(frozen=True)
class _Span:
    """Where something stands in a text."""

    start: int
    end: int


def plain_name(name: str) -> str:
    """A name as it is compared."""
    return name.translate(_FOLD).casefold()


def _is_somebody(name: str, known: frozenset[str], but: frozenset[str] = frozenset()) -> bool:
    words = [word for word in name.casefold().split() if word not in but]
    return bool(words) and " ".join(words) not in known


def _with_age(
    text: str, ages: Sequence[_Span], people: Iterable[_Span], why: Text
) -> Iterable[Hit]:
    """People with the first age near them; both lie in order."""
    for one in people:
        place = bisect_left(ages, one.start - NEAR, key=lambda age: age.end)
        if place < len(ages) and ages[place].start - one.end <= NEAR:
            age = ages[place]
            yield Hit(text[min(one.start, age.start) : max(one.end, age.end)], why)


def _age_at(low: str, number: _Span) -> _Span | None:
    """The age that a number tells, if it tells one."""
    before = low[max(0, number.start - WINDOW) : number.start]
    after = low[number.end : number.end + WINDOW]
    is_digits = low[number.start].isdigit()
    years = _AGE_AFTER.match(after) or (_YEARS_AFTER.match(after) if is_digits else None)
    if years:
        return _Span(number.start, number.end + years.end())
    rules = _AGES[:1] if low[number.start : number.end] in told.FEW else _AGES
    for introduced, followed in rules:
        leads, ends = introduced.search(before), followed.match(after)
        if leads and ends:
            start = number.start - len(before) + leads.start()
            return _Span(start, number.end + ends.end())
    return None


def _people(text: str, folded: str, low: str, known: frozenset[str]) -> Iterable[Hit]:
    """Names beside an age, beside kin, or said to be names; the text has capitals."""
    ages = []
    for match in _WORD.finditer(low):
        word = match.group()
        if word in _HEADS:
            yield from _named_after(text, folded, word, match, known)
        if word in told.NUMBERS or (len(word) <= _DIGITS_OF_AN_AGE and word.isdigit()):
            ages += [age for age in [_age_at(low, _Span(*match.span()))] if age]
    names = (
        _Span(*name.span())
        for name in (_CAPITALISED.finditer(folded) if ages else ())
        if _is_somebody(name.group(), known, told.ORDINARY)
    )
    yield from _with_age(text, ages, names, _("looks like a person’s name beside an age"))


def _named_after(
    text: str, folded: str, word: str, head: re.Match[str], known: frozenset[str]
) -> Iterable[Hit]:
    """A name after kin, or after what says that it is one."""
    found, but = None, _NOBODY
    if word in told.NAMING:
        found = _NAMED_AFTER.match(folded, head.end())
    elif word in {"name", "nom"}:
        before = folded[max(0, head.start() - WINDOW) : head.start()].lower()
        found = _NAME_IS.match(folded, head.end()) or _OF_NAME_AFTER.match(folded, head.end())
        found = found if _WHOSE.search(before) else None
    else:
        found = _OF_NAME_AFTER.match(folded, head.end())
        if found is None and word in told.KIN:
            found, but = _NAME_AFTER.match(folded, head.end()), told.ORDINARY | told.ROLES
    if found and _is_somebody(found.group(1), known, but):
        yield Hit(text[head.start() : found.end()], _("looks like a person’s name"))


_HEADS = told.KIN | told.CHILD | told.NAMING | {"name", "nom"}
_NOBODY: frozenset[str] = frozenset()
_DIGITS_OF_AN_AGE = 2


def _people_in_arabic(text: str, folded: str) -> Iterable[Hit]:
    """Ages of somebody, and what is said to be a name; the script has no capitals."""
    ages, people = [], []
    for match in _WORD.finditer(folded):
        span = _Span(*match.span())
        word = match.group()
        bare = word[1:] if word[0] in "وف" else word
        after = _ARABIC_WORD_AFTER.match(folded, span.end)
        if after and bare in told.ARABIC_NAMING:
            yield Hit(text[span.start : after.end()], _("looks like a person’s name"))
        elif after and bare in told.ARABIC_OF_AGE and _is_arabic_number(after.group(1)):
            yield Hit(text[span.start : after.end()], _("looks like the age of a person"))
        elif bare in told.ARABIC_SOMEBODY or word in told.ARABIC_SOMEBODY:
            people.append(span)
        elif _is_arabic_number(word):
            years = _ARABIC_YEARS.match(folded, span.end)
            ages += [_Span(span.start, years.end())] if years else []
    yield from _with_age(text, ages, people, _("looks like the age of a person"))


def _is_arabic_number(word: str) -> bool:
    return word in told.ARABIC_NUMBERS or (len(word) <= _DIGITS_OF_AN_AGE and word.isdigit())


def _only_a_name(text: str, known: frozenset[str]) -> Iterable[Hit]:
    """Two or three capitalised words and nothing else, none of a place, a body or a role."""
    words = text.translate(_FOLD).split()
    names = [word for word in words if not _INITIAL.fullmatch(word)]
    parts = {part for name in known for part in name.split()}
    ordinary = told.ORDINARY | told.ROLES | parts
    if (
        names
        and 1 < len(words) <= _MOST_WORDS_IN_A_NAME
        and all(_CAPITALISED.fullmatch(name) for name in names)
        and ordinary.isdisjoint(name.casefold().removesuffix("'s") for name in names)
    ):
        yield Hit(text.strip(), _("looks like a person’s name"))


def look(
    text: str, *, region: str = "", known: Iterable[str] = (), names: bool = False
) -> list[Hit]:
    """Words in ``text`` that could identify a person.

    ``region`` is the ISO country code for phone numbers; ``known`` are names of places,
    groups and organisations that are no persons. ``names`` is for a field that asks for a
    role or a body: there a text that is nothing but a likely name is marked too.
    """
    places = frozenset(plain_name(name) for name in known)
    folded = text.translate(_FOLD)
    hits = [*_phones(text, region), *_people(text, folded, folded.lower(), places)]
    if _ARABIC.search(text):
        hits += _people_in_arabic(text, folded)
    if names:
        hits += _only_a_name(text, places)
    for sign, pattern, why in (
        ("@", _EMAIL, _("looks like an e-mail address")),
        (".", _POSITION, _("looks like an exact position")),
        ("", _ADDRESS, _("looks like the address of a house")),
    ):
        found = pattern.finditer(folded) if sign in folded else ()
        hits += [Hit(text[match.start() : match.end()], why) for match in found]
    return list({hit.words: hit for hit in hits}.values())
