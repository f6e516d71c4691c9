"""Who can decide: a body of the community, and nobody who works for it, with it or over it.

An NGO, a service, a facilitator, a mentor or an official can never be entered as the
decider, however it is spelled. Other parts ask here too, before a community asks a service.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.errors import Invalid
from kinbridge.people.deeds import line
from kinbridge.people.models import Organisation, Person


class DecidingBody(models.TextChoices):
    """The bodies of a community that decide for it."""

    WHOLE_COMMUNITY = "whole_community", _("the whole community together")
    VILLAGES_TOGETHER = "villages_together", _("the villages together")
    GROUPS_IN_TURN = "groups_in_turn", _("each group in turn")
    OTHER_BODY = "other_body", _("another body of the community")


class NotOfTheCommunity(Invalid):
    """The decider that was named is no body of the community, or none was named."""


def deciding_body_field() -> forms.ChoiceField:
    """Which body decided. Only bodies of a community are on offer."""
    return forms.ChoiceField(
        label=_("Who decided"), choices=DecidingBody.choices, widget=forms.RadioSelect
    )


def deciding_body_words_field() -> forms.CharField:
    """The deciding body in words; ``check_decider`` says whether it can be one."""
    return line(
        _("Which body, in words"),
        required=False,
        help_text=_(
            "For another body: the council of elders, the mothers’ group. An NGO, a service, "
            "a facilitator or a mentor never decides."
        ),
    )


def check_decider(*, deciding_body: str, deciding_body_words: str) -> None:
    """Refuse whoever is not of the community. Two queries where words were told.

    Raises: NotOfTheCommunity, at the field ``deciding_body_words``.
    """
    said = _words(deciding_body_words)
    if deciding_body == DecidingBody.OTHER_BODY and not said:
        raise NotOfTheCommunity(_("Say which body decided."), field="deciding_body_words")
    outsider = named_in(deciding_body_words, _names()) if said else None
    if outsider is not None:
        raise NotOfTheCommunity(
            _(
                "Only a body of the community decides, and “%(name)s” is none. "
                "Which body of the community was it?"
            )
            % {"name": outsider},
            field="deciding_body_words",
        )


def named_in(text: str, outsiders: Iterable[str]) -> str | None:
    """The first of these names, or of the words in ``NEVER``, that stands in a text."""
    said = _words(text)
    for name in (*(word for words in NEVER.values() for word in words), *outsiders):
        told = _words(name)
        starts = range(len(said) - len(told) + 1) if told else ()
        if any(all(a & b for a, b in zip(told, said[n:], strict=False)) for n in starts):
            return name
    return None


def _names() -> Iterator[str]:
    kinds = (Organisation.Kind.NGO, Organisation.Kind.GOVERNMENT)
    for name in Organisation.objects.filter(kind__in=kinds).values_list("name", flat=True):
        yield from _spellings(name)
    for pair in Person.objects.values_list("display_name", "sign_in_name"):
        yield from pair


def _spellings(name: str) -> Iterator[str]:
    """A body's full name; the name without what is added; a short form in brackets."""
    yield name
    yield re.split(r"[,(]|\s[-–]\s", name)[0]
    yield from re.findall(r"\(([A-Z]{2,})\)", name)


# Words for those who accompany or serve a community, as people write them. Each also stands
# for its plural; several words stand for just these, one after the other.
NEVER: dict[str, tuple[str, ...]] = {
    "en": (
        "NGO", "INGO", "non governmental", "nongovernmental", "facilitator", "mentor",
        "project", "agency", "staff", "program", "programme", "donor", "funder", "official",
        "government", "ministry",
    ),
    "fr": (
        "ONG", "non gouvernemental", "non gouvernementale", "facilitateur", "facilitatrice",
        "animateur", "animatrice", "mentore", "projet", "agence", "personnel", "bailleur",
        "donateur", "fonctionnaire", "gouvernement", "ministère",
    ),
    "ar": (
        "غير حكومية", "ميسر", "مرشد", "موجه", "مشروع", "مشاريع", "وكالة", "موظف", "طاقم",
        "برنامج", "برامج", "حكومة", "وزارة",
    ),
    "kri": (
        "ɛnjio", "fasilitetɔ", "mɛntɔ", "prɔjɛkt", "prɔjɛk", "ejɛnsi", "staf", "prɔgram",
        "gɔvmɛnt", "ministri",
    ),
}  # fmt: skip

_HEH = "\u0647"  # the Arabic letter, spelled out so as not to be taken for an o
# Letters that people type for one another; a mark that only stretches a word.
_ALIKE = str.maketrans("ɛɔŋıةى", f"eoni{_HEH}ي", "ـ")
_INITIALS = re.compile(r"(?<=\b\w)[.·-](?=\w\b)")  # N.G.O.
_MARKS = str.maketrans(".·-", "   ")
_BEGINNINGS = ("وال", "بال", "فال", "كال", "لل", "ال", "و", "ب", "ل")  # and, the, by
_ENDINGS = (
    ("ies", "y"), ("es", ""), ("s", ""), ("x", ""),
    ("ون", ""), ("ين", ""), ("ات", _HEH), ("ات", ""), (_HEH, ""), ("و", ""), ("ي", ""),
)  # fmt: skip
_SHORTEST = 3  # letters that must be left for an ending or a beginning to be one


def _words(text: str) -> list[frozenset[str]]:
    """The words of a text, each as all that it may be a form of, whatever the spelling."""
    folded = unicodedata.normalize("NFKD", text.casefold()).casefold().translate(_ALIKE)
    plain = _INITIALS.sub("", "".join(_read(letter) for letter in folded))
    return [_forms(word) for word in plain.translate(_MARKS).split()]


def _read(letter: str) -> str:
    """A letter as it is read: accents and what nobody sees are not, the rest divides words."""
    kind = unicodedata.category(letter)
    if kind in {"Mn", "Cf"}:
        return ""
    return letter if kind[0] in "LMN" or letter in ".·-" else " "


def _forms(word: str) -> frozenset[str]:
    bare = [word.removeprefix(the) for the in _BEGINNINGS if word.startswith(the)]
    whole = [word, *(form for form in bare if len(form) >= _SHORTEST)]
    single = [
        form.removesuffix(end) + one
        for form in whole
        for end, one in _ENDINGS
        if form.endswith(end)
    ]
    return frozenset([*whole, *(form for form in single if len(form) >= _SHORTEST)])
