"""Codes from an app, recovery codes on paper, and who must have them."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django.fixtures import Settings

from kinbridge.people import sign_in
from kinbridge.people.models import Person
from kinbridge.people.operations.attempts import FREE
from kinbridge.people.operations.factors import remove_all_factors
from kinbridge.people.queries import has_second_factor
from kinbridge.people.tests.conftest import signed_in, with_passphrase
from tests.cast import PASSPHRASE, Cast

AGAIN = {"passphrase": PASSPHRASE}


def code_of(person: Person, *, later: int = 0) -> str:
    """What the app shows now, or some steps of half a minute later."""
    device = TOTPDevice.objects.get(user=person)
    return f"{totp(device.bin_key, t0=-30 * later):06d}"


def set_up(client: Client, person: Person) -> list[str]:
    """Set codes up as a person does; returns the recovery codes."""
    assert client.post(reverse("begin_codes"), AGAIN)["Location"] == reverse("confirm_codes")
    answer = client.post(reverse("confirm_codes"), {"code": code_of(person)})
    assert answer.status_code == 200
    return re.findall(r"<li><code>([a-z2-7-]+)</code>", answer.content.decode())


def half_way(person: Person) -> Client:
    """A browser in which the passphrase was given."""
    client = Client()
    fields = {"username": person.sign_in_name, "password": PASSPHRASE}
    assert reverse("second_step") in client.post(reverse("sign_in"), fields)["Location"]
    return client


def second(client: Client, code: str) -> Any:
    return client.post(reverse("second_step"), {"code": code})


@pytest.fixture
def paper(facilitator: Person) -> list[str]:
    """The recovery codes of a facilitator who has codes in use."""
    return set_up(signed_in(facilitator), facilitator)


def test_the_secret_is_shown_as_a_square_and_as_letters(facilitator: Person) -> None:
    client = signed_in(facilitator)
    client.post(reverse("begin_codes"), AGAIN)
    page = client.get(reverse("confirm_codes")).content.decode()
    assert 'src="data:image/svg+xml' in page
    assert re.search(r"<code>([A-Z2-7]{4} ){7}[A-Z2-7]{4}</code>", page)


def test_an_app_counts_only_after_its_first_code(facilitator: Person) -> None:
    client = signed_in(facilitator)
    client.post(reverse("begin_codes"), AGAIN)
    assert not has_second_factor(facilitator)
    wrong = client.post(reverse("confirm_codes"), {"code": "000000"})
    assert wrong.status_code == 422
    assert "not the code that the app shows now" in wrong.content.decode()
    assert client.post(reverse("confirm_codes"), {"code": "words"}).status_code == 422
    assert not has_second_factor(facilitator)


def test_setting_up_asks_for_the_passphrase(facilitator: Person) -> None:
    client = signed_in(facilitator)
    assert client.get(reverse("begin_codes")).status_code == 200
    assert client.post(reverse("begin_codes"), {"passphrase": "no"}).status_code == 422
    assert client.get(reverse("confirm_codes"))["Location"] == reverse("account")
    for _time in range(FREE):
        client.post(reverse("begin_codes"), {"passphrase": "no"})
    answer = client.post(reverse("begin_codes"), AGAIN)
    assert "Please wait" in answer.content.decode()
    assert not TOTPDevice.objects.exists()


def test_ten_codes_of_eighty_bits_stand_on_paper_and_none_in_the_store(
    paper: list[str],
) -> None:
    assert len(set(paper)) == 10
    assert all(re.fullmatch(r"[a-z2-7]{4}(-[a-z2-7]{4}){3}", code) for code in paper)
    stored = set(StaticToken.objects.values_list("token", flat=True))
    assert stored.isdisjoint(code.replace("-", "") for code in paper)


def test_after_the_passphrase_comes_the_code(facilitator: Person, paper: list[str]) -> None:
    client = half_way(facilitator)
    assert client.get(reverse("account")).status_code == 302
    assert client.get(reverse("second_step")).status_code == 200
    code = code_of(facilitator, later=1)
    assert second(client, f" {code[:3]} {code[3:]} ")["Location"] == reverse("home")
    assert client.session["by"] == "code"
    assert client.get(reverse("account")).status_code == 200


def test_a_code_counts_once(facilitator: Person, paper: list[str]) -> None:
    code = code_of(facilitator, later=1)
    assert second(half_way(facilitator), code).status_code == 302
    answer = second(half_way(facilitator), code)
    assert answer.status_code == 422
    assert "does not fit" in answer.content.decode()


def test_a_code_from_paper_counts_once_however_it_is_typed(
    facilitator: Person, paper: list[str]
) -> None:
    typed = paper[3].upper().replace("-", " ")
    client = half_way(facilitator)
    assert second(client, typed).status_code == 302
    assert client.session["by"] == "recovery"
    assert second(half_way(facilitator), paper[3]).status_code == 422
    assert "9 are left" in client.get(reverse("account")).content.decode()


def test_wrong_codes_make_one_wait(facilitator: Person, paper: list[str]) -> None:
    client = half_way(facilitator)
    for _time in range(FREE):
        assert second(client, "000000").status_code == 422
    answer = second(half_way(facilitator), code_of(facilitator, later=1))
    assert answer.status_code == 429


def test_without_the_passphrase_there_is_no_second_step(client: Client, db: None) -> None:
    assert reverse("sign_in") in client.get(reverse("second_step"))["Location"]


def test_the_second_step_must_come_soon(
    facilitator: Person, paper: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = half_way(facilitator)
    monkeypatch.setattr(sign_in, "STEP_LASTS", timedelta(seconds=-1))
    assert second(client, code_of(facilitator, later=1))["Location"].startswith("/sign-in/?")


def test_a_passphrase_changed_meanwhile_begins_anew(
    facilitator: Person, paper: list[str]
) -> None:
    client = half_way(facilitator)
    facilitator.set_password("another passphrase of tests")
    facilitator.save()
    assert second(client, code_of(facilitator, later=1))["Location"].startswith("/sign-in/?")


def test_moving_to_another_phone_replaces_app_and_paper(
    facilitator: Person, paper: list[str]
) -> None:
    old = TOTPDevice.objects.get()
    client = half_way(facilitator)
    second(client, paper[0])
    client.post(reverse("begin_codes"), AGAIN)
    new = TOTPDevice.objects.get(confirmed=False)
    client.post(reverse("confirm_codes"), {"code": f"{totp(new.bin_key):06d}"})
    assert TOTPDevice.objects.get() == new != old
    assert second(half_way(facilitator), paper[1]).status_code == 422


def test_new_paper_makes_the_old_one_worthless(facilitator: Person, paper: list[str]) -> None:
    client = half_way(facilitator)
    second(client, paper[0])
    assert client.get(reverse("recovery_codes")).status_code == 200
    answer = client.post(reverse("recovery_codes"), AGAIN)
    assert answer.content.decode().count("<li><code>") == 10
    assert second(half_way(facilitator), paper[1]).status_code == 422


def test_paper_alone_is_not_offered(facilitator: Person) -> None:
    client = signed_in(facilitator)
    assert client.get(reverse("recovery_codes"))["Location"] == reverse("account")


def test_codes_are_given_up_after_the_passphrase(facilitator: Person, paper: list[str]) -> None:
    client = half_way(facilitator)
    second(client, paper[0])
    assert client.get(reverse("remove_codes")).status_code == 200
    assert client.post(reverse("remove_codes"), {"passphrase": "no"}).status_code == 422
    assert client.post(reverse("remove_codes"), AGAIN).status_code == 302
    assert not has_second_factor(facilitator)
    assert client.session["by"] == "passphrase"
    signed_in(facilitator)  # in one step again


def test_all_factors_can_be_forgotten(facilitator: Person, paper: list[str]) -> None:
    remove_all_factors(person=facilitator)
    assert not has_second_factor(facilitator)
    assert not StaticToken.objects.exists()


@pytest.mark.parametrize(
    ("who", "must"),
    [
        ("facilitator", False),
        ("mentor", False),
        ("manager", True),
        ("official", True),
        ("administrator", True),
        ("auditor", True),
    ],
)
def test_who_must_have_a_second_factor_in_production(
    cast: Cast, settings: Settings, who: str, must: bool
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    client = signed_in(with_passphrase(cast.person(who)))
    answer = client.get(reverse("home"))
    assert answer.status_code == (302 if must else 200)
    assert ("needs a second factor" in client.get("/account/").content.decode()) is must
    if must:
        assert answer["Location"] == reverse("account")
        set_up(client, cast.person(who))
        assert client.get(reverse("home")).status_code == 200


def test_in_local_mode_a_note_is_enough(administrator: Person) -> None:
    client = signed_in(administrator)
    assert client.get(reverse("home")).status_code == 200
    assert "in local mode, nothing asks" in client.get(reverse("account")).content.decode()


def test_whoever_owes_a_factor_may_still_leave(
    administrator: Person, settings: Settings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    client = signed_in(administrator)
    assert client.post(reverse("sign_out"))["Location"] == reverse("sign_in")
