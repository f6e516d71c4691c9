"""Words are found as people type them, in any language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinbridge.directory.folding import LONGEST_WORD, MOST_WORDS, folded, ranked, words_of


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Centre de Santé, Kénéma", "sante kenema"),
        ("Ɔpin Hɔspitul", "opin hospitul"),
        ("Ŋgaɓa Ɗan Ƙasa", "ngaba dan kasa"),
        ("Straße Đồng Æble", "strasse dong aeble"),
        ("مُستشفى الأطفال", "مستشفي الاطفال"),
        ("مدرسة", "مدرسه"),
        ("হাসপাতাল", "হাসপাতাল"),
        ("स्वास्थ्य केंद्र", "स्वास्थ्य केंद्र"),
        ("ጤና ጣቢያ", "ጤና ጣቢያ"),
        ("Больница № 3", "больница 3"),
        ("Call ١٠٩٨", "1098"),
        ("People’s Clinic", "peoples clinic"),
    ],
)
def test_what_is_typed_finds_what_is_written(written: str, typed: str) -> None:
    assert set(words_of(typed)) <= set(words_of(written))


def test_a_vowel_that_makes_the_word_is_kept() -> None:
    assert folded("कि") != folded("का")
    assert len(words_of("स्वास्थ्य केंद्र")) == 2


def test_scripts_without_spaces_are_found_by_any_two_letters() -> None:
    assert set(words_of("病院")) <= set(words_of("中央病院"))


@given(st.text(max_size=80))
def test_a_folded_text_is_found_by_itself(text: str) -> None:
    words = words_of(text)
    assert all(0 < len(word) <= LONGEST_WORD for word in words)
    assert words_of(folded(text)) == words


def test_words_of_the_name_come_first_and_a_long_entry_is_cut() -> None:
    found = ranked("Health Post", ["a post of health", " ".join(map(str, range(900)))])
    assert found["health"] == found["post"] == 0
    assert found["of"] == 1
    assert len(found) == MOST_WORDS
