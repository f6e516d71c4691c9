"""Whether a paper says what was signed: any changed character is found."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from kinbridge.agreement.checking import (
    SHORT,
    as_compared,
    check_of,
    read_check,
    short_digest,
    texts_of,
)
from kinbridge.agreement.models import Draft

CONTENT: dict[str, Any] = {
    "parties": [{"side": "community", "name": "Bombali"}, {"side": "x", "name": "The clinic"}],
    "clauses": {
        name: {
            "first": f"{name}: nobody pays, and nobody is sent away.",
            "second": f"{name} Krio",
        }
        for name in ("title", "purpose", "safeguards", "disputes", "leaving")
    },
    "review": {"on": None, "words": "in a year"},
    "commitments": [
        {
            "what": {
                "first": "Hold a clinic day each month.",
                "second": "يوم في العيادة كل شهر.",
            },
            "who": "the nurse",
            "how_often": "once a month",
            "until": "",
            "needs": "fuel",
        }
    ],
}
DRAFT = Draft(number=2, content=CONTENT, digest="ab" * 32)
TEXTS = [text for text in texts_of(CONTENT) if text]


def test_every_text_of_the_paper_is_on_it_and_no_other() -> None:
    check = read_check(check_of(DRAFT))
    assert (check.number, check.digest, check.code) == (2, "ab" * 32, "ABABABAB")
    assert all(check.has(text) for text in TEXTS)
    assert not check.has("Hold a clinic day each week.")
    assert len(check.texts) == len(set(TEXTS))


def test_how_the_lines_break_on_paper_does_not_count() -> None:
    check = read_check(check_of(DRAFT))
    assert check.has("Hold a\nclinic  day\teach month. ")
    assert check.has("يوم في العيادة كل شهر.")


@given(st.sampled_from(TEXTS), st.data())
def test_any_changed_character_is_found(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text) - 1))
    how = data.draw(st.sampled_from(["drop", "change", "add"]))
    letter = data.draw(st.characters(exclude_categories=["Cs", "Cc", "Cn"]))
    told = {
        "drop": text[:place] + text[place + 1 :],
        "change": text[:place] + letter + text[place + 1 :],
        "add": text[:place] + letter + text[place:],
    }[how]
    same = as_compared(told) in {as_compared(one) for one in TEXTS}
    assert read_check(check_of(DRAFT)).has(told) is same


@given(st.integers(0, 10_000), st.sampled_from("ABCabc019-_."))
def test_a_code_that_was_changed_is_not_ours(place: int, letter: str) -> None:
    told = check_of(DRAFT)
    at = place % len(told)
    if told[at] == letter:
        return
    with pytest.raises(ValueError, match="not signed here"):
        read_check(told[:at] + letter + told[at + 1 :])


def test_a_code_is_short_enough_for_a_square_that_cheap_phones_read() -> None:
    assert len(check_of(DRAFT)) < 700
    assert len(short_digest("x")) == SHORT


@pytest.mark.parametrize("who", [None, "outsider"])
def test_anybody_holding_the_paper_can_check_it(
    cast: Any, client: Client, who: str | None
) -> None:
    if who:
        client.force_login(cast.person(who))
    told = check_of(DRAFT)
    page = client.get(reverse("check"), {"c": told}).content.decode()
    assert "draft 2, code ABABABAB" in page
    for secret in ("clinic day", "Bombali", "nurse"):
        assert secret not in page
    for text, said in (
        ("Hold a clinic day each month.", "just these words were agreed upon"),
        ("Hold a clinic day each year.", "not in just these words"),
    ):
        answer = client.post(reverse("check"), {"c": told, "text": text}).content.decode()
        assert said in answer
        assert text in answer
    broken = client.post(reverse("check"), {"c": told[:-4] + "AAAA", "text": "x"})
    assert "was not made here" in broken.content.decode()
    assert client.get(reverse("check")).status_code == 200
