"""When promises come round, what may be sent about them, and to whom."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.agreement.models import (
    Agreement,
    Commitment,
    Draft,
    Responsible,
    Rhythm,
)
from kinbridge.agreement.operations.reminding import remind_due
from kinbridge.agreement.operations.rhythm import HasStopped
from kinbridge.agreement.tests.conftest import (
    CHAIR,
    MORNING,
    NURSE,
    SATURDAYS,
    put_forward,
)
from kinbridge.agreement.tests.test_keeping import LEAVING, RENEWAL
from kinbridge.journal.models import Entry
from kinbridge.linkage.models import Linkage
from kinbridge.notices.models import Notice
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, posted, when


def post(client: Client, deed: Deed, about: Any, **fields: Any) -> Any:
    form = posted({"key": uuid.uuid4(), **fields})
    return client.post(reverse("do", args=[deed, about.key]), form)


def test_a_side_says_when_its_promise_comes_round(
    cast: Cast, client: Client, rhythm: Rhythm, in_force: Agreement
) -> None:
    assert (str(rhythm), rhythm.next_on) == (
        "every month on the second Saturday",
        date(2026, 3, 14),
    )
    assert rhythm.next_at == MORNING
    for who in ("official", "facilitator"):
        client.force_login(cast.person(who))
        page = client.get(reverse("reminders", args=[in_force.key])).content.decode()
        assert "every month on the second Saturday" in page
        assert "Saturday at the school" in page
        assert "next on March 14, 2026" in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"words": "The girl is to come"}, "Say it without: girl"),
        ({"words": "x" * 71}, "70"),
        ({"until_on": "2026-02-01"}, "No such day comes before it ends"),
        ({"every": "0"}, "not one of the available choices"),
        ({"weekday": "7"}, "not one of the available choices"),
        ({"begins_on": "soon"}, "valid date"),
        ({"pattern": "yearly"}, "not one of the available choices"),
        ({"words": ""}, "required"),
    ],
)
def test_bad_days_are_said_at_the_field_and_nothing_typed_is_lost(
    cast: Cast, client: Client, theirs: Commitment, linkage: Linkage, in_force: Agreement,
    changed: dict[str, str], said: str,
) -> None:  # fmt: skip
    client.force_login(cast.official)
    fields = {**SATURDAYS, "side": linkage.key, **changed}
    answer = post(client, Deed.SET_RHYTHM, theirs, **fields)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert all(str(value) in page for value in changed.values())
    assert not Rhythm.objects.exists()


def test_who_may_say_so(
    cast: Cast, client: Client, theirs: Commitment, linkage: Linkage, in_force: Agreement
) -> None:
    outcome = {}
    for who in ("facilitator", "mentor", "official", "manager", "outsider", "administrator"):
        client.force_login(cast.person(who))
        fields = {**SATURDAYS, "side": linkage.key}
        outcome[who] = [
            post(client, Deed.SET_RHYTHM, theirs, **fields).status_code,
            client.get(reverse("reminders", args=[in_force.key])).status_code,
        ]
    assert outcome == {
        "facilitator": [302, 200],
        "mentor": [302, 200],
        "official": [302, 200],
        "manager": [403, 403],
        "outsider": [404, 404],
        "administrator": [404, 403],
    }


def test_another_wording_has_to_be_agreed_to_anew(
    cast: Cast, do: Doer, rhythm: Rhythm, theirs: Commitment, linkage: Linkage,
    responsibles: list[Responsible],
) -> None:  # fmt: skip
    told = {**SATURDAYS, "words": "Saturday, as we said"}
    do(Deed.SET_RHYTHM, about=theirs, by=cast.mentor, side="community", **told)
    rhythm.refresh_from_db()
    assert [yes.side for yes in rhythm.yeses.all()] == ["community"]
    assert remind_due(at=MORNING) == 0
    assert not Notice.objects.exists()
    rhythm.refresh_from_db()
    assert rhythm.next_on == date(2026, 4, 11)


def test_reminding_can_stop_and_begin_anew(
    cast: Cast, do: Doer, rhythm: Rhythm, theirs: Commitment, linkage: Linkage
) -> None:
    do(Deed.STOP_REMINDING, about=rhythm, by=cast.facilitator, why="They know it by heart.")
    assert remind_due(at=MORNING) == 0
    with pytest.raises(HasStopped):
        do(Deed.AGREE_TO_RHYTHM, about=rhythm, by=cast.official, side=linkage.key)
    do(Deed.SET_RHYTHM, about=theirs, by=cast.official, side=linkage.key, **SATURDAYS)
    assert Rhythm.objects.get().next_at is not None


def test_a_number_goes_when_somebody_else_takes_over(
    cast: Cast, client: Client, do: Doer, in_force: Agreement, linkage: Linkage,
    responsibles: list[Responsible],
) -> None:  # fmt: skip
    new = do(Deed.NAME_RESPONSIBLE, about=in_force, by=cast.mentor, side=linkage.key,
             role="nurse in charge", number="+232 78 111 222", language="en", said_yes="on",
             why="The post was filled anew.")  # fmt: skip
    old = responsibles[0]
    old.refresh_from_db()
    assert (old.number, old.email, old.why_ended) == ("", "", "The post was filled anew.")
    assert old.ended_at is not None
    made = do(Deed.RECORD_INTRODUCTION, about=new, by=cast.mentor, when=when(on="2026-03-09"),
              introduction="We read the agreement together.")  # fmt: skip
    assert str(made.introduced) == "March 9, 2026"
    client.force_login(cast.official)
    page = client.get(reverse("reminders", args=[in_force.key])).content.decode()
    assert "introduced: March 9, 2026" in page
    assert "+23278111222" not in page
    kept = str(list(Entry.objects.values_list("payload", flat=True)))
    assert NURSE not in kept
    assert "78111222" not in kept


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"number": "", "email": ""}, "Give a telephone number or an e-mail address"),
        ({"number": "twelve"}, "This is no telephone number"),
        ({"said_yes": ""}, "required"),
        ({"role": "Mariama Kamara"}, "may point to a person"),
        ({"language": "xx"}, "not one of the available choices"),
    ],
)
def test_who_is_reminded_is_a_role_with_an_address_that_said_yes(
    cast: Cast, client: Client, in_force: Agreement, changed: dict[str, str], said: str
) -> None:
    client.force_login(cast.facilitator)
    fields = {
        "side": "community", "role": "chair of the group", "number": CHAIR, "email": "",
        "language": "en", "said_yes": "on", **changed,
    }  # fmt: skip
    answer = post(client, Deed.NAME_RESPONSIBLE, in_force, **fields)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Responsible.objects.exists()


def test_nothing_goes_out_after_an_ending_and_no_number_is_kept(
    cast: Cast, do: Doer, in_force: Agreement, rhythm: Rhythm, responsibles: list[Responsible]
) -> None:
    remind_due(at=MORNING)
    assert Notice.objects.count() == 3
    do(Deed.END_AGREEMENT, about=in_force, by=cast.mentor, side="community", **LEAVING)
    assert not Notice.objects.exists()
    assert remind_due(at=MORNING.replace(month=12)) == 0
    assert set(Responsible.objects.values_list("number", "email")) == {("", "")}


def test_a_renewal_goes_on_with_days_wording_and_numbers(
    cast: Cast, do: Doer, in_force: Agreement, rhythm: Rhythm, linkage: Linkage,
    responsibles: list[Responsible], sign: Any, draft: Draft,
) -> None:  # fmt: skip
    renewal = do(Deed.RENEW_AGREEMENT, about=in_force, by=cast.mentor, **RENEWAL)
    assert remind_due(at=MORNING) == 2  # the old one still counts
    new = put_forward(cast, do, renewal)
    for side in ("community", linkage.key):
        sign(new, side, when=when(on="2026-03-10"))
    april = MORNING.replace(month=4, day=11)
    assert remind_due(at=april) == 2
    latest = Notice.objects.order_by("-made_at", "pk").filter(made_at=april)
    assert sorted(notice.to for notice in latest) == [NURSE, CHAIR, "nurse@example.org"]
    assert {r.belongs_to for r in rhythm.reminders.all()} == {in_force}
