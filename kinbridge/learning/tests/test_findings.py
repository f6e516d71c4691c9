"""Findings are owed to the community until they have gone back."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.journal.models import Entry
from kinbridge.learning.models import Finding, ReturnOfFindings
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, posted, when


def found(cast: Cast, do: Doer, words: str) -> Finding:
    made = do(
        Deed.RECORD_FINDING,
        about=cast.community,
        by=cast.facilitator,
        words=words,
        voices=["girls"],
    )
    assert isinstance(made, Finding)
    return made


def bring_back(cast: Cast, do: Doer, *findings: Finding, **others: object) -> ReturnOfFindings:
    told = {
        "findings": findings,
        "when": when(on="2026-02-20"),
        "how": "spoken",
        "answer": "ours",
        **others,
    }
    made = do(Deed.RETURN_FINDINGS, about=cast.community, by=cast.facilitator, **told)
    assert isinstance(made, ReturnOfFindings)
    return made


def test_a_finding_is_owed_until_it_has_gone_back(cast: Cast, do: Doer) -> None:
    first, second = (
        found(cast, do, "Fees come in March."),
        found(cast, do, "Girls help at home."),
    )
    assert list(Finding.objects.owed()) == [first, second]
    bring_back(cast, do, first)
    assert list(Finding.objects.owed()) == [second]


@pytest.mark.parametrize("answer", ["ours", "ours_corrected", "not_ours"])
def test_whatever_people_answer_it_has_gone_back_and_their_words_are_kept(
    cast: Cast, do: Doer, answer: str
) -> None:
    finding = found(cast, do, "Fees come in March.")
    said = "It is so, and it is also the uniform."
    returned = bring_back(cast, do, finding, answer=answer, what_people_said=said)
    assert not Finding.objects.owed().exists()
    assert returned.what_people_said == said
    assert returned.answer == answer
    assert str(returned) == f"{returned.get_answer_display()}, Feb. 20, 2026"


def test_the_latest_answer_is_the_one_that_stands(cast: Cast, do: Doer) -> None:
    finding = found(cast, do, "Fees come in March.")
    bring_back(cast, do, finding, when=when(on="2026-03-01"), answer="ours")
    bring_back(cast, do, finding, when=when(on="2026-02-01"), answer="not_ours")
    assert Finding.objects.with_answers().get().answered == "These are ours"


def test_a_finding_that_is_owed_has_no_answer(cast: Cast, do: Doer) -> None:
    found(cast, do, "Fees come in March.")
    assert Finding.objects.with_answers().get().answered == ""


def test_the_journal_keeps_which_findings_went_back(cast: Cast, do: Doer) -> None:
    finding = found(cast, do, "Fees come in March.")
    bring_back(cast, do, finding)
    entry = Entry.objects.of(cast.community.stream).first()
    assert entry is not None
    assert entry.payload is not None
    assert entry.payload["findings"] == [f"finding:{finding.key}"]


def test_those_still_owed_are_offered_first(cast: Cast, client: Client, do: Doer) -> None:
    first, second = (
        found(cast, do, "Fees come in March."),
        found(cast, do, "Girls help at home."),
    )
    bring_back(cast, do, first)
    client.force_login(cast.facilitator)
    address = reverse("do", args=[Deed.RETURN_FINDINGS, cast.community.key])
    page = client.get(address).content.decode()
    assert page.index(str(second.key)) < page.index(str(first.key))


@pytest.mark.parametrize(
    ("who", "status"),
    [("facilitator", 302), ("mentor", 302), ("manager", 403), ("official", 404)],
)
def test_who_may_bring_findings_back(
    cast: Cast, client: Client, do: Doer, who: str, status: int
) -> None:
    finding = found(cast, do, "Fees come in March.")
    client.force_login(cast.person(who))
    told = {"findings": [finding], "when": when(words="in May 2026"), "how": "drawn"}
    form = dict(posted({"key": uuid.uuid4(), "answer": "ours", **told}).lists())
    address = reverse("do", args=[Deed.RETURN_FINDINGS, cast.community.key])
    assert client.post(address, form).status_code == status
    assert ReturnOfFindings.objects.count() == (1 if status == 302 else 0)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("findings", [], "This field is required"),
        ("findings", [str(uuid.uuid4())], "not one of the available choices"),
        ("findings", ["no key"], "not a valid UUID"),
        ("answer", "perhaps", "not one of the available choices"),
        ("when", {"0": "2031-01-01", "1": ""}, "has not come yet"),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_typed_is_lost(
    cast: Cast, client: Client, do: Doer, field: str, value: object, message: str
) -> None:
    finding = found(cast, do, "Fees come in March.")
    client.force_login(cast.facilitator)
    told = {
        "key": uuid.uuid4(),
        "findings": [finding],
        "when": when(on="2026-02-20"),
        "how": "spoken",
        "answer": "ours",
        "what_people_said": "It is also the uniform.",
        field: value,
    }
    address = reverse("do", args=[Deed.RETURN_FINDINGS, cast.community.key])
    answer = client.post(address, dict(posted(told).lists()))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    assert "It is also the uniform." in page
    assert not ReturnOfFindings.objects.exists()


def test_findings_of_another_community_cannot_be_brought_back_here(
    cast: Cast, client: Client, do: Doer
) -> None:
    theirs = do(
        Deed.RECORD_FINDING,
        about=cast.other_community,
        by=cast.outsider,
        words="The river is far.",
        voices=["women"],
    )
    client.force_login(cast.facilitator)
    told = {"findings": [theirs], "when": when(on="2026-02-20"), "how": "spoken"}
    form = dict(posted({"key": uuid.uuid4(), "answer": "ours", **told}).lists())
    address = reverse("do", args=[Deed.RETURN_FINDINGS, cast.community.key])
    assert client.post(address, form).status_code == 422
