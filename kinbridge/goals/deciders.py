"""Who can decide: a body of the community, and nobody who works for it, with it or over it.

An NGO, a service, a facilitator, a mentor or an official that is entered here by a name or
a word that we know is refused, also when it is spelled with other letters. A name that nobody
listed passes: that a community decided is in the end the word of the one who writes it down.
Other parts ask here too, before a community asks a service.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

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
    """The first of these names, or of the words for outsiders, that stands in a text."""
    names = [*(word for words in NEVER.values() for word in words), *ORGANISATIONS, *outsiders]
    for read in (str, _with_latin_letters):
        said = _words(read(text))
        told = [(name, _words(read(name))) for name in names]
        for words in (said, _initials_joined(said)):
            for name, its_words in told:
                if next(_stand_at(its_words, words), None) is not None:
                    return name
            body = _an_organisation_of_others(words)
            if body:
                return body
    return None


def _stand_at(told: list[frozenset[str]], said: list[frozenset[str]]) -> Iterator[int]:
    """The places where these words stand, one after the other."""
    for start in range(len(said) - len(told) + 1) if told else ():
        if all(one & other for one, other in zip(told, said[start:], strict=False)):
            yield start


def _an_organisation_of_others(said: list[frozenset[str]]) -> str | None:
    """An organisation that is not said to be the community's own: nothing near it says so."""
    for word, told in _BODIES:
        for start in _stand_at(told, said):
            near = said[max(0, start - _NEAR_BODY) : start + 1 + _NEAR_BODY]
            if not any(one & own for one in near for own in _OWN_WORDS):
                return word
    if len(said) == 1 and "un" in said[0]:  # in French text it is an article
        return "UN"
    return None


def _initials_joined(said: list[frozenset[str]]) -> list[frozenset[str]]:
    """The same words, with letters that stand alone in a row read as one: N G O."""
    joined: list[frozenset[str]] = []
    row = ""
    for forms_of in [*said, frozenset({"--"})]:
        letter = min(forms_of, key=len)
        if len(letter) == 1:
            row += letter
            continue
        joined += [frozenset({row})] if row else []
        joined.append(forms_of)
        row = ""
    return joined[:-1]


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
        "government", "ministry", "field worker", "fieldworker", "field officer",
        "field team", "social worker", "case worker", "consultant", "clinic", "hospital",
        "health centre", "health center", "health post", "police", "the UN",
        "United Nations", "accompanying organisation", "accompanying organization",
        "organisation accompanying", "organization accompanying", "accompanying team",
    ),
    "fr": (
        "ONG", "non gouvernemental", "non gouvernementale", "facilitateur", "facilitatrice",
        "animateur", "animatrice", "mentore", "projet", "agence", "personnel", "bailleur",
        "donateur", "fonctionnaire", "gouvernement", "ministère",
        "agent de terrain", "travailleur social", "travailleuse sociale", "consultant",
        "clinique", "hôpital", "centre de santé", "police", "gendarmerie", "Nations Unies",
        "ONU", "organisation accompagnatrice", "organisation qui accompagne",
    ),
    "ar": (
        "غير حكومية", "ميسر", "مرشد", "موجه", "مشروع", "مشاريع", "وكالة", "موظف", "طاقم",
        "برنامج", "برامج", "حكومة", "وزارة", "عيادة", "مستشفى", "مركز صحي", "شرطة",
        "عامل ميداني", "باحث اجتماعي", "الأمم المتحدة", "يونيسف", "يونيسيف",
    ),
    "kri": (
        "ɛnjio", "fasilitetɔ", "mɛntɔ", "prɔjɛkt", "prɔjɛk", "ejɛnsi", "staf", "prɔgram",
        "gɔvmɛnt", "ministri", "fil woka", "klinik", "ɔspitul", "polis",
    ),
}  # fmt: skip

# The best-known bodies of the United Nations and organisations for children. An unlisted name
# cannot be known; the organisations entered in this programme are asked for besides.
ORGANISATIONS: tuple[str, ...] = (
    "UNICEF", "UNHCR", "UNFPA", "UNESCO", "UNDP", "UN Women", "WFP", "World Food Programme",
    "World Health Organization", "World Bank", "USAID", "World Vision", "Save the Children",
    "Plan International", "ChildFund", "Child Fund", "Terre des hommes", "War Child",
    "SOS Children’s Villages", "Street Child", "Defence for Children", "Child Rights",
    "International Rescue Committee", "Norwegian Refugee Council", "Danish Refugee Council",
    "Jesuit Refugee Service", "Catholic Relief Services", "Caritas", "Concern Worldwide",
    "ActionAid", "Action Aid", "Oxfam", "CARE International", "Mercy Corps", "World Relief",
    "Islamic Relief", "Red Cross", "Croix Rouge", "Red Crescent", "الصليب الأحمر",
    "الهلال الأحمر", "Médecins Sans Frontières", "Doctors Without Borders", "MSF",
    "Right to Play", "Compassion International", "Hope and Homes", "Humanity & Inclusion",
    "Handicap International", "Aide et Action", "BRAC", "GOAL Ireland", "Trócaire", "Tostan",
    "ECPAT", "Childline", "Family for Every Child", "Good Neighbors", "Marie Stopes",
)  # fmt: skip

# A body by these words may be the community’s own; then one of the words below is near it.
BODIES = (
    "organisation", "organization", "ɔganayzeshɔn", "منظمة", "association internationale",
)  # fmt: skip
OWN = (
    "village", "villager", "villageois", "villageoise", "community", "communautaire",
    "communauté", "women", "femme", "mother", "mère", "father", "parent", "girl", "fille",
    "boy", "garçon", "youth", "young", "jeune", "people", "elder", "farmer", "paysan",
    "paysanne", "fishermen", "savings", "local", "own", "our", "notre", "traders", "market",
    "disabled", "disabilities", "uman", "vilej", "yɔŋ", "yut", "kɔmyuniti", "wi", "نساء",
    "نسائية", "شباب", "شبابية", "قرية", "مجتمع", "مجتمعية", "أمهات", "أهلية", "محلية",
)  # fmt: skip
_NEAR_BODY = 3  # words

_HEH = "\u0647"  # the Arabic letter, spelled out so as not to be taken for an o
# Letters that people type for one another; a mark that only stretches a word.
_ALIKE = str.maketrans("ɛɔŋıةى", f"eoni{_HEH}ي", "ـ")
# Greek and Cyrillic letters, and a few more, that look like Latin ones.
_LOOK_ALIKES = str.maketrans(
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαενικοργυτχАВЕЅІЈКМНОРСТУХаеѕіјкмнорстухԌԛԝɡⅼ",
    "ABEZHIKMNOPTYXaevikopyutxABESIJKMHOPCTYXaesijkmhopctyxGqwgl",
)
_INITIALS = re.compile(r"(?<=\b\w)[.·-](?=\w\b)")  # N.G.O.
_MARKS = str.maketrans(".·-", "   ")
_BEGINNINGS = ("وال", "بال", "فال", "كال", "لل", "ال", "و", "ب", "ل")  # and, the, by
_ENDINGS = (
    ("ies", "y"), ("es", ""), ("s", ""), ("x", ""),
    ("ون", ""), ("ين", ""), ("ات", _HEH), ("ات", ""), (_HEH, ""), ("و", ""), ("ي", ""),
)  # fmt: skip
_SHORTEST = 3  # letters that must be left for an ending or a beginning to be one


@lru_cache(maxsize=4096)
def _words(text: str) -> list[frozenset[str]]:
    """The words of a text, each as all that it may be a form of, whatever the spelling."""
    folded = unicodedata.normalize("NFKD", text.casefold()).casefold().translate(_ALIKE)
    plain = _INITIALS.sub("", "".join(_read(letter) for letter in folded))
    return [_forms(word) for word in plain.translate(_MARKS).split()]


def _with_latin_letters(text: str) -> str:
    """The text with letters of other scripts that look like Latin ones read as these."""
    return unicodedata.normalize("NFKD", text).translate(_LOOK_ALIKES)


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


_BODIES = tuple((word, _words(word)) for word in BODIES)
_OWN_WORDS = frozenset(word for told in OWN for word in _words(told))
