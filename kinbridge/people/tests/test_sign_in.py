"""Signing in: who comes in, who waits, what is told."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kinbridge.people.models import Failures, Person
from kinbridge.people.operations.attempts import (
    FREE,
    LONGEST_WAIT,
    PleaseWait,
    begin_attempt,
    forget_failures,
    wait_after,
)
from tests.cast import NOON, PASSPHRASE, Cast

WRONG = {"username": "facilitator", "password": "not the passphrase at all"}
RIGHT = {"username": "facilitator", "password": PASSPHRASE}


def post(client: Client, fields: dict[str, str], **more: Any) -> Any:
    return client.post(reverse("sign_in"), fields, **more)


def test_name_and_passphrase_open_the_house(facilitator: Person, client: Client) -> None:
    answer = post(client, RIGHT)
    assert (answer.status_code, answer["Location"]) == (302, reverse("home"))
    assert client.session["by"] == "passphrase"


def test_the_case_of_the_name_and_the_keyboard_do_not_matter(
    facilitator: Person, client: Client
) -> None:
    facilitator.set_password("caf\u00e9 with fifteen letters")
    facilitator.save()
    typed = {"username": " Facilitator ", "password": "cafe\u0301 with fifteen letters"}
    assert post(client, typed).status_code == 302


def test_the_session_gets_another_number_at_sign_in(
    facilitator: Person, client: Client
) -> None:
    client.get(reverse("sign_in"))
    session = client.session
    session["before"] = "yes"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = before = str(session.session_key)
    post(client, RIGHT)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before


@pytest.mark.parametrize("name", ["facilitator", "nobody of this name"])
def test_a_wrong_passphrase_and_an_unknown_name_are_answered_alike(
    facilitator: Person, client: Client, name: str
) -> None:
    answer = post(client, {**WRONG, "username": name})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "do not fit together" in page
    assert f'value="{name}"' in page  # what was typed stays
    assert "not the passphrase" not in page


@pytest.mark.parametrize("fields", [{"username": "", "password": "x"}, {"username": "x"}])
def test_an_empty_field_costs_nobody_a_delay(
    facilitator: Person, client: Client, fields: dict[str, str]
) -> None:
    assert post(client, fields).status_code == 422
    assert not Failures.objects.exists()


def test_a_closed_account_does_not_open(facilitator: Person, client: Client) -> None:
    Person.objects.filter(pk=facilitator.pk).update(is_active=False)
    assert post(client, RIGHT).status_code == 422


def test_who_is_signed_in_is_led_on(facilitator: Person, client: Client) -> None:
    post(client, RIGHT)
    assert client.get(reverse("sign_in"))["Location"] == reverse("home")


@pytest.mark.parametrize(
    ("told", "leads_to"),
    [
        ("/account/", "/account/"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_signing_in_leads_on_to_pages_of_ours_only(
    facilitator: Person, client: Client, told: str, leads_to: str
) -> None:
    answer = client.post(f"{reverse('sign_in')}?next={told}", RIGHT)
    assert answer["Location"] == leads_to


def test_after_five_failures_one_waits_and_is_told_how_long(
    facilitator: Person, client: Client
) -> None:
    for _time in range(FREE):
        assert post(client, WRONG).status_code == 422
    answer = post(client, RIGHT)  # even the right one is not looked at
    assert answer.status_code == 429
    assert 28 <= int(answer["Retry-After"]) <= 30
    assert "Please wait" in answer.content.decode()
    assert 'value="facilitator"' in answer.content.decode()


def test_the_wait_is_told_in_the_readers_language(facilitator: Person, client: Client) -> None:
    for _time in range(FREE):
        post(client, WRONG)
    page = post(client, WRONG, HTTP_ACCEPT_LANGUAGE="ar").content.decode()
    assert 'lang="ar" dir="rtl"' in page


def test_nothing_is_hashed_while_one_waits(
    facilitator: Person, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _time in range(FREE):
        post(client, WRONG)
    monkeypatch.setattr(
        "kinbridge.people.sign_in.authenticate", lambda *args, **kwargs: pytest.fail("hashed")
    )
    assert post(client, WRONG).status_code == 429


@pytest.mark.parametrize(
    ("n_failed", "seconds"),
    [(0, 0), (4, 0), (5, 30), (6, 60), (7, 120), (11, 1920), (12, 3600), (500, 3600)],
)
def test_waits_double_to_an_hour_and_no_further(n_failed: int, seconds: int) -> None:
    assert wait_after(n_failed=n_failed) == timedelta(seconds=seconds)


@pytest.mark.usefixtures("db")
def test_waits_begin_anew_after_a_quiet_day() -> None:
    at = NOON
    for _time in range(30):
        at += LONGEST_WAIT
        begin_attempt(digest="x", at=at)
    with pytest.raises(PleaseWait) as waiting:
        begin_attempt(digest="x", at=at)
    assert waiting.value.seconds == 3600
    assert "60 minutes" in str(waiting.value)
    at += timedelta(days=1)
    for _time in range(FREE):
        begin_attempt(digest="x", at=at)


@pytest.mark.usefixtures("db")
def test_failures_are_forgotten_after_a_quiet_day() -> None:
    begin_attempt(digest="x", at=NOON)
    begin_attempt(digest="y", at=NOON + timedelta(hours=5))
    assert forget_failures(at=NOON + timedelta(days=1)) == 1
    assert Failures.objects.get().digest == "y"


def test_whoever_guesses_elsewhere_delays_nobody_on_their_own_device(
    facilitator: Person, client: Client
) -> None:
    post(client, RIGHT)
    client.post(reverse("sign_out"))
    guesser = Client()
    for _time in range(FREE):
        post(guesser, WRONG)
    assert post(guesser, WRONG).status_code == 429
    assert post(client, RIGHT).status_code == 302


def test_a_room_behind_one_address_is_not_kept_out_by_one_of_them(
    cast: Cast, facilitator: Person, client: Client
) -> None:
    cast.mentor.set_password(PASSPHRASE)
    cast.mentor.save()
    for _time in range(FREE + 1):
        post(client, WRONG)
    assert post(client, {**RIGHT, "username": "mentor"}).status_code == 302


def test_the_own_device_counts_its_own_failures_and_success_clears_them(
    facilitator: Person, client: Client
) -> None:
    post(client, RIGHT)
    client.post(reverse("sign_out"))
    for _time in range(FREE - 1):
        post(client, WRONG)
    post(client, RIGHT)
    client.post(reverse("sign_out"))
    for _time in range(FREE - 1):
        assert post(client, WRONG).status_code == 422
    assert post(client, RIGHT).status_code == 302


def test_a_success_from_an_unknown_device_pays_for_nobodys_guesses(
    facilitator: Person, client: Client
) -> None:
    for _time in range(FREE - 1):
        post(client, WRONG)
    assert post(Client(), RIGHT).status_code == 302
    assert Failures.objects.get().n_failed == FREE - 1


def test_a_forged_device_is_a_strange_one(facilitator: Person, client: Client) -> None:
    client.cookies[settings.DEVICE_COOKIE_NAME] = "forged"
    assert post(client, RIGHT).status_code == 302


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("203.0.113.7", "203.0.113.200", True),
        ("203.0.113.7", "203.0.114.7", False),
        ("2001:db8:1:2::1", "2001:db8:1:ffff::1", True),
        ("2001:db8:1::1", "2001:db8:2::1", False),
        ("", "", True),
    ],
)
def test_delays_count_for_a_part_of_the_network(
    facilitator: Person, one: str, other: str, is_same: bool
) -> None:
    for _time in range(FREE):
        post(Client(REMOTE_ADDR=one), WRONG)
    status = post(Client(REMOTE_ADDR=other), WRONG).status_code
    assert status == (429 if is_same else 422)


def test_no_name_and_no_address_is_kept_of_failures(
    facilitator: Person, client: Client
) -> None:
    post(client, WRONG)
    row = Failures.objects.get()
    assert "facilitator" not in row.digest
    assert len(row.digest) == 64
    assert str(row).startswith("1 since")


def test_the_language_can_be_chosen_before_signing_in(cast: Cast, client: Client) -> None:
    answer = client.post(reverse("language"), {"language": "ar", "next": "/sign-in/"})
    assert answer["Location"] == "/sign-in/"
    assert 'dir="rtl"' in client.get(reverse("sign_in")).content.decode()
    assert client.get(reverse("language")).status_code == 405


def test_signing_out_ends_the_session(facilitator: Person, client: Client) -> None:
    post(client, RIGHT)
    answer = client.post(reverse("sign_out"))
    assert answer["Clear-Site-Data"] == '"cache"'
    assert client.get(reverse("account")).status_code == 302
    assert client.get(reverse("sign_out")).status_code == 302  # leads to sign-in first


def test_somebody_may_sign_in_twice_on_one_device_without_growing_its_cookie(
    cast: Cast, facilitator: Person, client: Client
) -> None:
    post(client, RIGHT)
    first = len(client.cookies[settings.DEVICE_COOKIE_NAME].value)
    client.post(reverse("sign_out"))
    post(client, RIGHT)
    assert len(client.cookies[settings.DEVICE_COOKIE_NAME].value) == first


def test_the_moment_of_signing_in_is_kept(facilitator: Person, client: Client) -> None:
    post(client, RIGHT)
    facilitator.refresh_from_db()
    assert facilitator.last_login is not None
    assert timezone.now() - facilitator.last_login < timedelta(minutes=1)


@pytest.mark.parametrize("name", ["facilitator", "nobody of this name", "closed", "invited"])
def test_every_wrong_attempt_costs_the_same_hash(
    cast: Cast, facilitator: Person, client: Client, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    Person.objects.create(sign_in_name="closed", is_active=False, password=facilitator.password)
    Person.objects.create(sign_in_name="invited", password="!unusable")
    hashed: list[str] = []
    for way in ("encode", "verify"):
        real = getattr(Argon2PasswordHasher, way)

        def counted(*told: str, way: str = way, real: Any = real) -> Any:
            hashed.append(way)
            return real(*told)

        monkeypatch.setattr(Argon2PasswordHasher, way, counted)
    assert post(client, {**WRONG, "username": name}).status_code == 422
    assert len(hashed) == 1
