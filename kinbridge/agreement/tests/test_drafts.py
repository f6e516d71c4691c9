"""Drafts are frozen, read back to each group, and signed by each side."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.agreement.content import content_of, digest
from kinbridge.agreement.models import Agreement, Commitment, Draft, ReadBack, Signature, State
from kinbridge.agreement.operations.drafts import (
    DraftIsOld,
    NobodyPromises,
    NothingHasChanged,
    NotOfThisSide,
    WordsStillDiffer,
    read_back_draft,
)
from kinbridge.agreement.operations.standing import AgreementIsOver
from kinbridge.agreement.queries import heard, signed
from kinbridge.agreement.tests.conftest import SIGNED, TEXT, change, put_forward
from kinbridge.foundation.errors import Invalid
from kinbridge.foundation.rough_dates import RoughDate
from kinbridge.linkage.models import Linkage, LinkageStep
from kinbridge.people.roles import Deed
from kinbridge.sync.queries import version_of
from tests.cast import Cast, Doer, act_of, posted, when


def state(agreement: Agreement) -> str:
    told: Agreement = Agreement.objects.all().with_state().get(pk=agreement.pk)
    return told.state


def test_a_draft_is_frozen_with_all_that_both_sides_would_sign(
    cast: Cast, draft: Draft, linkage: Linkage
) -> None:
    assert draft.number == 1
    assert draft.content["shape"] == 1
    assert draft.content["parties"] == [
        {"side": "community", "name": "The Three Villages"},
        {"side": str(linkage.key), "name": "District health team"},
    ]
    assert draft.content["clauses"]["title"] == {
        "first": TEXT["title"],
        "second": TEXT["title_translation"],
    }
    assert [row["side"] for row in draft.content["commitments"]] == [
        "community",
        str(linkage.key),
    ]
    assert draft.content["review"] == {"on": None, "words": "after the harvest 2026"}
    assert draft.digest == digest(draft.content)
    assert len(draft.code) == 8


def test_what_changes_afterwards_leaves_the_draft_as_it_was(
    cast: Cast, do: Doer, draft: Draft
) -> None:
    before = draft.content
    change(cast, do, draft.agreement, title=(TEXT["title"], "Other"))
    draft.refresh_from_db()
    assert draft.content == before
    assert digest(content_of(Agreement.objects.get())) != draft.digest
    second = put_forward(cast, do, draft.agreement)
    assert (second.number, second.content["clauses"]["title"]["first"]) == (2, "Other")


def test_a_draft_without_promises_is_not_put_forward(
    cast: Cast, do: Doer, agreement: Agreement
) -> None:
    with pytest.raises(NobodyPromises):
        put_forward(cast, do, agreement)


def test_the_same_text_is_not_put_forward_twice(cast: Cast, do: Doer, draft: Draft) -> None:
    with pytest.raises(NothingHasChanged):
        put_forward(cast, do, draft.agreement)


def test_words_on_which_two_people_differ_are_settled_before_they_are_frozen(
    cast: Cast, do: Doer, agreement: Agreement, ours: Commitment
) -> None:
    change(cast, do, agreement, title=(TEXT["title"], "One"))
    change(cast, do, agreement, title=(TEXT["title"], "Two"))
    with pytest.raises(WordsStillDiffer):
        put_forward(cast, do, agreement)
    do(Deed.CHANGE_DRAFT, about=agreement, by=cast.mentor, title="One",
       base=version_of(agreement), **{"settle-title": "1", "initial-title": "One"})  # fmt: skip
    assert put_forward(cast, do, agreement).content["clauses"]["title"]["first"] == "One"


def test_who_may_put_forward_read_back_and_record_signatures(
    cast: Cast, client: Client, draft: Draft
) -> None:
    table = {  # put forward, read back, sign
        "facilitator": (403, 200, 200),
        "mentor": (200, 200, 200),
        "official": (403, 403, 403),
        "manager": (403, 403, 403),
        "outsider": (404, 404, 404),
    }
    addresses = [
        reverse("do", args=[Deed.PUT_FORWARD_DRAFT, draft.agreement.key]),
        reverse("do", args=[Deed.READ_BACK_DRAFT, draft.key]),
        reverse("do", args=[Deed.SIGN_AGREEMENT, draft.key]),
    ]
    outcome = {}
    for who in table:
        client.force_login(cast.person(who))
        outcome[who] = tuple(client.get(address).status_code for address in addresses)
    assert outcome == table


def test_who_has_not_heard_a_draft_is_shown(
    cast: Cast, client: Client, do: Doer, draft: Draft, linkage: Linkage
) -> None:
    for voice, answer in (("girls", "changes"), ("girls", "agrees"), (linkage.key, "agrees")):
        said = {"answer": answer, "what_they_said": f"{answer} it is"}
        told = {"voice": str(voice), "when": when(on="2026-02-20"), **said}
        do(Deed.READ_BACK_DRAFT, about=draft, by=cast.facilitator, **told)
    answers = {row.key: [answer.answer for answer in row.answers] for row in heard(draft)}
    assert answers["girls"] == ["agrees", "changes"]
    assert answers["boys"] == []
    assert answers[str(linkage.key)] == ["agrees"]
    address = reverse("agreement", args=[draft.agreement.key])
    for who, sees_group, sees_words in (
        ("facilitator", True, True),
        ("manager", True, False),
        ("official", False, False),
    ):
        client.force_login(cast.person(who))
        page = client.get(address).content.decode()
        assert ("not heard it yet" in page) == sees_group
        assert ("agrees it is" in page) == sees_words


def test_a_group_that_nobody_knows_has_heard_nothing(cast: Cast, draft: Draft) -> None:
    with pytest.raises(Invalid):
        read_back_draft(draft=draft, voice="neighbours", answer="agrees", what_they_said="Yes.",
                        when=RoughDate(words="today"), act=act_of(cast.mentor))  # fmt: skip
    assert not ReadBack.objects.exists()


def test_it_is_in_force_once_every_side_has_signed_the_same_draft(
    draft: Draft, linkage: Linkage, sign: Callable[..., Any]
) -> None:
    assert state(draft.agreement) == State.PUT_FORWARD
    sign(draft, "community", when=when(on="2026-03-05"))
    sign(draft, "community", role="women’s leader", when=when(on="2026-03-08"))
    assert state(draft.agreement) == State.SIGNED_BY_SOME
    linkage.refresh_from_db()
    assert linkage.state == "in_dialogue"
    sign(draft, linkage.key, when=when(on="2026-03-06"))
    assert state(draft.agreement) == State.IN_FORCE
    linkage.refresh_from_db()
    assert linkage.state == "agreed"
    agreement = Agreement.objects.get()
    assert str(agreement.in_force) == "March 6, 2026"  # the day the last side had signed
    assert str(LinkageStep.objects.get(state="agreed").when) == "March 6, 2026"


def test_others_may_sign_later_and_the_day_stays(
    in_force: Agreement, draft: Draft, sign: Callable[..., Any]
) -> None:
    sign(draft, "community", role="youth leader", when=when(on="2026-03-09"))
    in_force.refresh_from_db()
    assert str(in_force.in_force) == "March 1, 2026"
    assert [len(row.signatures) for row in signed(draft)] == [2, 1]


def test_several_services_must_all_sign(
    cast: Cast,
    do: Doer,
    agreement: Agreement,
    linkage: Linkage,
    other_linkage: Linkage,
    ours: Commitment,
    sign: Callable[..., Any],
) -> None:
    agreement.dialogue.linkages.add(other_linkage)
    draft = put_forward(cast, do, agreement)
    sign(draft, "community")
    sign(draft, linkage.key)
    assert state(agreement) == State.SIGNED_BY_SOME
    sign(draft, other_linkage.key)
    assert state(agreement) == State.IN_FORCE


def test_a_later_draft_asks_for_new_signatures(
    cast: Cast, do: Doer, draft: Draft, linkage: Linkage, sign: Callable[..., Any]
) -> None:
    sign(draft, "community")
    change(cast, do, draft.agreement, title=(TEXT["title"], "Other"))
    second = put_forward(cast, do, draft.agreement)
    assert state(draft.agreement) == State.PUT_FORWARD
    with pytest.raises(DraftIsOld):
        sign(draft, linkage.key)
    sign(second, linkage.key)
    assert state(draft.agreement) == State.SIGNED_BY_SOME
    assert Signature.objects.count() == 2  # the first stays on record


@pytest.mark.parametrize("role", ["the mentor", "Facilitator", "NGO staff"])
def test_who_accompanies_a_community_signs_for_it_never(
    draft: Draft, sign: Callable[..., Any], role: str
) -> None:
    with pytest.raises(NotOfThisSide):
        sign(draft, "community", role=role)
    assert not Signature.objects.exists()


def test_nobody_signs_what_has_ended(
    cast: Cast, do: Doer, draft: Draft, sign: Callable[..., Any]
) -> None:
    do(Deed.END_AGREEMENT, about=draft.agreement, by=cast.mentor, side="community",
       words="Not now.", when=when(on="2026-03-02"))  # fmt: skip
    assert state(draft.agreement) == State.ENDED
    with pytest.raises(AgreementIsOver):
        sign(draft, "community")


def test_a_signature_with_a_name_and_an_age_is_marked(
    cast: Cast, client: Client, draft: Draft
) -> None:
    client.force_login(cast.mentor)
    fields = {**SIGNED, "side": "community", "role": "Mariama, 14"}
    address = reverse("do", args=[Deed.SIGN_AGREEMENT, draft.key])
    answer = client.post(address, posted({"key": uuid.uuid4(), **fields}))
    assert answer.status_code == 422
    assert "point to a person" in answer.content.decode()


def test_a_linkage_that_has_ended_is_left_alone(
    cast: Cast, do: Doer, draft: Draft, linkage: Linkage, sign: Callable[..., Any]
) -> None:
    do(Deed.MOVE_LINKAGE, about=linkage, by=cast.mentor, state="ended", words="Closed.",
       when=when(on="2026-03-01"))  # fmt: skip
    sign(draft, "community")
    sign(draft, linkage.key)
    linkage.refresh_from_db()
    assert linkage.state == "ended"
    assert state(draft.agreement) == State.IN_FORCE
