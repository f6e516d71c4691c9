"""Words of either direction in one sentence."""

from django.utils.translation import get_language_bidi


def isolated(words: object) -> str:
    """Words that keep their own direction within a sentence that goes from right to left, with
    the marks at their ends; elsewhere as they are."""
    return f"\u2068{words}\u2069" if get_language_bidi() else str(words)
