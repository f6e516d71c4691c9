"""The guard marks words that could lead to a child, and leaves ordinary talk alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    ],
)
def test_ordinary_talk_is_left_alone(text: str) -> None:
    assert look(text, region="SL", known=["Bombali"]) == []


@given(st.text(max_size=400))
def test_no_text_breaks_the_guard_and_every_mark_stands_in_the_text(text: str) -> None:
    assert all(hit.words in text for hit in look(text, region="SL"))


@given(st.integers(0, 99_999_999))
def test_a_local_phone_number_is_marked_however_it_is_divided(number: int) -> None:
    digits = f"0{number:08d}"
    for said in (
        digits,
        f"{digits[:3]} {digits[3:]}",
        f"{digits[:3]}-{digits[3:6]}-{digits[6:]}",
    ):
        assert look(f"she can be reached at {said} in the evening", region="SL")
