"""Passkeys: made, used, refused, forgotten. The keys and signatures are real."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from kinbridge.people import passkeys
from kinbridge.people.models import Passkey, Person
from kinbridge.people.tests.authenticator import Authenticator
from kinbridge.people.tests.conftest import signed_in, with_passphrase
from tests.cast import PASSPHRASE, Cast

TYPED = {"name": "my own phone", "passphrase": PASSPHRASE}


def ask_to_make(client: Client, **typed: str) -> Any:
    return client.post(reverse("passkey_to_make"), {**TYPED, **typed})


def make(client: Client, device: Authenticator) -> Any:
    options = json.loads(ask_to_make(client).content)
    return client.post(reverse("add_passkey"), {**TYPED, "answer": device.make(options)})


def prove(client: Client, device: Authenticator, **more: str) -> Any:
    options = json.loads(client.post(reverse("passkey_options")).content)
    fields = {"answer": device.prove(options), **more}
    return client.post(reverse("sign_in_passkey"), fields)


@pytest.fixture
def device(facilitator: Person) -> Authenticator:
    """A device with a passkey of the facilitator."""
    made = Authenticator()
    make(signed_in(facilitator), made)
    return made


def test_a_passkey_is_made_and_codes_on_paper_are_shown_once(facilitator: Person) -> None:
    client = signed_in(facilitator)
    answer = make(client, Authenticator())
    kept = Passkey.objects.get()
    assert (kept.person, kept.name, str(kept)) == (facilitator, "my own phone", "my own phone")
    assert answer.content.decode().count("<li><code>") == 10
    assert client.session["by"] == "passkey"
    page = client.get(reverse("account")).content.decode()
    assert "my own phone" in page
    assert "10 are left" in page


def test_a_second_passkey_makes_no_new_paper(facilitator: Person) -> None:
    client = signed_in(facilitator)
    make(client, Authenticator())
    assert make(client, Authenticator())["Location"] == reverse("account")
    assert Passkey.objects.count() == 2


def test_a_passkey_is_the_second_step(facilitator: Person, device: Authenticator) -> None:
    client = Client()
    fields = {"username": "facilitator", "password": PASSPHRASE}
    first = client.post(reverse("sign_in") + "?next=/account/", fields)
    assert first["Location"] == reverse("second_step") + "?next=%2Faccount%2F"
    assert client.get(reverse("account")).status_code == 302  # not in yet
    page = client.get(first["Location"]).content.decode()
    assert "<pass-key" in page
    assert prove(client, device, next="/account/")["Location"] == "/account/"
    assert client.get(reverse("account")).status_code == 200
    assert Passkey.objects.get().used_at is not None


def test_a_passkey_alone_signs_in(facilitator: Person, device: Authenticator) -> None:
    client = Client()
    assert prove(client, device).status_code == 302
    assert client.session["by"] == "passkey"
    assert client.get(reverse("account")).status_code == 200


def test_in_the_second_step_only_the_own_passkey_counts(
    cast: Cast, device: Authenticator
) -> None:
    mentor = with_passphrase(cast.mentor)
    make(signed_in(mentor), Authenticator())
    client = Client()
    client.post(reverse("sign_in"), {"username": "mentor", "password": PASSPHRASE})
    answer = prove(client, device)
    assert answer.status_code == 422
    assert "not known here" in answer.content.decode()
    assert client.get(reverse("account")).status_code == 302


def test_an_answer_counts_once(device: Authenticator) -> None:
    client = Client()
    options = json.loads(client.post(reverse("passkey_options")).content)
    answer = {"answer": device.prove(options)}
    assert client.post(reverse("sign_in_passkey"), answer).status_code == 302
    again = Client()
    again.post(reverse("passkey_options"))
    assert again.post(reverse("sign_in_passkey"), answer).status_code == 422


def test_a_copied_passkey_is_noticed_by_its_count(device: Authenticator) -> None:
    prove(Client(), device)
    prove(Client(), device)
    device.count -= 1
    assert prove(Client(), device).status_code == 422


def test_an_answer_that_took_too_long_is_refused(
    device: Authenticator, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    options = json.loads(client.post(reverse("passkey_options")).content)
    monkeypatch.setattr(passkeys, "SECONDS_TO_ANSWER", -1)
    answer = client.post(reverse("sign_in_passkey"), {"answer": device.prove(options)})
    assert "took too long" in answer.content.decode()


@pytest.mark.parametrize("answer", ["", "{", "[]", "{}", '{"id": "x"}', '{"id": {"a": 1}}'])
def test_nonsense_is_no_passkey(device: Authenticator, answer: str) -> None:
    client = Client()
    client.post(reverse("passkey_options"))
    assert client.post(reverse("sign_in_passkey"), {"answer": answer}).status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        Authenticator("http://elsewhere.example"),
        Authenticator(verifies=False),
    ],
    ids=["made for another site", "asked for no PIN"],
)
def test_a_passkey_that_proves_too_little_is_not_taken(
    facilitator: Person, wrong: Authenticator
) -> None:
    client = signed_in(facilitator)
    assert make(client, wrong).status_code == 422
    assert not Passkey.objects.exists()


def test_a_wrong_signature_proves_nothing(device: Authenticator) -> None:
    other = Authenticator()
    other.id, other.count = device.id, 10
    assert prove(Client(), other).status_code == 422


def test_a_damaged_key_in_the_store_proves_nothing(device: Authenticator) -> None:
    Passkey.objects.update(public_key=b"\xa1\x01")
    assert prove(Client(), device).status_code == 422


def test_a_passkey_of_a_closed_account_opens_nothing(
    facilitator: Person, device: Authenticator
) -> None:
    Person.objects.filter(pk=facilitator.pk).update(is_active=False)
    assert prove(Client(), device).status_code == 422


def test_the_same_passkey_is_not_added_twice(
    facilitator: Person, device: Authenticator, cast: Cast
) -> None:
    other = with_passphrase(cast.mentor)
    answer = make(signed_in(other), device)
    assert answer.status_code == 422
    assert "known already" in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("passphrase", "not the passphrase at all", "not your passphrase"),
        ("passphrase", "", "required"),
        ("name", "", "required"),
    ],
)
def test_making_asks_for_a_name_and_the_passphrase(
    facilitator: Person, field: str, value: str, message: str
) -> None:
    client = signed_in(facilitator)
    answer = ask_to_make(client, **{field: value})
    assert answer.status_code == 422
    assert message in " ".join(json.loads(answer.content)["errors"])


def test_without_being_asked_no_passkey_is_made(facilitator: Person) -> None:
    client = signed_in(facilitator)
    assert client.get(reverse("add_passkey")).status_code == 200
    made = Authenticator().make({"challenge": "x"})
    assert client.post(reverse("add_passkey"), {"answer": made}).status_code == 422
    assert not Passkey.objects.exists()


def test_a_passkey_is_forgotten_after_the_passphrase(
    facilitator: Person, device: Authenticator
) -> None:
    client = Client()
    prove(client, device)
    address = reverse("remove_passkey", args=[Passkey.objects.get().key])
    assert "my own phone" in client.get(address).content.decode()
    assert client.post(address, {"passphrase": "wrong"}).status_code == 422
    assert client.post(address, {"passphrase": PASSPHRASE}).status_code == 302
    assert not Passkey.objects.exists()
    assert client.session["by"] == "passphrase"


def test_nobody_sees_or_forgets_the_passkey_of_another(
    cast: Cast, device: Authenticator
) -> None:
    client = signed_in(with_passphrase(cast.mentor))
    address = reverse("remove_passkey", args=[Passkey.objects.get().key])
    assert client.post(address, {"passphrase": PASSPHRASE}).status_code == 404


def test_other_sessions_end_when_a_passkey_is_added(facilitator: Person) -> None:
    elsewhere, here = signed_in(facilitator), signed_in(facilitator)
    make(here, Authenticator())
    assert here.get(reverse("account")).status_code == 200
    assert elsewhere.get(reverse("account")).status_code == 302


def test_passkeys_work_behind_https(facilitator: Person, settings: Settings) -> None:
    client = signed_in(facilitator)
    device = Authenticator("https://testserver")
    options = json.loads(client.post(reverse("passkey_to_make"), TYPED, secure=True).content)
    client.post(reverse("add_passkey"), {"answer": device.make(options)}, secure=True)
    assert Passkey.objects.get().made_at <= timezone.now()
