"""The guard's cheap rules as a phone gets them: our lists and patterns, as browsers read them.

What they mean is in ``guard``. A phone asks before it saves; the server looks at everything
once more, with all its rules.
"""

import re
from functools import lru_cache

from kinbridge.foundation import guard
from kinbridge.foundation import guard_words as told

_LISTS = {
    "kin": told.KIN,
    "child": told.CHILD,
    "naming": told.NAMING,
    "numbers": told.NUMBERS,
    "few": told.FEW,
    "ordinary": told.ORDINARY,
    "roles": told.ROLES,
    "arabic-naming": told.ARABIC_NAMING,
    "arabic-of-age": told.ARABIC_OF_AGE,
    "arabic-somebody": told.ARABIC_SOMEBODY,
    "arabic-numbers": told.ARABIC_NUMBERS,
}
# As Python writes it, and as a browser does, with the flag ``u``. None of ours goes back, so
# that "and no less" (a plus after a brace) makes no difference to what is found.
_SPELLINGS = (
    (r"}+", "}"),
    (r"\Z", "$"),
    (r"(?i:of|de|fo)", "(?:[Oo]f|[Dd]e|[Ff]o)"),
    (r"[^\W\d_]", r"\p{L}"),
    (r"[\w.+-]", r"[\p{L}\p{N}_.+\-]"),
    (r"[\w.,]", r"[\p{L}\p{N}_.,]"),
    (r"[\w-]", r"[\p{L}\p{N}_\-]"),
    (r"[\w.]", r"[\p{L}\p{N}_.]"),
    (r"[\w]", r"[\p{L}\p{N}_]"),
    (r"[\s().-]", r"[\s().\-]"),
    (r"[\s-]", r"[\s\-]"),
    (r"['-]", r"['\-]"),
)
_A_LETTER = re.compile(r"(?<![\[\\])\\w")


def _spelled(pattern: str) -> str:
    for ours, theirs in _SPELLINGS:
        pattern = pattern.replace(ours, theirs)
    return _A_LETTER.sub(r"[\\p{L}\\p{N}_]", pattern)


@lru_cache
def rules() -> dict[str, str]:
    """Each rule by its name: words divided by spaces, or a pattern."""
    lists = {name: " ".join(sorted(words)) for name, words in _LISTS.items()}
    patterns = {name: _spelled(found.pattern) for name, found in guard.PATTERNS.items()}
    return {
        **lists,
        **patterns,
        "read": told.READ_AS[0],
        "read-as": told.READ_AS[1],
        "near": str(guard.NEAR),
        "window": str(guard.WINDOW),
    }
