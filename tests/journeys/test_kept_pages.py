"""What a phone keeps is what its person may see, renewed page by page."""

import gzip
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kinbridge.community.models import Accompaniment
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, when

HEADERS = {"X-Kinbridge-Exchange": "1", "Content-Encoding": "gzip"}


class Phone:
    """What a phone keeps between exchanges."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.scopes: dict[str, str] = {}
        self.pages: dict[str, dict[str, dict[str, str]]] = {}
        self.bytes = 0

    def exchange(self, *asked_for: str) -> list[str]:
        """One exchange; returns the addresses of the pages that came."""
        digests = {
            scope: {url: page["digest"] for url, page in self.pages.get(scope, {}).items()}
            for scope in asked_for
        }
        body = {"forms": [], "kept": {"scopes": self.scopes, "pages": digests}}
        answer = self.client.post(
            reverse("exchange"),
            gzip.compress(json.dumps(body).encode()),
            content_type="application/json",
            headers=HEADERS,
        )
        assert answer.status_code == 200
        self.bytes = len(gzip.compress(answer.content))
        return self._keep(answer.json()["kept"])

    def _keep(self, kept: dict[str, Any]) -> list[str]:
        came = []
        for scope in kept["gone"]:
            self.scopes.pop(scope)
            self.pages.pop(scope, None)
        for scope, news in kept["scopes"].items():
            pages = self.pages.setdefault(scope, {})
            for url in news["gone"]:
                del pages[url]
            for page in news["pages"]:
                pages[page["url"]] = page
                came.append(page["url"])
            if not news["more"]:
                self.scopes[scope] = news["cursor"]
        self.changed = kept["changed"]
        return came

    def renew(self) -> list[str]:
        """Exchanges until nothing more comes."""
        came = self.exchange()
        unfinished = [scope for scope in self.pages if scope not in self.scopes]
        while self.changed or unfinished:
            came += self.exchange(*self.changed, *unfinished)
            unfinished = [scope for scope in self.pages if scope not in self.scopes]
        return came


@pytest.fixture
def phone(cast: Cast, client: Client) -> Phone:
    client.force_login(cast.facilitator)
    return Phone(client)


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
    cast: Cast, do: Doer, phone: Phone
) -> None:
    made = record(cast, do)
    came = phone.renew()
    assert reverse("home") in came
    for url in (
        reverse("community", args=[cast.community.key]),
        reverse("gathering", args=[made.key]),
        reverse("do", args=[Deed.RECORD_GATHERING, cast.community.key]),
        reverse("do", args=[Deed.CORRECT_GATHERING, made.key]),
    ):
        assert url in phone.pages[cast.community.key.hex]
    assert not any(str(cast.other_community.key) in url for url in came)


def test_nothing_new_costs_a_few_bytes(cast: Cast, do: Doer, phone: Phone) -> None:
    record(cast, do)
    phone.renew()
    assert phone.exchange() == []
    assert phone.bytes < 200


def test_after_a_deed_only_the_pages_that_changed_come_down(
    cast: Cast, do: Doer, phone: Phone
) -> None:
    record(cast, do)
    phone.renew()
    made = record(cast, do)
    came = phone.renew()
    assert reverse("gathering", args=[made.key]) in came
    assert reverse("gatherings", args=[cast.community.key]) in came
    assert reverse("do", args=[Deed.BEGIN_PAUSE, cast.community.key]) not in came


def test_pages_are_kept_without_tokens_so_that_they_stay_the_same(
    cast: Cast, phone: Phone
) -> None:
    phone.renew()
    bodies = [page["body"] for pages in phone.pages.values() for page in pages.values()]
    assert not any("csrfmiddlewaretoken" in body for body in bodies)
    assert not any('name="key"' in body for body in bodies)


def test_whoever_no_longer_accompanies_a_community_loses_its_pages(
    cast: Cast, do: Doer, phone: Phone
) -> None:
    record(cast, do)
    phone.renew()
    Accompaniment.objects.update(ended_at=timezone.now())
    phone.renew()
    assert set(phone.pages) == {"own"}


def test_a_page_that_is_not_there_any_more_is_dropped(
    cast: Cast, do: Doer, phone: Phone
) -> None:
    pause = do(
        Deed.BEGIN_PAUSE, about=cast.community, by=cast.facilitator, reason="rain",
        when=when(on="2026-02-01"),
    )  # fmt: skip
    phone.renew()
    form = reverse("do", args=[Deed.END_PAUSE, pause.key])
    assert form in phone.pages[cast.community.key.hex]
    do(Deed.END_PAUSE, about=pause, by=cast.facilitator, when=when(on="2026-03-01"))
    phone.renew()
    assert form not in phone.pages[cast.community.key.hex]


@pytest.mark.parametrize("who", ["official", "auditor", "administrator", "manager"])
def test_whoever_accompanies_nobody_keeps_only_their_own_pages(
    cast: Cast, client: Client, do: Doer, who: str
) -> None:
    record(cast, do)
    client.force_login(cast.person(who))
    phone = Phone(client)
    phone.renew()
    assert set(phone.pages) == {"own"}


@pytest.mark.parametrize("kept", [7, [], {"scopes": []}, {"pages": {"own": 3}}, "own"])
def test_a_damaged_list_of_what_is_kept_is_refused(
    cast: Cast, client: Client, kept: object
) -> None:
    client.force_login(cast.facilitator)
    body = gzip.compress(json.dumps({"forms": [], "kept": kept}).encode())
    answer = client.post(
        reverse("exchange"), body, content_type="application/json", headers=HEADERS
    )
    assert answer.status_code == 400
