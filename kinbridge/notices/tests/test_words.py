"""What a notice says: the same, short, and telling nothing."""

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from kinbridge.notices import words

LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_neutral_text_tells_nothing_and_fits_one_message(language: str) -> None:
    text = words.waiting(language, "4821")
    assert "4821" in text
    assert list(words.faults(text)) == []
    assert list(words.faults(words.sign(language))) == []
    assert words.is_plain(text) == (language != "ar")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_alert_is_as_long_as_a_sign_of_life(language: str) -> None:
    lengths = {len(words.waiting(language, words.new_ref())) for _n in range(50)}
    assert len(lengths) == 1


def test_no_language_goes_without_its_list_of_words() -> None:
    assert set(LANGUAGES) <= set(words.SENSITIVE)


@pytest.mark.parametrize(
    "text",
    [
        "A Referral waits.",
        "The girl waits.",
        "Kinbridge: 1 message",
        "عن الطفل",
        "x" * 161,
        "ش" * 71,
    ],
)
def test_the_lint_sees_what_it_should(text: str) -> None:
    assert list(words.faults(text))


@given(st.text(max_size=200))
def test_typographic_marks_become_those_that_telephones_have(text: str) -> None:
    plain = words.as_telephones_have_it(text)
    assert len(plain) == len(text)
    assert words.as_telephones_have_it("It’s “so” – yes…") == 'It\'s "so" - yes.'
    if words.is_plain(text):
        assert plain == text
