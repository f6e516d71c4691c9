"""The page that seals is the same for everybody; so is what a device fetches beforehand."""

from django.test import Client
from django.urls import reverse

from kinbridge.people.models import Person
from kinbridge.referral.scripts import OPENING_MODULES, SEALING_MODULES, file_of
from tests.cast import Cast

OURS = {"X-Kinbridge-Letters": "1"}


def test_the_page_knows_nobody_and_loads_all_it_needs_at_once(
    cast: Cast, client: Client
) -> None:
    alone = client.get(reverse("seal"), {"in": "en"}).content
    client.force_login(cast.facilitator)
    known = client.get(reverse("seal"), {"in": "en"})
    assert known.content == alone
    assert "camera=(self)" in known.headers["Permissions-Policy"]
    text = alone.decode()
    assert all(f'href="/static/{name}"' in text for name in SEALING_MODULES)
    assert all(file_of(name).exists() for name in {*SEALING_MODULES, *OPENING_MODULES})


def test_tokens_are_drawn_by_a_page_of_ours_only(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.facilitator)
    assert client.post(reverse("letter_tokens")).status_code == 422
    drawn = client.post(reverse("letter_tokens"), headers=OURS)
    assert len(drawn.json()["tokens"]) == 20


def test_places_are_the_same_for_all_of_a_country_and_never_a_village(
    cast: Cast, client: Client
) -> None:
    def places(person: Person) -> list[dict[str, object]]:
        client.force_login(person)
        found: list[dict[str, object]] = client.get(reverse("letter_keys")).json()["places"]
        return found

    found = places(cast.facilitator)
    assert found == places(cast.manager)
    assert {"code": "SL020101", "name": cast.chiefdom.name,
            "within": ["SL0201", "SL02", "SL"]} in found  # fmt: skip
    assert cast.village.pcode not in [place["code"] for place in found]
