"""A phone that keeps pages is known by its token, as long as its person's sessions hold."""

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.people.models import Grant
from kinbridge.people.operations.account import end_sessions, set_passphrase, shut_account
from kinbridge.people.roles import Role
from kinbridge.sync.devices import SetUp, let_go, may_keep_pages, set_up
from kinbridge.sync.models import Device
from tests.cast import NOON, Cast


@pytest.fixture
def phone(cast: Cast) -> SetUp:
    return set_up(person=cast.facilitator, name="A phone", at=NOON)


def ask(token: str, path: str = "home") -> int:
    response = Client().get(reverse(path), headers={"Authorization": f"Phone {token}"})
    return response.status_code


def test_a_phone_opens_its_persons_pages_without_a_cookie(cast: Cast, phone: SetUp) -> None:
    client = Client()
    response = client.get(reverse("home"), headers={"Authorization": f"Phone {phone.token}"})
    assert cast.facilitator.display_name in response.content.decode()
    assert "sessionid" not in client.cookies


def test_the_phone_says_who_it_is_whoever_else_is_signed_in(cast: Cast, phone: SetUp) -> None:
    client = Client()
    client.force_login(cast.mentor)
    told = client.get(reverse("home"), headers={"Authorization": f"Phone {phone.token}"})
    assert cast.facilitator.display_name in told.content.decode()


def test_only_the_digest_of_the_token_is_known_here(phone: SetUp) -> None:
    assert phone.token not in str(Device.objects.values())


def test_a_token_of_nobody_is_told_to_forget(phone: SetUp) -> None:
    response = Client().get(reverse("home"), headers={"Authorization": "Phone nobody"})
    assert response.status_code == 401
    assert response.headers["X-Kinbridge-Forget"]


def test_a_phone_that_was_let_go_is_told_to_forget(phone: SetUp) -> None:
    let_go(device=phone.device, at=NOON)
    assert ask(phone.token) == 401


@pytest.mark.parametrize("ending", ["sessions", "passphrase", "account"])
def test_a_phone_ends_with_the_sessions(cast: Cast, phone: SetUp, ending: str) -> None:
    person = cast.facilitator
    if ending == "sessions":
        end_sessions(person=person)
    elif ending == "passphrase":
        set_passphrase(person=person, passphrase="another five calm words")
    else:
        shut_account(person=person, at=NOON)
    assert ask(phone.token) == 401


def test_a_new_role_that_needs_two_things_ends_it(cast: Cast, phone: SetUp) -> None:
    held = Grant.objects.get(person=cast.facilitator)
    held.role = Role.MANAGER
    held.save(update_fields=["role"])
    assert ask(phone.token) == 401


@pytest.mark.parametrize(
    ("who", "may"),
    [("facilitator", True), ("mentor", True), ("manager", False), ("administrator", False)],
)
def test_who_may_keep_pages(cast: Cast, who: str, may: bool) -> None:
    assert may_keep_pages(cast.person(who)) is may


def test_each_exchange_notes_the_contact(phone: SetUp) -> None:
    response = Client().post(
        reverse("exchange"),
        '{"forms": []}',
        content_type="application/json",
        headers={"Authorization": f"Phone {phone.token}", "X-Kinbridge-Exchange": "1"},
    )
    assert response.status_code == 200
    phone.device.refresh_from_db()
    assert phone.device.last_seen_at > NOON
