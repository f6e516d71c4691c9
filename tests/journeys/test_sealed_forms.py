"""What a phone sealed is opened for its writer alone."""

import base64
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.concatkdf import ConcatKDFHash
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from kinbridge.community.models import Pause
from kinbridge.people.models import Person
from kinbridge.sync.devices import let_go, set_up
from kinbridge.sync.models import Receipt
from kinbridge.sync.sealing import opened, public_key
from tests.cast import NOON, Cast


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def number(told: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(told + "=="), "big")


def sealed(told: object, **head: str) -> str:
    """As a phone does it: RFC 7516 and RFC 7518, 4.6."""
    public = public_key()
    point = ec.EllipticCurvePublicNumbers(
        number(public["x"]), number(public["y"]), ec.SECP256R1()
    )
    ours = ec.generate_private_key(ec.SECP256R1())
    mine = ours.public_key().public_numbers()
    epk = {name: text(getattr(mine, name).to_bytes(32, "big")) for name in ("x", "y")}
    whole = {"alg": "ECDH-ES", "enc": "A256GCM", "epk": {"kty": "EC", "crv": "P-256", **epk}}
    said = text(json.dumps({**whole, **head}).encode())
    purpose = bytes.fromhex("00000007") + b"A256GCM" + bytes(8) + bytes.fromhex("00000100")
    agreed = ours.exchange(ec.ECDH(), point.public_key())
    secret = ConcatKDFHash(SHA256(), 32, purpose).derive(agreed)
    closed = AESGCM(secret).encrypt(b"n" * 12, json.dumps(told).encode(), said.encode())
    return ".".join([said, "", text(b"n" * 12), text(closed[:-16]), text(closed[-16:])])


def by(person: Person, token: str = "", **form: Any) -> str:
    return sealed({"person": person.key.hex, "token": token, "form": form})


def send(client: Client, *told: str) -> Any:
    return client.post(
        reverse("exchange"),
        json.dumps({"forms": [], "sealed": told}),
        content_type="application/json",
        headers={"X-Kinbridge-Exchange": "1"},
    ).json()["opened"]


def pause(cast: Cast, key: str, **fields: str) -> dict[str, Any]:
    about = cast.community.key.hex
    told = {"reason": "rain", "when_1": "in June", **fields}
    return {"deed": "begin_pause", "about": about, "key": key * 32, "fields": told, "n": 1}


def test_only_its_writer_opens_a_sealed_form(cast: Cast) -> None:
    told = [by(cast.facilitator, key="a"), by(cast.mentor, key="b")]
    assert list(opened(told, person=cast.facilitator)) == [(cast.facilitator, {"key": "a"})]


@pytest.mark.parametrize(
    "damaged",
    ["", "a.b.c", "....", "e30....", "eyJhbGciOiJub25lIn0....", "ä.ä.ä.ä.ä"],
)
def test_what_is_not_sealed_so_stays_closed(cast: Cast, damaged: str) -> None:
    assert list(opened([damaged], person=cast.facilitator)) == []


def test_a_changed_seal_stays_closed(cast: Cast) -> None:
    whole = by(cast.facilitator, key="a")
    for place in range(0, len(whole), 11):
        other = "B" if whole[place] == "A" else "A"
        changed = whole[:place] + other + whole[place + 1 :]
        assert changed == whole or not list(opened([changed], person=cast.facilitator))


def test_another_way_of_sealing_is_not_taken(cast: Cast) -> None:
    told = sealed({"person": cast.facilitator.key.hex, "form": {}}, alg="dir")
    assert list(opened([told], person=cast.facilitator)) == []


def test_an_old_secret_still_opens(cast: Cast, settings: Settings) -> None:
    told = by(cast.facilitator, key="a")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", [settings.SECRET_KEY]
    assert list(opened([told], person=cast.facilitator)) == [(cast.facilitator, {"key": "a"})]


def test_a_sealed_form_is_done_once_and_what_is_not_done_goes_back_to_its_writer(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.facilitator)
    good, bad = pause(cast, "a"), pause(cast, "b", reason="")
    told = [by(cast.facilitator, **good), by(cast.facilitator, **bad)]
    for _twice in range(2):
        answers = send(client, *told)
        assert [answer["state"] for answer in answers] == ["done", "refused"]
        assert "form" not in answers[0]
        assert answers[1]["form"] == bad
    assert Pause.objects.count() == 1


def test_a_sealed_form_of_a_version_that_nobody_reads_stays_sealed(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.facilitator)
    assert send(client, by(cast.facilitator, key="a")) == []


def test_another_persons_phone_carries_and_hears_nothing_but_whether_it_is_done(
    cast: Cast, client: Client
) -> None:
    mine = set_up(person=cast.facilitator, name="Mine", at=NOON)
    told = [
        by(cast.facilitator, mine.token, **pause(cast, "a")),
        by(cast.facilitator, mine.token, **pause(cast, "b", reason="")),
        by(cast.mentor, mine.token, **pause(cast, "c")),  # not whose phone this is
        by(cast.facilitator, "no such token", **pause(cast, "d")),
    ]
    client.force_login(cast.outsider)
    for _twice in range(2):
        assert send(client, *told) == [
            {"key": "a" * 32, "state": "done"},
            {"key": "b" * 32, "state": "kept"},
        ]
    assert Receipt.objects.get().by == cast.facilitator
    let_go(device=mine.device, at=NOON)
    assert send(client, *told) == []
