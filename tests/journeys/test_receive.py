"""A form counts once, whatever the road it came."""

import html
import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from kinbridge.community.models import Community, Gathering
from kinbridge.foundation.pages import page_of
from kinbridge.people.deeds import DeedForm, registry
from kinbridge.people.roles import Deed
from kinbridge.sync.models import Receipt
from kinbridge.sync.operations import KeyUsedBefore, SentBefore, receive
from tests.cast import Cast, Doer, act_of, posted, when

GATHERING = {"kind": "other", "when": when(on="2026-02-01"), "where": "school"}


def form(
    cast: Cast, key: uuid.UUID, deed: Deed = Deed.RECORD_GATHERING, **others: object
) -> DeedForm:
    data = posted({"key": key, **GATHERING, **others})
    made = registry[deed](data, record=cast.community, by=cast.facilitator)
    assert made.is_valid(), made.errors
    return made


def test_a_repeated_key_is_answered_with_the_first_receipt(cast: Cast) -> None:
    key = uuid.uuid4()
    act = act_of(cast.facilitator, key=key)
    first = receive(form=form(cast, key), act=act)
    second = receive(form=form(cast, key), act=act)
    assert first == second
    assert Gathering.objects.get().where == "school"


def test_other_words_under_a_repeated_key_are_not_taken_for_saved(cast: Cast) -> None:
    key = uuid.uuid4()
    act = act_of(cast.facilitator, key=key)
    first = receive(form=form(cast, key), act=act)
    with pytest.raises(SentBefore) as refused:
        receive(form=form(cast, key, where="somewhere else"), act=act)
    assert refused.value.receipt == first
    assert Gathering.objects.get().where == "school"


def test_a_page_gone_back_to_and_changed_keeps_what_was_typed_and_says_so(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.facilitator)
    address = reverse("do", args=[Deed.RECORD_GATHERING, cast.community.key])
    typed = {"key": uuid.uuid4(), **GATHERING}
    assert client.post(address, posted(typed)).status_code == 302
    assert client.post(address, posted(typed)).status_code == 302
    again = client.post(address, posted({**typed, "where": "under the cotton tree"}))
    assert again.status_code == 409
    assert "under the cotton tree" in again.content.decode()
    assert "saved before" in again.content.decode()
    assert Gathering.objects.get().where == "school"


def test_a_key_cannot_be_used_for_another_deed(cast: Cast) -> None:
    key = uuid.uuid4()
    act = act_of(cast.facilitator, key=key)
    receive(form=form(cast, key), act=act)
    with pytest.raises(KeyUsedBefore):
        receive(form=form(cast, key, Deed.BEGIN_PAUSE, reason="rain"), act=act)


def test_somebody_else_cannot_use_a_key_again(cast: Cast) -> None:
    key = uuid.uuid4()
    receive(form=form(cast, key), act=act_of(cast.facilitator, key=key))
    with pytest.raises(KeyUsedBefore):
        receive(form=form(cast, key), act=act_of(cast.mentor, key=key))


def test_fields_of_another_version_are_kept_with_the_receipt(cast: Cast) -> None:
    key = uuid.uuid4()
    receipt = receive(
        form=form(cast, key, weather="rain"), act=act_of(cast.facilitator, key=key)
    )
    assert receipt.unknown == {"weather": "rain"}


def test_opening_a_form_writes_nothing(cast: Cast, client: Client) -> None:
    client.force_login(cast.facilitator)
    page = client.get(reverse("do", args=[Deed.RECORD_GATHERING, cast.community.key]))
    assert page.status_code == 200
    assert not Receipt.objects.exists()


@pytest.mark.parametrize("deed", ["no_such_deed", "see_talk"])
def test_a_deed_that_nobody_does_has_no_page(cast: Cast, client: Client, deed: str) -> None:
    client.force_login(cast.facilitator)
    assert client.get(reverse("do", args=[deed, cast.community.key])).status_code == 404


@pytest.mark.parametrize(
    ("told", "leads_to"),
    [
        ("/helpers/", "/helpers/"),
        ("https://elsewhere.example/", "/gathering/"),
        ("", "/gathering/"),
    ],
)
def test_the_way_back_is_a_page_of_ours(
    cast: Cast, client: Client, told: str, leads_to: str
) -> None:
    client.force_login(cast.facilitator)
    address = reverse("do", args=[Deed.RECORD_GATHERING, cast.community.key])
    answer = client.post(address, posted({"key": uuid.uuid4(), **GATHERING, "from": told}))
    assert answer["Location"].startswith(leads_to)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_same_form_arriving_twice_at_once_is_one_deed(cast: Cast) -> None:
    key = uuid.uuid4()
    receipts: list[Receipt] = []

    def send() -> None:
        receipts.append(receive(form=form(cast, key), act=act_of(cast.facilitator, key=key)))
        connection.close()

    threads = [threading.Thread(target=send) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({receipt.pk for receipt in receipts}) == 1
    assert Gathering.objects.count() == 1


def send(cast: Cast, client: Client, **others: object) -> HttpResponse:
    """The same words, each time from a page opened anew."""
    client.force_login(cast.facilitator)
    address = reverse("do", args=[Deed.RECORD_GATHERING, cast.community.key])
    answer = client.post(address, posted({"key": uuid.uuid4(), **GATHERING, **others}))
    assert isinstance(answer, HttpResponse)
    return answer


def test_the_same_from_a_page_gone_back_to_is_asked_about(cast: Cast, client: Client) -> None:
    made = send(cast, client)["Location"]
    again = send(cast, client)
    page = again.content.decode()
    assert again.status_code == 409
    assert "You recorded just this at" in page
    assert made in page
    assert 'name="once_more"' in page
    assert 'value="school"' in page
    assert Gathering.objects.count() == 1


def test_who_means_it_records_the_same_once_more(cast: Cast, client: Client) -> None:
    send(cast, client)
    assert send(cast, client, once_more="on").status_code == 302
    assert Gathering.objects.count() == 2


def test_having_meant_it_is_not_forgotten_over_another_question(
    cast: Cast, client: Client
) -> None:
    page = send(cast, client, once_more="on", kind="no such kind").content.decode()
    assert 'name="once_more"' in page


@pytest.mark.parametrize("other", [{"where": "by the well"}, {"girls": 3}])
def test_other_words_are_not_the_same(
    cast: Cast, client: Client, other: dict[str, object]
) -> None:
    send(cast, client)
    assert send(cast, client, **other).status_code == 302


def test_the_same_by_somebody_else_or_days_later_is_not_asked_about(
    cast: Cast, client: Client
) -> None:
    send(cast, client)
    Receipt.objects.update(at=F("at") - timedelta(hours=25))
    assert send(cast, client).status_code == 302
    key = uuid.uuid4()
    data = posted({"key": key, **GATHERING})
    by_another = registry[Deed.RECORD_GATHERING](data, record=cast.community, by=cast.mentor)
    assert by_another.is_valid()
    receive(form=by_another, act=act_of(cast.mentor, key=key), asks=True)
    assert Gathering.objects.count() == 3


def test_yesterday_is_told_with_its_day(cast: Cast, client: Client) -> None:
    send(cast, client)
    Receipt.objects.update(at=F("at") - timedelta(hours=23, minutes=59))
    day = date_format(timezone.localtime(Receipt.objects.get().at), "DATETIME_FORMAT")
    assert f"at {day}." in html.unescape(send(cast, client).content.decode())


def test_what_tells_nothing_but_itself_is_not_asked_about(cast: Cast, client: Client) -> None:
    client.force_login(cast.manager)
    walking = cast.community.accompaniments.first()
    assert walking is not None
    address = reverse("do", args=[Deed.END_ACCOMPANIMENT, walking.key])
    client.post(address, posted({"key": uuid.uuid4()}))
    assert not Receipt.objects.exclude(content_digest="").exists()
    assert Receipt.objects.exists()


def test_a_correction_is_not_asked_about(cast: Cast, client: Client, do: Doer) -> None:
    made = do(
        Deed.RECORD_GATHERING, about=cast.community, by=cast.facilitator, **GATHERING
    )  # fmt: skip
    client.force_login(cast.facilitator)
    address = reverse("do", args=[Deed.CORRECT_GATHERING, made.key])
    for _n in range(2):
        typed = {"key": uuid.uuid4(), "base": 0, "initial-where": "school", "where": "well"}
        assert client.post(address, posted(typed)).status_code == 302


def test_what_was_saved_is_said(cast: Cast, client: Client) -> None:
    leads_to = send(cast, client)["Location"]
    assert "Saved: Record a gathering" in client.get(leads_to).content.decode()
    assert "Saved:" not in client.get(leads_to).content.decode()


def test_what_begins_something_new_leads_to_it(cast: Cast, client: Client) -> None:
    client.force_login(cast.manager)
    address = reverse("do", args=[Deed.WELCOME_COMMUNITY, cast.chiefdom.key])
    typed = {
        "key": uuid.uuid4(), "name": "Two Villages", "kind": "cluster", "language": "kri",
        "office_language": "en", "from": "/communities/",
    }  # fmt: skip
    answer = client.post(address, posted(typed))
    assert answer.status_code == 302, answer.content
    assert answer["Location"] == page_of(Community.objects.get(name="Two Villages"))


def test_more_than_can_be_read_is_said_on_a_page_of_ours(cast: Cast, client: Client) -> None:
    client.force_login(cast.facilitator)
    address = reverse("do", args=[Deed.RECORD_GATHERING, cast.community.key])
    body = "what_was_said=" + "x" * 600_000
    answer = client.post(address, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert "Go back in your browser" in answer.content.decode()
    assert 'id="main"' in answer.content.decode()


def test_words_too_long_are_kept_and_said_not_cut_off(cast: Cast, client: Client) -> None:
    answer = send(cast, client, what_was_said="word " * 1000)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "at most 4000 characters" in page
    assert page.count("word ") >= 1000
    assert "maxlength" not in page.partition('name="what_was_said"')[2].partition(">")[0]
