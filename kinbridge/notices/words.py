"""What a notice may say: neutral, one message long, the same for an alert and a heartbeat
(``SECURITY`` 4.5).

Source: the alphabet is that of 3GPP TS 23.038, which one message holds 160 letters of; any
other letter turns the whole message into 16 bits a letter, and one message holds 70.
"""

import re
import secrets
import unicodedata
from collections.abc import Iterator

from django.utils.translation import gettext, gettext_noop, override

GSM_7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_7_TWICE = frozenset("\f^{}\\[~]|€")  # each takes the room of two
ONE_MESSAGE, ONE_WIDE_MESSAGE = 160, 70

# Words that would tell a bystander what this is about, by language. Stems: a word that begins
# so is found.
SENSITIVE = {
    "en": (
        "abus", "aids", "arrest", "assault", "beaten", "boy", "case", "child", "court", "crime",
        "danger", "disclos", "emergency", "girl", "harm", "help", "hiv", "hospital", "incest",
        "kill", "kinbridge", "marriage", "molest", "police", "pregnan", "protect", "rape",
        "referral", "report", "safeguard", "sex", "suicid", "traffick", "urgent", "victim",
        "violen", "wound",
    ),
    "ar": (
        "اعتداء", "اغتصاب", "بلاغ", "بنت", "تحرش", "جريمة", "حماية", "حمل", "خطر", "زواج",
        "شرطة", "صبي", "ضحية", "طارئ", "طفل", "عاجل", "عنف", "قتل", "محكمة", "مستشفى",
    ),
}  # fmt: skip

WAITING = gettext_noop("You have 1 message waiting. Open your app. Ref %(ref)s.")
SIGN = gettext_noop("You have 1 message waiting.")
_REFS = 10_000


def new_ref() -> str:
    """Four figures that mean nothing."""
    return f"{secrets.randbelow(_REFS):04}"


def waiting(language: str, ref: str) -> str:
    """The one text of every neutral notice."""
    with override(language):
        return gettext(WAITING) % {"ref": ref}


def sign(language: str) -> str:
    """The words of a sign in the browser, which the browser itself keeps."""
    with override(language):
        return gettext(SIGN)


def is_plain(text: str) -> bool:
    """Whether every telephone can show it in the narrow alphabet."""
    return set(text) <= GSM_7 | GSM_7_TWICE


def fits(text: str) -> bool:
    """Whether it is one message, in the narrow alphabet or in the wide one."""
    if is_plain(text):
        return len(text) + sum(letter in GSM_7_TWICE for letter in text) <= ONE_MESSAGE
    return len(text.encode("utf-16-be")) <= 2 * ONE_WIDE_MESSAGE


def as_telephones_have_it(text: str) -> str:
    """Typographic marks replaced by those of the narrow alphabet."""
    return text.translate(str.maketrans("’‘“”–—…\u00a0\u202f", "''\"\"--.  "))


def faults(text: str) -> Iterator[str]:
    """What is wrong with a text that must tell a bystander nothing."""
    if not fits(text):
        yield "longer than one message"
    for language, stems in SENSITIVE.items():
        for word in re.findall(r"[^\W\d_]+", unicodedata.normalize("NFKC", text).casefold()):
            bare = word.removeprefix("ال") if language == "ar" else word
            if bare.startswith(stems):
                yield f"{word} tells what it is about"
