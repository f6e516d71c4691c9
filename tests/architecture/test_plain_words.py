"""Pages speak of people as they would speak of themselves, and load nothing from elsewhere."""

import re

from tests.architecture.house import shown, templates

# From the glossary: words that make people objects of somebody else's plan.
AVOIDED = re.compile(
    r"\b(beneficiar(?:y|ies)|victims?|target (?:group|population)s?|overdue"
    r"|mobili[sz]\w+|sensiti[sz](?:e\w*|ation)|harmful traditional practices?)\b",
    re.IGNORECASE,
)
INLINE = re.compile(
    r"<style\b|\sstyle=|javascript:|<script(?![^>]*\bsrc=)"
    r"|\son(?:blur|change|click|error|focus|input|key\w+|load|mouse\w+|submit|touch\w+)=",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(
    r"""<(?:script|link|img|iframe|use)\b[^>]*(?:src|href)=["'](?:https?:)?//"""
)


def test_pages_use_plain_words() -> None:
    assert _found(AVOIDED) == []


def test_pages_carry_no_inline_style_or_script() -> None:
    assert _found(INLINE) == []


def test_pages_load_nothing_from_elsewhere() -> None:
    assert _found(ELSEWHERE) == []


def _found(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{shown(path, number)}: {match[0]}"
        for path in templates()
        for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for match in pattern.finditer(row)
    ]
