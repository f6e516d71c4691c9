"""The guard marks words that could lead to a child, and leaves ordinary talk alone."""

# ruff: noqa: RUF001 (Arabic digits that look like letters)

import re
from collections.abc import Iterator
from re import _parser as sre  # type: ignore[attr-defined, unused-ignore]
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinbridge.foundation import guard
from kinbridge.foundation.guard import look


@pytest.mark.parametrize(
    "text",
    [
        "Fatmata, 14, is not in school",
        "Mariama Kamara is 13 years old",
        "a girl named Aminata",
        "the daughter of Ibrahim",
        "her name is Isatu",
        "a 12-year-old, Kadiatu, left school",
        "Sorie (11) works in the quarry",
        "call 076 555 123",
        "call +232 76 555123",
        "07655512399",
        "write to a.b@mail.example",
        "at 8.48444, -13.23445",
        "house no 12 behind the market",
        "No. 12 Kissy Street",
        "Aminata, aged fourteen, daughter of the chief, was beaten",
        "Kadiatu is fifteen years old",
        "Isatu was sixteen when she left",
        "Sorie (eleven) works in the quarry",
        "she was beaten by her uncle Sorie",
        "Her Aunt Marie Kargbo sells cloth",
        "Fatmata wey get 14 ia",
        "Fatmata we get fɔtin ia",
        "im ɔnkul Sorie bit am",
        "di gyal im nem na Isatu",
        "Mariama, 14 ans, ne va plus à l’école",
        "Mariama, âgée de quatorze ans",
        "elle s’appelle Mariama",
        "la fille de Mamadou",
        "son oncle Mamadou",
        "فاطمة عمرها ١٤ سنة ضربها عمها",
        "فاطمة عمرها أربع عشرة سنة",
        "بنت عندها ١٤ عاما تزوجت",
        "ضربها عمها وهي بنت ١٤ عامًا",
        "اسمها مريم",
    ],
)
def test_words_that_may_lead_to_a_person_are_marked(text: str) -> None:
    assert look(text, region="SL")


@pytest.mark.parametrize(
    "text",
    [
        "Girls leave school when money runs out.",
        "Girls of 13 to 17 walk two hours to the clinic.",
        "In March 2013 we met 14 women and 9 men.",
        "The penalty is Le 100,000 or 15 years.",
        "From 2013-2015 there was Ebola.",
        "The meeting on 2013-02-14 began at 10.30.",
        "The mothers' group meets every Friday.",
        "A child of the second village was guided home.",
        "Bombali is 12 hours away by road.",
        "1 000 000 bricks",
        "We decided in 3 rounds; 2 villages agreed.",
        "girls of fourteen",
        "Girls of fourteen are still children.",
        "she was in class",
        "15 to 17 years",
        "Mothers, fathers and uncles came.",
        "The mother. The aunt. Then they spoke.",
        "Her Mother Group met.",
        "One of five, two of ten: in two years we look again.",
        "Les filles de 15 à 17 ans",
        "Gyal pikin dɛn we get 15 to 17 ia",
        "البنات من ١٥ إلى ١٧ سنة لا يذهبن إلى المدرسة",
        "العقوبة ١٥ سنة",
        "تحدثت الأمهات والآباء عن المدرسة",
    ],
)
def test_ordinary_talk_is_left_alone(text: str) -> None:
    assert look(text, region="SL", known=["Bombali"]) == []


@pytest.mark.parametrize(
    "text",
    [
        "Mohamed Kamara",
        "MOHAMED KAMARA",
        "Fatmata B. Sesay",
        "Aïssatou N’Diaye",
        " Isatu Koroma ",
    ],
)
def test_a_field_for_a_role_marks_what_is_nothing_but_a_name(text: str) -> None:
    assert look(text, names=True)
    assert not look(text)


@pytest.mark.parametrize(
    "text",
    [
        "The Paramount Chief",
        "Community Health Officer",
        "Family Support Unit",
        "Port Loko",
        "Port Loko Clinic",
        "World Vision",
        "Nurse",
        "Mothers’ Groups",
        "the nurse at the clinic",
        "Mohamed Kamara knows them all well",
        "शिक्षक",
        "",
    ],
)
def test_a_role_a_place_or_a_body_is_no_name(text: str) -> None:
    assert look(text, known=["Port Loko", "World Vision"], names=True) == []


@given(st.text(max_size=400))
def test_no_text_breaks_the_guard_and_every_mark_stands_in_the_text(text: str) -> None:
    assert all(hit.words in text for hit in look(text, region="SL"))


PIECES = [
    "Ab ", "Ab, 14, ", "aged fourteen ", "uncle ", "uncle Ab ", "1 ", "1", "1 Ab ", "1.1111 ",
    " ", "\n", "a", "A", "a.", "a-", "A’", "a@", "+1 ", "house ", "no. 1 ", ", ", "(", "is 1 ",
    "عمرها ", "١٤ سنة ", "ضربها ", "عشر ", "fɔtin ia ", "get ", "ɛ",
]  # fmt: skip
FULL = 4000  # characters: as many as a form takes


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=4), st.sampled_from(PIECES))
@settings(max_examples=150)
def test_no_repetition_however_long_breaks_the_guard_or_marks_a_whole_text(
    pieces: list[str], end: str
) -> None:
    piece = "".join(pieces)
    text = (piece * (FULL // len(piece)) + end)[-FULL:]
    hits = look(text, region="SL", names=True)
    assert all(hit.words in text and len(hit.words) < FULL // 4 for hit in hits)


def endless(parsed: Any) -> Iterator[Any]:
    """The parts of a pattern that may repeat without an end."""
    for op, args in parsed:
        if "REPEAT" in str(op) and args[1] == sre.MAXREPEAT:
            yield args
        for part in args if isinstance(args, list | tuple) else (args,):
            for inner in part if isinstance(part, list) else (part,):
                if isinstance(inner, sre.SubPattern):
                    yield from endless(inner)


def test_no_pattern_repeats_without_an_end() -> None:
    patterns = [found for found in vars(guard).values() if isinstance(found, re.Pattern)]
    assert len(patterns) > 10
    for pattern in patterns:
        assert list(endless(sre.parse(pattern.pattern, pattern.flags))) == []
    assert list(endless(sre.parse("a(?:b|c+)")))


@given(st.integers(0, 99_999_999))
def test_a_local_phone_number_is_marked_however_it_is_divided(number: int) -> None:
    digits = f"0{number:08d}"
    for said in (
        digits,
        f"{digits[:3]} {digits[3:]}",
        f"{digits[:3]}-{digits[3:6]}-{digits[6:]}",
    ):
        assert look(f"she can be reached at {said} in the evening", region="SL")
