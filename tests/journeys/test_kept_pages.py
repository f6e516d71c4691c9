"""What a phone keeps is what its person may see, renewed page by page."""

import gzip
import json
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from kinbridge.community.models import Accompaniment
from kinbridge.foundation.guard import plain_name
from kinbridge.people.models import Grant
from kinbridge.people.roles import Deed
from kinbridge.sync import kept
from kinbridge.sync.models import Holding
from kinbridge.sync.operations import forget_holdings
from tests.cast import Cast, Doer, when
from tests.journeys.phones import Phone, over, packed, post


class Owned(Phone):
    """A phone in somebody's hand."""

    def __init__(self, client: Client) -> None:
        super().__init__()
        self.client = client
        self.bytes = 0

    def carry(self, body: bytes) -> bytes:
        answer = post(self.client, body)
        assert answer.status_code == 200
        self.bytes = len(body) + len(gzip.compress(answer.content))
        return bytes(answer.content)


@pytest.fixture
def phone(cast: Cast, client: Client) -> Owned:
    client.force_login(cast.facilitator)
    return Owned(client)


def record(cast: Cast, do: Doer) -> Any:
    return do(
        Deed.RECORD_GATHERING,
        about=cast.community,
        by=cast.facilitator,
        kind="other",
        when=when(on="2026-02-01"),
        where="under the cotton tree",
    )


def test_a_phone_keeps_the_pages_and_forms_of_whom_its_person_accompanies(
    cast: Cast, do: Doer, phone: Owned
) -> None:
    made = record(cast, do)
    came = phone.renew(phone.carry)
    assert reverse("home") in came
    for url in (
        reverse("community", args=[cast.community.key]),
        reverse("gathering", args=[made.key]),
        reverse("do", args=[Deed.RECORD_GATHERING, cast.community.key]),
        reverse("do", args=[Deed.CORRECT_GATHERING, made.key]),
    ):
        assert url in phone.pages[cast.community.key.hex]
    assert not any(str(cast.other_community.key) in url for url in came)


def test_nothing_new_costs_a_few_bytes(cast: Cast, do: Doer, phone: Owned) -> None:
    record(cast, do)
    phone.renew(phone.carry)
    assert phone.exchange(phone.carry) == []
    assert phone.bytes < 300


def test_after_a_deed_only_the_pages_that_changed_come_down(
    cast: Cast, do: Doer, phone: Owned
) -> None:
    record(cast, do)
    phone.renew(phone.carry)
    made = record(cast, do)
    came = phone.renew(phone.carry)
    assert reverse("gathering", args=[made.key]) in came
    assert reverse("gatherings", args=[cast.community.key]) in came
    assert reverse("do", args=[Deed.BEGIN_PAUSE, cast.community.key]) not in came


def test_of_a_page_that_changed_only_what_became_of_its_lines_comes_down(
    cast: Cast, do: Doer, phone: Owned
) -> None:
    made = [record(cast, do) for _n in range(5)]
    phone.renew(phone.carry)
    do(Deed.CORRECT_GATHERING, about=made[0], by=cast.facilitator, base=0, where="by the well")
    came = phone.exchange(phone.carry)
    assert came
    assert reverse("gathering", args=[made[0].key]) in came
    assert phone.bytes < 2000
    fresh = Phone()
    fresh.renew(over(phone.client))
    assert phone.pages == fresh.pages


def test_a_phone_whose_answers_got_lost_is_not_out_of_step(
    cast: Cast, do: Doer, phone: Owned
) -> None:
    record(cast, do)
    phone.renew(phone.carry)
    for _n in range(3):
        record(cast, do)
        lost = Phone()
        lost.cursors, lost.pages = deepcopy(phone.cursors), deepcopy(phone.pages)
        lost.exchange(phone.carry)
    phone.renew(phone.carry)
    fresh = Phone()
    fresh.renew(over(phone.client))
    assert phone.pages == fresh.pages


def test_where_the_server_forgot_what_a_phone_holds_whole_pages_come(
    cast: Cast, do: Doer, phone: Owned
) -> None:
    record(cast, do)
    phone.renew(phone.carry)
    record(cast, do)
    Holding.objects.all().delete()
    came = phone.renew(phone.carry)
    fresh = Phone()
    assert sorted(came) == sorted(fresh.renew(over(phone.client)))
    assert phone.pages == fresh.pages


def test_what_a_phone_holds_is_forgotten_after_two_months_without_a_change(
    cast: Cast, phone: Owned
) -> None:
    phone.renew(phone.carry)
    assert forget_holdings(at=timezone.now() + timedelta(days=59)) == 0
    assert (
        forget_holdings(at=timezone.now() + timedelta(days=61)) == 3
    )  # a first part, two whole
    assert not Holding.objects.exists()


def test_the_server_remembers_two_steps_of_a_phone_and_no_more(
    cast: Cast, do: Doer, phone: Owned
) -> None:
    for _n in range(5):
        record(cast, do)
        phone.renew(phone.carry)
    assert Holding.objects.filter(scope=cast.community.key.hex).count() == 2


def test_a_phone_that_does_not_speak_of_lines_gets_whole_pages(
    cast: Cast, do: Doer, phone: Owned
) -> None:
    made = record(cast, do)
    phone.renew(phone.carry)
    do(Deed.CORRECT_GATHERING, about=made, by=cast.facilitator, base=0, where="by the well")
    told = {"forms": [], "kept": {"scopes": phone.cursors}}
    answer = post(phone.client, packed(told)).json()["kept"]["scopes"][cast.community.key.hex]
    pages = {page["url"]: page for page in answer["pages"]}
    assert "by the well" in pages[reverse("gathering", args=[made.key])]["body"]
    assert reverse("do", args=[Deed.BEGIN_PAUSE, cast.community.key]) not in pages


def test_more_pages_than_fit_one_answer_come_in_several(
    cast: Cast, do: Doer, phone: Owned, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(cast, do)
    fresh = Phone()
    fresh.renew(over(phone.client))
    monkeypatch.setattr(kept, "LARGEST_ANSWER", 20_000)
    phone.exchange(phone.carry)
    assert not phone.has_all
    phone.renew(phone.carry)
    assert phone.pages == fresh.pages


def test_pages_are_kept_without_tokens_so_that_they_stay_the_same(
    cast: Cast, phone: Owned
) -> None:
    phone.renew(phone.carry)
    bodies = [page["body"] for pages in phone.pages.values() for page in pages.values()]
    assert not any("csrfmiddlewaretoken" in body for body in bodies)
    assert not any('name="key"' in body for body in bodies)


def test_whoever_no_longer_accompanies_a_community_loses_its_pages(
    cast: Cast, do: Doer, phone: Owned
) -> None:
    record(cast, do)
    phone.renew(phone.carry)
    Accompaniment.objects.update(ended_at=timezone.now())
    phone.renew(phone.carry)
    assert set(phone.pages) == {"own"}


def test_a_page_that_is_not_there_any_more_is_dropped(
    cast: Cast, do: Doer, phone: Owned
) -> None:
    pause = do(
        Deed.BEGIN_PAUSE, about=cast.community, by=cast.facilitator, reason="rain",
        when=when(on="2026-02-01"),
    )  # fmt: skip
    phone.renew(phone.carry)
    form = reverse("do", args=[Deed.END_PAUSE, pause.key])
    assert form in phone.pages[cast.community.key.hex]
    do(Deed.END_PAUSE, about=pause, by=cast.facilitator, when=when(on="2026-03-01"))
    phone.renew(phone.carry)
    assert form not in phone.pages[cast.community.key.hex]


def test_a_page_that_could_not_be_drawn_stays_and_is_asked_for_again(
    cast: Cast, do: Doer, phone: Owned, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, new = (reverse("gathering", args=[record(cast, do).key]) for _n in range(2))
    mine = cast.community.key.hex
    failing: set[str] = set()

    def broken(*_told: object, **_named: object) -> None:
        raise OSError("for a moment")

    def found(address: str) -> Any:
        match = resolve(address)
        match.func = broken if address in failing else match.func
        return match

    monkeypatch.setattr(kept, "resolve", found)
    for some in ({new}, {url, new}, {url}):
        failing = some
        phone.renew(phone.carry)
        assert url in phone.pages[mine]
        assert (new in phone.pages[mine]) == (new not in failing)
        record(cast, do)
    failing = set()
    phone.renew(phone.carry)
    fresh = Phone()
    fresh.renew(over(phone.client))
    assert phone.pages == fresh.pages


def test_whoever_lost_their_role_keeps_no_names_of_places(cast: Cast, phone: Owned) -> None:
    phone.renew(phone.carry)
    masthead = phone.pages["own"][reverse("phone_masthead")]["body"]
    assert plain_name(cast.community.area.name) in masthead
    Grant.objects.filter(person=cast.facilitator).update(ended_at=timezone.now())
    phone.renew(phone.carry)
    masthead = phone.pages["own"][reverse("phone_masthead")]["body"]
    assert plain_name(cast.community.area.name) not in masthead


@pytest.mark.parametrize("who", ["official", "auditor", "administrator", "manager"])
def test_whoever_accompanies_nobody_keeps_only_their_own_pages(
    cast: Cast, client: Client, do: Doer, who: str
) -> None:
    record(cast, do)
    client.force_login(cast.person(who))
    phone = Owned(client)
    phone.renew(phone.carry)
    assert set(phone.pages) == {"own"}


@pytest.mark.parametrize("told", [7, [], {"scopes": []}, "own"])
def test_a_damaged_list_of_what_is_kept_is_refused(
    cast: Cast, client: Client, told: object
) -> None:
    client.force_login(cast.facilitator)
    body = gzip.compress(json.dumps({"forms": [], "kept": told}).encode())
    assert post(client, body).status_code == 400
