"""Words as they are looked for: without accents, in any script, as far as one types them.

Folding is for finding only; nothing folded is ever shown.
"""

# ruff: noqa: RUF001 (letters that look alike are what this is about)

import re
import unicodedata
from collections.abc import Iterable, Iterator

LONGEST_WORD = 24
MOST_WORDS = 60  # of one entry

# Letters that stand for one another where people type what their keyboard has.
_LETTERS = str.maketrans(
    {
        **dict(zip("ɓɗɖɛǝəɣɦɨɩɲŋɔøƙłʈʋƴđħıþ", "bddeeeghiinnookltvydhit", strict=True)),
        "æ": "ae",
        "œ": "oe",
        **dict.fromkeys("أإآٱ", "ا"),
        "ى": "ي",
        "ی": "ي",
        "ئ": "ي",
        "ؤ": "و",
        "ک": "ك",
        "ة": "ه",
        "ـ": None,
        **dict.fromkeys("'’‘ʼʻ`´", None),
    }
)
# Scripts whose marks are written beside the letters for help only; in others a mark is a vowel.
_MARKS_FALL = ("LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW", "COMBINING")
# Scripts that put no space between words: each pair of letters is a word of theirs.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+"
)
_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f\u0900-\u0dff\u1200-\u137f]*[^\W_]*)*")


def folded(text: str) -> str:
    """Lower case, without accents and vowel signs that may be left out, digits as 0 to 9."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(_letters(unicodedata.normalize("NFKD", apart)))
    return unicodedata.normalize("NFC", plain).translate(_LETTERS)


def _letters(text: str) -> Iterator[str]:
    for letter in text:
        category = unicodedata.category(letter)
        if category == "Mn" and unicodedata.name(letter, "").startswith(_MARKS_FALL):
            continue
        if category == "Nd":
            yield str(unicodedata.digit(letter))
        else:
            yield letter


def words_of(text: str) -> list[str]:
    """The folded words of a text, each once, in their order."""
    return list(dict.fromkeys(_words(folded(text))))


def _words(text: str) -> Iterator[str]:
    for run in _WORD.findall(text):
        unspaced = _UNSPACED.findall(run)
        if not unspaced:
            yield run[:LONGEST_WORD]
            continue
        for part in unspaced:
            yield from (part[n : n + 2] for n in range(max(1, len(part) - 1)))
        yield from (rest[:LONGEST_WORD] for rest in _UNSPACED.split(run) if rest)


def ranked(name: str, others: Iterable[str]) -> dict[str, int]:
    """The words that an entry is found by: those of its name with rank 0, then the others."""
    found = dict.fromkeys(words_of(name), 0)
    for text in others:
        for word in words_of(text):
            found.setdefault(word, 1)
    return dict(list(found.items())[:MOST_WORDS])
