"""What changed from one draft to the next is shown word by word, and nothing is made up."""

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from kinbridge.agreement.changes import Piece, changes, compare
from kinbridge.agreement.models import Agreement, Commitment, Draft
from kinbridge.agreement.tests.conftest import OURS, TEXT, change, put_forward
from kinbridge.people.models import Person
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer

# Few words, so that many stand in both texts; and anything else that people may type.
spoken = st.lists(
    st.sampled_from(["we", "come", "each", "month", " ", "\n", "नर्स", "ممرضة", "🌾"])
)
texts = spoken.map(" ".join) | spoken.map("".join) | st.text(max_size=80)


@given(old=texts, new=texts)
def test_both_texts_come_back_to_the_letter(old: str, new: str) -> None:
    pieces = compare(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "del") == new
    assert "".join(piece.text for piece in pieces if piece.kind != "ins") == old
    assert all(piece.text for piece in pieces)


@given(text=texts)
def test_a_text_that_stayed_shows_no_change(text: str) -> None:
    assert all(piece.kind == "same" for piece in compare(text, text))


def test_only_the_words_that_changed_are_marked() -> None:
    told = [
        (piece.kind, piece.text) for piece in compare("every month here", "every week here")
    ]
    assert told == [("same", "every "), ("del", "month"), ("ins", "week"), ("same", " here")]


def test_texts_with_little_in_common_stand_one_after_the_other() -> None:
    told = [(piece.kind, piece.text) for piece in compare("Both count the same.", "The first.")]
    assert told == [("del", "Both count the same."), ("ins", "The first.")]


def test_a_text_that_says_one_word_without_end_is_compared_at_once() -> None:
    old, new = "a b " * 1000, "b a " * 1000
    assert compare(old, new) == [Piece("del", old), Piece("ins", new)]


@pytest.fixture
def second(cast: Cast, do: Doer, draft: Draft, ours: Commitment) -> Draft:
    """A draft with a new title, one promise changed, one taken out, one new."""
    agreement = draft.agreement
    change(cast, do, agreement, title=(TEXT["title"], "Health days for <b>all</b>"),
           prevailing=("both", "second"))  # fmt: skip
    do(Deed.DROP_COMMITMENT, about=ours, by=cast.mentor, why="No room.")
    do(Deed.ADD_COMMITMENT, about=agreement, by=cast.mentor, side="community",
       **{**OURS, "what": "We bring benches."})  # fmt: skip
    return put_forward(cast, do, agreement, words="After what the boys said.")


def test_taking_either_side_of_the_changes_gives_either_draft(
    draft: Draft, second: Draft
) -> None:
    lines = changes(draft.content, second.content)
    old = {"".join(p.text for p in line.pieces if p.kind != "ins") for line in lines} - {""}
    new = {"".join(p.text for p in line.pieces if p.kind != "del") for line in lines} - {""}
    assert old == {
        text for line in changes(None, draft.content) for text in [line.pieces[0].text]
    }
    assert new == {
        text for line in changes(None, second.content) for text in [line.pieces[0].text]
    }


def test_the_page_of_a_draft_shows_new_words_and_words_taken_out(
    cast: Cast, client: Client, second: Draft
) -> None:
    client.force_login(cast.official)
    page = client.get(reverse("draft", args=[second.agreement.key, 2])).content.decode()
    assert "for <del>young people</del><ins>&lt;b&gt;all&lt;/b&gt;</ins>" in page
    assert "<ins>We bring benches.</ins>" in page
    assert f"<del>{OURS['what']}</del>" in page
    assert "After what the boys said." in page
    assert "<ins>Where the two texts differ, the text in Krio prevails.</ins>" in page


def test_the_first_draft_has_nothing_to_compare_with(
    cast: Cast, client: Client, second: Draft
) -> None:
    client.force_login(cast.mentor)
    page = client.get(reverse("draft", args=[second.agreement.key, 1])).content.decode()
    assert "nothing to compare it with" in page
    assert "<ins>" not in page
    assert reverse("draft", args=[second.agreement.key, 2]) in page
    assert client.get(reverse("draft", args=[second.agreement.key, 3])).status_code == 404


def test_who_reads_a_draft(
    cast: Cast, client: Client, draft: Draft, other_official: Person
) -> None:
    table = {"facilitator": 200, "manager": 200, "official": 200, "outsider": 404,
             "administrator": 403, "auditor": 403}  # fmt: skip
    address = reverse("draft", args=[draft.agreement.key, 1])
    outcome = {}
    for who in table:
        client.force_login(cast.person(who))
        outcome[who] = client.get(address).status_code
    assert outcome == table
    client.force_login(other_official)
    assert client.get(address).status_code == 404


def test_a_text_that_moved_on_since_it_was_put_forward_says_so(
    cast: Cast, client: Client, do: Doer, draft: Draft
) -> None:
    client.force_login(cast.mentor)
    here = reverse("agreement", args=[draft.agreement.key])
    assert "The text has changed since draft 1" not in client.get(here).content.decode()
    change(cast, do, Agreement.objects.get(), title=(TEXT["title"], "Other"))
    page = client.get(here).content.decode()
    assert "The text has changed since draft 1" in page
    assert f"/do/{Deed.PUT_FORWARD_DRAFT}/" in page
