"""Who signs and witnesses: adult roles. No child does, and no name of a person is kept.

A word for a child is refused only where it is the head of its phrase: "a girl of the club"
signs nothing, "the chair of the girls' club" does.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.errors import Invalid

ADULT = 18  # years


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


CHILDREN: dict[str, frozenset[str]] = {
    "en": _set(
        "child children girl boy kid pupil student schoolgirl schoolboy schoolchild "
        "schoolchildren minor teenager adolescent baby infant toddler prefect"
    ),
    "kri": _set("pikin gyal bobo titi"),
    "fr": _set(
        "enfant fille fillette garcon eleve ecolier ecoliere etudiant etudiante collegien "
        "collegienne lyceen lyceenne mineur mineure adolescente bebe"
    ),
    "ar": _set(
        "طفل طفله اطفال بنت بنات فتاه فتيات فتي فتيان صبي صبيه صبيان ولد اولاد تلميذ تلميذه "
        "تلميذات تلاميذ طالب طالبه طالبات طلاب قاصر قاصرات قصر مراهق مراهقه رضيع"
    ),
}

# Words after which it is told of whom, where or for what: the head stands before them.
_LINKS_EN = _set(
    "of for from at on to by in who whose that which aged age under between de du des"
)
_LINKS = {"en": _LINKS_EN, "kri": (_LINKS_EN - {"in"}) | {"fo", "na", "we"}}
_LINK_ANYWHERE = _LINKS["kri"] | _set("in de du des d pour a au aux chez")
# What may stand before a head, or after it, and is none.
_BEFORE = _set("the les l la le mes nos jeune jeunes petit petite petits petites di")
_COUNTED = _set("a an one two three four five un une deux trois quatre cinq wan tu")
_AFTER = frozenset({"den", "s"})

_YEARS = r"(?:[- ]*(?:years?|yrs?|yo|ans?|ia|سنه|سنوات|عام)\b(?! (?:of|as|in|de)\b))"
_AGE = re.compile(
    rf"(?<!for )(?<!with )\b(\d+){_YEARS}|\b(?:aged?|agee?s? de|عمره|عمرها)\s+(\d+)"
    r"|\bof (\d+)(?=$|[,;.)])"
)
_NUMBERS = dict(
    one="1", two="2", three="3", four="4", five="5", six="6", seven="7", eight="8", nine="9",
    ten="10", eleven="11", twelve="12", thirteen="13", fourteen="14", fifteen="15",
    sixteen="16", seventeen="17",
)  # fmt: skip
_HARD = re.compile(r"[,;:/()+&\n.،؛]+")
_AND = re.compile(r"\b(?:and|or|with|plus|et|ou|avec|en|wit)\b| و ")

# Words of roles, bodies and offices, as they stand in a role that is written with capitals.
_ROLE_WORDS = _set(
    "chief chiefs chiefdom speaker leader leaders leadership elder elders head heads headman "
    "headwoman headmaster headmistress teacher teachers principal matron nurse nurses midwife "
    "doctor officer officers director manager minister secretary treasurer chair chairman "
    "chairwoman chairperson president vice deputy assistant councillor councilor council "
    "committee club group society team office department ministry district section paramount "
    "village villages town city ward province region county state community health education "
    "social welfare police station clinic hospital school worker workers volunteer member "
    "members mother mothers father fathers parent parents guardian woman women womens man men "
    "mens youth youths young religious traditional imam pastor priest bishop reverend sheikh "
    "alim mullah rabbi king queen mammy mamie crier healer birth attendant attendants sowei "
    "digba herbalist judge magistrate lawyer advocate inspector commander sergeant captain "
    "farmer farmers trader traders market chairlady mayor governor commissioner administrator "
    "coordinator supervisor representative delegate witness witnesses adult adults family "
    "children child girls boys peace local national regional chef cheffe femme femmes homme "
    "hommes directeur directrice enseignant enseignante maitre maitresse infirmier infirmiere "
    "sage medecin maire prefet conseiller conseillere conseil comite groupe groupement "
    "presidente secretaire tresorier agent agente sante ecole quartier commune departement "
    "notable ancien anciens doyen doyenne pretre pasteur oustaz juge police bigman uman man "
    "ticha nos edman edmasta mami dadi papa mama"
)
_FEWEST, _MOST = 2, 3  # words of a name


class NotARole(Invalid):
    """A child, or a person by name, where the role of an adult belongs."""


def check_role(text: str, *, field: str, known: Iterable[str]) -> None:
    """Refuse whoever is no adult role. ``known``: names of places and sides around.

    Raises: NotARole.
    """
    if child_in(text):
        raise NotARole(
            _("Children sign and witness nothing. Which adult was it, in which role?"),
            field=field,
        )
    if is_a_name(text, known):
        raise NotARole(_("Say the role, not the name."), field=field)


def child_in(text: str) -> bool:
    """Whether a text names a child as one of those it is about, or gives a child's age."""
    folded = _folded(text)
    return _gives_an_age(folded) or any(_is_a_child(*piece) for piece in _pieces(folded))


def is_a_name(text: str, known: Iterable[str]) -> bool:
    """Whether a text is nothing but names: two or three capitalised words each, none of which
    stands in a role or in a known name."""
    roles = _ROLE_WORDS | {word for name in known for word in _words(_folded(name))}
    parts = re.split(r"[,;/&\n]|\b(?:and|et|ɛn)\b", text)
    pieces = [words for part in parts if (words := re.findall(r"[^\W\d_][\w'’-]*", part))]
    return bool(pieces) and all(_is_name(words, roles) for words in pieces)


def _is_name(words: list[str], roles: frozenset[str]) -> bool:
    return (
        _FEWEST <= len(words) <= _MOST
        and all(word[0].isupper() for word in words)
        and roles.isdisjoint(part for word in words for part in _words(_folded(word)))
    )


def _gives_an_age(folded: str) -> bool:
    told = " ".join(_NUMBERS.get(word, word) for word in folded.replace("-", " ").split(" "))
    return any(int(next(filter(None, found))) < ADULT for found in _AGE.findall(told))


def _pieces(folded: str) -> Iterator[tuple[list[str], bool]]:
    """Each phrase, and whether it may still belong to what stands before it: "leader of the
    girls and boys"."""
    is_linked = False
    for hard in _HARD.split(folded):
        for part in _AND.split(hard):
            words = _words(part)
            yield words, is_linked and not (words and _counts(words[0]))
            is_linked = is_linked or not _LINK_ANYWHERE.isdisjoint(words[1:])


def _counts(word: str) -> bool:
    return word in _COUNTED or word.isdecimal()


def _is_a_child(words: list[str], is_linked: bool) -> bool:
    said = [word for word in words if not word.isdecimal()]
    while said and said[0] in _BEFORE | _COUNTED:
        said = said[1:]
    heads = {language: _last_before(said, links) for language, links in _LINKS.items()}
    heads |= dict.fromkeys(("fr", "ar"), said[0] if said else "")
    found = [word for language, word in heads.items() if _is_one_of(word, language)]
    if is_linked:
        found = [word for word in found if not _is_plural(word)]
    return bool(found) or _joined_in_arabic(said)


def _last_before(words: list[str], links: frozenset[str]) -> str:
    """The last word before the first that leads away from the head."""
    end = next((n for n, word in enumerate(words) if word in links), len(words))
    group = words[:end]
    while group and group[-1] in _AFTER:
        group = group[:-1]
    return group[-1] if group else ""


def _is_one_of(word: str, language: str) -> bool:
    forms = {word, word.removesuffix("s"), word.removesuffix("es")}
    if language == "ar":
        forms.add(word.removeprefix("ال"))
    return not CHILDREN[language].isdisjoint(forms)


def _is_plural(word: str) -> bool:
    return word.endswith(("s", "children")) or word.startswith("ال")


def _joined_in_arabic(words: list[str]) -> bool:
    """Whether "and" is written together with a child: not with "the", which leads on."""
    return any(
        word.startswith("و") and word.removeprefix("و") in CHILDREN["ar"] for word in words[1:]
    )


_ALIKE = str.maketrans("ɛɔŋıةى’‘", "eoni\u0647ي''", "ـ")


def _folded(text: str) -> str:
    """A text without case, accents and what nobody sees."""
    plain = unicodedata.normalize("NFKD", text.casefold()).casefold()
    kept = (letter for letter in plain if unicodedata.category(letter) not in {"Mn", "Cf"})
    return "".join(kept).translate(_ALIKE)


def _words(folded: str) -> list[str]:
    return re.findall(r"[^\W_]+", folded)
