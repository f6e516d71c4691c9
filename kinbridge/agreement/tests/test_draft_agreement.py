"""The working text: begun by the mentor, changed by all who take part; each side promises."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.agreement.models import Agreement, Commitment
from kinbridge.agreement.operations.standing import AgreementIsOver, TextStands
from kinbridge.agreement.operations.text import CommitmentIsDropped, change_commitment
from kinbridge.agreement.tests.conftest import OURS, TEXT, change
from kinbridge.dialogue.models import Dialogue
from kinbridge.dialogue.sides import NotYourSide
from kinbridge.journal.models import Entry
from kinbridge.linkage.models import Linkage
from kinbridge.people.acts import Base
from kinbridge.people.models import Person
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, act_of, posted, when


def test_the_first_language_is_the_offices(agreement: Agreement) -> None:
    assert (agreement.language, agreement.second_language) == ("en", "kri")
    assert str(agreement.review) == "after the harvest 2026"
    assert Entry.objects.get(deed=Deed.DRAFT_AGREEMENT).about == f"agreement:{agreement.key}"


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("facilitator", 403),
        ("mentor", 302),
        ("manager", 404),
        ("official", 403),
        ("outsider", 404),
        ("administrator", 404),
    ],
)
def test_who_may_draft_an_agreement(
    cast: Cast, client: Client, dialogue: Dialogue, who: str, status: int
) -> None:
    client.force_login(cast.person(who))
    fields = posted({"key": uuid.uuid4(), "review": when(words="in a year"), **TEXT})
    address = reverse("do", args=[Deed.DRAFT_AGREEMENT, dialogue.key])
    first, second = client.post(address, fields), client.post(address, fields)
    assert (first.status_code, second.status_code) == (status, status)
    assert Agreement.objects.count() == (1 if status == 302 else 0)


def test_the_form_stands_in_two_languages_and_proposes_the_peoples(
    cast: Cast, client: Client, dialogue: Dialogue
) -> None:
    client.force_login(cast.mentor)
    page = client.get(reverse("do", args=[Deed.DRAFT_AGREEMENT, dialogue.key])).content.decode()
    assert "<h1>Draft an agreement</h1>" in page
    assert 'name="second_language" value="kri"' in page
    assert page.count('class="beside"') == 5


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", "", "This field is required"),
        ("purpose", "w" * 4001, "at most 4000"),
        ("review", {"0": "2026-13-01", "1": ""}, "valid date"),
        ("prevailing", "third", "Select a valid choice"),
        ("second_language", "far too long", "at most 8"),
        ("safeguards", "Call 076 555 123 at night.", "point to a person"),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_typed_is_lost(
    cast: Cast, client: Client, dialogue: Dialogue, field: str, value: object, message: str
) -> None:
    client.force_login(cast.mentor)
    fields: dict[str, Any] = {"review": when(words="in a year"), **TEXT, field: value}
    address = reverse("do", args=[Deed.DRAFT_AGREEMENT, dialogue.key])
    answer = client.post(address, posted({"key": uuid.uuid4(), **fields}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    assert "Either side says so one month before." in page
    assert not Agreement.objects.exists()


def test_two_who_change_different_fields_lose_nothing(
    cast: Cast, do: Doer, agreement: Agreement
) -> None:
    change(cast, do, agreement, purpose=(TEXT["purpose"], "So that girls are heard."))
    change(cast, do, agreement, leaving=(TEXT["leaving"], "Two months before."))
    agreement.refresh_from_db()
    assert agreement.purpose == "So that girls are heard."
    assert agreement.leaving == "Two months before."


def test_an_official_may_change_the_text_too(
    cast: Cast, client: Client, agreement: Agreement
) -> None:
    client.force_login(cast.official)
    fields = {"key": uuid.uuid4(), "base": 0, "initial-title": TEXT["title"], "title": "Days"}
    address = reverse("do", args=[Deed.CHANGE_DRAFT, agreement.key])
    assert client.post(address, posted(fields)).status_code == 302
    agreement.refresh_from_db()
    assert agreement.title == "Days"


def test_each_side_promises_for_itself(
    cast: Cast, client: Client, agreement: Agreement, linkage: Linkage
) -> None:
    client.force_login(cast.official)
    address = reverse("do", args=[Deed.ADD_COMMITMENT, agreement.key])
    for side, status in (("community", 422), (linkage.key, 302)):
        fields = posted({"key": uuid.uuid4(), "side": side, **OURS})
        assert client.post(address, fields).status_code == status
    assert Commitment.objects.get().side == str(linkage.key)


def test_who_accompanies_writes_down_what_either_side_promises(
    cast: Cast, do: Doer, agreement: Agreement, linkage: Linkage
) -> None:
    for side in ("community", linkage.key):
        do(Deed.ADD_COMMITMENT, about=agreement, by=cast.facilitator, side=side, **OURS)
    assert Commitment.objects.count() == 2


def test_who_may_change_or_take_out_a_commitment(
    cast: Cast, client: Client, ours: Commitment, theirs: Commitment
) -> None:
    table = {  # of the community's commitment, of the service's
        "facilitator": (200, 200),
        "mentor": (200, 200),
        "official": (403, 200),
        "manager": (403, 403),
        "outsider": (404, 404),
    }
    for deed in (Deed.CHANGE_COMMITMENT, Deed.DROP_COMMITMENT):
        outcome = {}
        for who in table:
            client.force_login(cast.person(who))
            addresses = [reverse("do", args=[deed, row.key]) for row in (ours, theirs)]
            outcome[who] = tuple(client.get(address).status_code for address in addresses)
        assert outcome == table


def test_the_operation_refuses_a_foreign_commitment_aloud(cast: Cast, ours: Commitment) -> None:
    with pytest.raises(NotYourSide):
        change_commitment(
            commitment=ours, changes={"who": "all"}, base=Base(0), act=act_of(cast.official)
        )


def test_the_words_of_a_commitment_change(cast: Cast, do: Doer, ours: Commitment) -> None:
    made = do(
        Deed.CHANGE_COMMITMENT,
        about=ours,
        by=cast.facilitator,
        base=0,
        how_often="twice a month",
        **{"initial-how_often": OURS["how_often"]},
    )
    assert (made.how_often, made.what) == ("twice a month", OURS["what"])


def test_a_commitment_taken_out_stays_on_record_with_why(
    cast: Cast, client: Client, do: Doer, ours: Commitment
) -> None:
    dropped = do(Deed.DROP_COMMITMENT, about=ours, by=cast.facilitator, why="No room is free.")
    assert dropped.is_dropped
    assert dropped.dropped_why == "No room is free."
    assert not Commitment.objects.all().standing().exists()
    with pytest.raises(CommitmentIsDropped):
        do(Deed.DROP_COMMITMENT, about=ours, by=cast.facilitator, why="Again.")
    client.force_login(cast.facilitator)
    page = client.get(reverse("agreement", args=[ours.agreement.key])).content.decode()
    assert OURS["what"] not in page


@pytest.mark.parametrize("how_far", ["in_force", "ended"])
def test_a_text_that_binds_or_has_ended_is_changed_by_nobody(
    cast: Cast, do: Doer, in_force: Agreement, ours: Commitment, how_far: str
) -> None:
    refusal: type[Exception] = TextStands
    if how_far == "ended":
        do(Deed.END_AGREEMENT, about=in_force, by=cast.mentor, side="community",
           words="We go on alone.", when=when(on="2026-03-02"))  # fmt: skip
        refusal = AgreementIsOver
    with pytest.raises(refusal):
        change(cast, do, in_force, title=(TEXT["title"], "Other"))
    with pytest.raises(refusal):
        do(Deed.ADD_COMMITMENT, about=in_force, by=cast.mentor, side="community", **OURS)
    with pytest.raises(refusal):
        do(Deed.DROP_COMMITMENT, about=ours, by=cast.mentor, why="Tired.")
    with pytest.raises(refusal):
        do(Deed.PUT_FORWARD_DRAFT, about=in_force, by=cast.mentor, words="Again.")
    ours.refresh_from_db()
    assert not ours.is_dropped


def test_a_refused_change_is_told_and_what_was_typed_stays(
    cast: Cast, client: Client, in_force: Agreement
) -> None:
    client.force_login(cast.facilitator)
    fields = {"key": uuid.uuid4(), "base": 0, "initial-title": TEXT["title"], "title": "Late"}
    address = reverse("do", args=[Deed.CHANGE_DRAFT, in_force.key])
    answer = client.post(address, posted(fields))
    assert answer.status_code == 409
    assert "Renew the agreement to change it." in answer.content.decode()
    assert "Late" in answer.content.decode()


def test_nobody_is_shown_a_deed_that_makes_no_sense_any_more(
    cast: Cast, client: Client, in_force: Agreement, other_official: Person
) -> None:
    client.force_login(cast.mentor)
    page = client.get(reverse("agreement", args=[in_force.key])).content.decode()
    for deed in (Deed.CHANGE_DRAFT, Deed.ADD_COMMITMENT, Deed.DROP_COMMITMENT,
                 Deed.PUT_FORWARD_DRAFT):  # fmt: skip
        assert f"/do/{deed}/" not in page
    for deed in (Deed.REPORT_ON_COMMITMENT, Deed.REVIEW_AGREEMENT, Deed.RENEW_AGREEMENT,
                 Deed.END_AGREEMENT):  # fmt: skip
        assert f"/do/{deed}/" in page
