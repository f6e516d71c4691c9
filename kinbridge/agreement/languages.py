"""Languages as their speakers call them, also those that Django has no texts in."""

from django.conf.locale import LANG_INFO

# Codes are ISO 639. These names have still to be read by a speaker of each language.
_MORE = {
    "kri": "Krio",
    "men": "Mɛnde",
    "tem": "Themnɛ",
    "lim": "Limba",
    "nyf": "Kigiriama",
    "sck": "Sadri",
    "unr": "Mundari",
    "am": "አማርኛ",
    "ny": "Chichewa",
    "lg": "Luganda",
}


def name_of(code: str) -> str:
    """The language's own name for itself; the code, where we know none."""
    base = code.split("-", maxsplit=1)[0].lower()
    info = LANG_INFO.get(code.lower()) or LANG_INFO.get(base) or {}
    return str(info.get("name_local") or _MORE.get(base, code))


def is_right_to_left(code: str) -> bool:
    """Whether it is written from right to left."""
    info = LANG_INFO.get(code.split("-", maxsplit=1)[0].lower(), {})
    return bool(info.get("bidi"))
