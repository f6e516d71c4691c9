"""People who can sign in."""

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.people.models import Person
from tests.cast import PASSPHRASE, Cast


@pytest.fixture(autouse=True)
def quick_hash(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real hash, with less work."""
    if "passphrases" not in request.node.nodeid:
        monkeypatch.setattr("kinbridge.people.passphrases.Argon2id.memory_cost", 8 * 4)
        monkeypatch.setattr("kinbridge.people.passphrases.Argon2id.time_cost", 1)


@pytest.fixture
def facilitator(cast: Cast) -> Person:
    """The facilitator, with a passphrase."""
    return with_passphrase(cast.facilitator)


@pytest.fixture
def administrator(cast: Cast) -> Person:
    """An administrator, with a passphrase."""
    return with_passphrase(cast.administrator)


def with_passphrase(person: Person) -> Person:
    """Somebody, with the passphrase of all tests."""
    person.set_password(PASSPHRASE)
    person.save()
    return person


def signed_in(person: Person) -> Client:
    """A browser in which this person has signed in as people do."""
    client = Client()
    fields = {"username": person.sign_in_name, "password": PASSPHRASE}
    assert client.post(reverse("sign_in"), fields).status_code == 302
    return client
