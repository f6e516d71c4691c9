"""A form counts once, whatever the road it came."""

import threading
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from kinbridge.community.models import Gathering
from kinbridge.people.deeds import DeedForm, registry
from kinbridge.people.roles import Deed
from kinbridge.sync.models import Receipt
from kinbridge.sync.operations import KeyUsedBefore, SentBefore, receive
from tests.cast import Cast, act_of, posted, when

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
