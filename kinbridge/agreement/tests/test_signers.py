"""Only adult roles sign and witness, and no name of a person stands under an agreement."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from kinbridge.agreement.models import Draft, Signature
from kinbridge.agreement.signers import CHILDREN, NotARole, child_in, is_a_name
from kinbridge.agreement.tests.conftest import SIGNED
from kinbridge.people.roles import Deed
from tests.cast import Cast, posted

REFUSED = [
    "a girl, 12 years",
    "a schoolgirl",
    "pupil",
    "Pupils",
    "a boy of 15",
    "the child of the chief",
    "a nurse and a girl",
    "a nurse and girls",
    "leader of the women and a girl",
    "a nurse with two girls",
    "the head girl",
    "school-girl",
    "a neighbour, fifteen years old",
    "somebody aged 16",
    "skul pikin",
    "di gyal pikin dɛn",
    "pikin na di vilej",
    "un adolescent du village",
    "l’élève",
    "une élève de la classe 6",
    "les jeunes filles",
    "un habitant âgé de 14 ans",
    "تلميذة في المدرسة",
    "الأطفال",
    "شيخ القرية وتلميذ",
    "ساكن عمره ١٤ سنة",
]
WELCOME = [
    "chair of the girls' club",
    "chair of the girls’ club",
    "women's leader",
    "mother of a pupil",
    "head teacher of the school",
    "Village chief, women’s leader, nurse.",
    "the head teacher, and an imam and a pastor",
    "Town chief of the First village, for the three town chiefs",
    "Officer for reproductive health of the District Health Management Team",
    "Nurse in charge of the health unit",
    "leader of the girls and boys",
    "officer for women, children and youth",
    "two teachers",
    "12 elders",
    "the teacher of class 6",
    "nurse with 12 years of experience",
    "youth leader",
    "student nurse",
    "mama fɔ di pikin dɛn",
    "pikin in mama",
    "mère d’élève",
    "la présidente du club des filles",
    "أم تلميذة",
    "رئيسة نادي البنات والأولاد",
    "والد",
    "🌾",
    "",
]
ADULTS = ["mother", "chair", "head teacher", "women’s leader", "guardian", "nurse"]
ENGLISH = sorted(CHILDREN["en"])


@pytest.mark.parametrize("text", REFUSED)
def test_a_child_signs_and_witnesses_nothing(text: str) -> None:
    assert child_in(text)


@pytest.mark.parametrize("text", WELCOME)
def test_adults_who_have_to_do_with_children_sign(text: str) -> None:
    assert not child_in(text)


@given(
    st.sampled_from(ENGLISH),
    st.sampled_from([str.lower, str.upper, str.title]),
    st.sampled_from(["", "a ", "the ", "one ", "our "]),
    st.sampled_from(
        ["", ".", " from the village", " (of the club)", ", a nurse", " and others"]
    ),
)
def test_a_child_is_found_in_any_spelling(
    word: str, case: Callable[[str], str], before: str, after: str
) -> None:
    assert child_in(f"{before}{case(word)}{after}")


@given(
    st.sampled_from(ADULTS),
    st.sampled_from([" of the ", " for ", " from a club of ", " to the "]),
    st.sampled_from(ENGLISH),
)
def test_whom_an_adult_stands_for_is_not_who_signs(adult: str, link: str, word: str) -> None:
    assert not child_in(f"{adult}{link}{word}")
    assert not child_in(f"the {word}’s {adult}")
    assert not child_in(f"{word}s’ club {adult}")


@given(st.text(max_size=120))
def test_whatever_is_typed_is_read(text: str) -> None:
    assert child_in(text) in {True, False}
    assert is_a_name(text, []) in {True, False}


@pytest.mark.parametrize(
    "text",
    ["Mohamed Kamara", "Mr. Kamara", "Aminata K. Sesay", "Isatu Kargbo and Musa Conteh",
     "Fatmata Bangura, Musa Conteh"],
)  # fmt: skip
def test_a_name_is_told_from_a_role(text: str) -> None:
    assert is_a_name(text, ["First Village"])


@pytest.mark.parametrize(
    "text",
    ["Village Chief", "Head Teacher", "Paramount Chief", "First Village", "Mammy Queen",
     "District Health Team", "the Town Crier", "Mohamed", "chief", "Chef de Village",
     "Directrice Ecole", "Community Health Worker", "مدير المدرسة", "two Teachers", ""],
)  # fmt: skip
def test_a_role_is_no_name(text: str) -> None:
    assert not is_a_name(text, ["First Village"])


@pytest.mark.parametrize("field", ["role", "before"])
@pytest.mark.parametrize("text", ["a girl, from the village", "Mohamed Kamara"])
def test_the_reason_stands_at_the_field_and_what_was_typed_is_kept(
    cast: Cast, client: Client, draft: Draft, field: str, text: str
) -> None:
    client.force_login(cast.mentor)
    fields = {**SIGNED, "side": "community", "role": "village chief", field: text}
    address = reverse("do", args=[Deed.SIGN_AGREEMENT, draft.key])
    told = posted({"key": uuid.uuid4(), "looked_again": "on", **fields})
    answer = client.post(address, told)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert f'value="{text}"' in answer.content.decode()
    assert not Signature.objects.exists()


def test_the_names_of_places_and_sides_are_no_names_of_persons(
    draft: Draft, sign: Callable[..., Any]
) -> None:
    assert sign(draft, "community", role="The Three Villages")
    assert sign(draft, "community", role="First Chiefdom")
    with pytest.raises(NotARole):
        sign(draft, "community", role="Mohamed Kamara")
