"""Only a body of the community decides, however an outsider is spelled."""

import unicodedata
from itertools import zip_longest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinbridge.goals.deciders import (
    BODIES as BODY_WORDS,
)
from kinbridge.goals.deciders import (
    NEVER,
    ORGANISATIONS,
    DecidingBody,
    NotOfTheCommunity,
    check_decider,
    named_in,
)
from kinbridge.people.models import Organisation
from tests.cast import Cast

OUTSIDERS = sorted({*(word for words in NEVER.values() for word in words), *ORGANISATIONS})
BODIES = [
    "the council of elders",
    "the mothers’ group of the three villages",
    "the youth group",
    "village heads with the women’s leader",
    "the school management committee",
    "the Bondo society elders",
    "the paramount chief and her speakers",
    "le conseil des anciens",
    "le groupement des femmes du village",
    "مجلس شيوخ القرية",
    "لجنة النساء في القرى الثلاث",
    "مجلس الأولاد والبنات",
    "di big wan dɛn na di vilej",
    "ग्राम सभा",
    "🌾",
    "The Agenda Setters",
    "the stafford street mothers",
    "village development organisation",
    "the community organisation",
    "the women’s organisation",
    "youth organisation",
    "Community-Based Organization",
    "l’organisation des femmes",
    "un groupement de femmes",
    "منظمة نساء القرية",
]


def spelled(word: str) -> st.SearchStrategy[str]:
    """A word in some case, with marks strewn in that nobody reads or that look like accents."""
    cases = st.sampled_from([str.lower, str.upper, str.title, str.swapcase])
    marks = st.sampled_from(["", "", "", "\u0301", "\u0308", "\u200d", "\u00ad", "\u0640"])
    return st.builds(
        lambda case, strewn: "".join(
            letter + mark for letter, mark in zip_longest(case(word), strewn, fillvalue="")
        ),
        cases,
        st.lists(marks, min_size=len(word), max_size=len(word)),
    )


def in_company(words: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Some words between bodies of a community."""
    around = st.sampled_from(["", *BODIES])
    between = st.sampled_from([" ", ", ", " / ", " - ", "\n", "; ", " (", "’s "])
    return st.builds("{}{}{} {}".format, around, between, words, around)


@given(st.sampled_from(OUTSIDERS).flatmap(lambda word: in_company(spelled(word))))
def test_those_who_accompany_or_serve_are_found_in_any_spelling(text: str) -> None:
    assert named_in(text, []) is not None


@given(st.sampled_from([word for word in NEVER["en"] if " " not in word]))
def test_their_plurals_are_found(word: str) -> None:
    plural = f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"
    assert named_in(f"all the {plural} together", []) is not None


@given(
    st.text(
        st.characters(categories=["Lu", "Ll", "Lo", "Nd"]), min_size=3, max_size=20
    ).flatmap(
        lambda name: st.tuples(
            st.just(f"Hands of {name}"), in_company(spelled(f"HANDS OF {name}"))
        )
    )
)
def test_any_name_of_an_organisation_is_found_in_any_spelling(pair: tuple[str, str]) -> None:
    name, text = pair
    assert named_in(text, [name]) is not None


@given(st.sampled_from(BODIES), st.sampled_from(BODIES))
def test_bodies_of_a_community_are_welcome(one: str, other: str) -> None:
    assert named_in(f"{one}, {other}", ["Health Office", "The Accompanying NGO"]) is None


@given(st.text(max_size=200), st.lists(st.text(max_size=40), max_size=3))
def test_no_text_whatever_breaks_the_question(text: str, names: list[str]) -> None:
    found = named_in(text, names)
    assert found is None or found in {*OUTSIDERS, *BODY_WORDS, *names, "UN"}


@given(st.text(max_size=60))
def test_composed_and_decomposed_letters_are_the_same(text: str) -> None:
    composed = named_in(unicodedata.normalize("NFC", text), [])
    assert composed == named_in(unicodedata.normalize("NFD", text), [])


@pytest.mark.parametrize(
    "words",
    [
        "the NGO",
        "N.G.O.",
        "an N-G-O",
        "Ngos",
        "the non-governmental organisation",
        "the elders and the Facilitator",
        "all MENTORS",
        "projects",
        "two agencies",
        "the staff’s team",
        "l’ONG",
        "les agences",
        "la facilitatrice et les femmes",
        "l’équipe du projet",
        "le MINISTERE",
        "الميسّرة",
        "والمنظمات غير الحكومية",
        "موظفو المستشفى",
        "والموظفون",
        "الميسّرات",
        "الوكالات",
        "المشاريع",
        "di NGO dɛm",
        "di prɔjɛkt",
        "di projekt",
        "\uff2e\uff27\uff2f",
        "District Health Office",
        "the district health offices",
        "The Accompanying Friends",
        "accompanying friends",
        "AF",
        "Facilitator",
        "second_administrator",
        "second administrator",
        "the accompanying organisation",
        "the organisation",
        "an international organization",
        "the organisations",
        "المنظمة",
        "N G O",
        "the n g o",
        "N. G. O.",
        "NG\u039f",
        "\u039dG\u039f",
        "\u0420r\u043eject",
        "UNICEF",
        "U N I C E F",
        "UN",
        "U.N.",
        "the UN",
        "the field workers",
        "the clinic",
        "the hospital",
        "the police",
        "الشرطة",
        "la police",
        "World Vision",
        "Save the Children",
        "save-the-children",
    ],
)
def test_an_outsider_is_refused_at_the_field(cast: Cast, words: str) -> None:
    Organisation.objects.create(name="Accompanying Friends (AF), Bombali", kind="ngo")
    with pytest.raises(NotOfTheCommunity) as refused:
        check_decider(deciding_body=DecidingBody.OTHER_BODY, deciding_body_words=words)
    assert refused.value.field == "deciding_body_words"


@pytest.mark.parametrize("body", DecidingBody.values)
@pytest.mark.parametrize("words", [body for body in BODIES if body != "🌾"])
def test_a_body_of_the_community_decides(cast: Cast, body: str, words: str) -> None:
    check_decider(deciding_body=body, deciding_body_words=words)


def test_an_organisation_of_the_community_itself_decides(cast: Cast) -> None:
    Organisation.objects.create(name="Three Villages Savings Group", kind="community")
    check_decider(
        deciding_body="other_body", deciding_body_words="the Three Villages Savings Group"
    )


@pytest.mark.parametrize("nothing", ["", "   ", "—", "🌾", "\u200d"])
def test_another_body_has_to_be_named(cast: Cast, nothing: str) -> None:
    with pytest.raises(NotOfTheCommunity, match="Say which body"):
        check_decider(deciding_body="other_body", deciding_body_words=nothing)


@pytest.mark.parametrize("body", [b for b in DecidingBody.values if b != "other_body"])
def test_the_whole_community_needs_no_words_but_its_words_are_looked_at_too(
    cast: Cast, body: str
) -> None:
    check_decider(deciding_body=body, deciding_body_words="")
    with pytest.raises(NotOfTheCommunity):
        check_decider(deciding_body=body, deciding_body_words="led by the NGO")
