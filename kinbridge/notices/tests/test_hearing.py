"""Messages that come in: each once, offered to whoever understands it, else kept for a
person."""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from kinbridge.journal.models import Entry
from kinbridge.notices import hooks
from kinbridge.notices.gateways.chosen import report_address
from kinbridge.notices.hooks import on_message
from kinbridge.notices.models import Message, State
from kinbridge.notices.operations import forget_notices, send_due
from kinbridge.notices.telephone import spelt
from kinbridge.notices.tests.conftest import NUMBER, Loopback
from kinbridge.notices.tests.test_sending import now, queue
from kinbridge.people.roles import Deed
from tests.cast import NOON, Cast, Doer, posted

IN = reverse("sms_in", args=["kannel"])


def bring(client: Client, words: str, **told: str) -> int:
    query = {"token": "a-token", "id": str(uuid.uuid4()), "from": "23276123456", **told}
    return client.post(
        IN, words, content_type="text/plain; charset=UTF-8", query_params=query
    ).status_code


@pytest.fixture
def understood() -> Iterator[list[str]]:
    """A part that understands what begins with a figure."""
    heard: list[str] = []

    def understands(*, message: Message, at: datetime) -> bool:
        if message.words[:1].isdigit():
            heard.append(message.words)
        return message.words[:1].isdigit()

    on_message("figures", understands)
    yield heard
    hooks._understanding.pop("figures")


def test_a_message_is_heard_once_and_by_whom_it_is_for(
    kannel: Loopback, client: Client, cast: Cast, understood: list[str]
) -> None:
    assert bring(client, "12 1", id="first") == 200
    assert bring(client, "12 1", id="first") == 200  # the gateway was not sure
    assert bring(client, "Hello, who is this?") == 200
    assert understood == ["12 1"]
    assert [(m.state, m.taken_by, m.sender) for m in Message.objects.order_by("pk")] == [
        ("understood", "figures", NUMBER),
        ("unknown", "", NUMBER),
    ]


@pytest.mark.parametrize("told", [{"token": "other"}, {"token": ""}, {"id": ""}, {"from": ""}])
def test_what_does_not_come_from_the_gateway_is_turned_away(
    kannel: Loopback, client: Client, db: None, told: dict[str, str]
) -> None:
    assert bring(client, "12 1", **told) == 403
    assert not Message.objects.exists()


def test_other_gateways_and_methods_are_turned_away(
    kannel: Loopback, client: Client, db: None, settings: Any
) -> None:
    assert client.get(IN).status_code == 405
    assert client.post(reverse("sms_in", args=["rapidpro"])).status_code == 403
    settings.SMS_TOKEN = ""
    assert bring(client, "12 1", token="") == 403
    settings.SMS_GATEWAY = ""
    assert bring(client, "12 1") == 403


def test_a_report_reaches_its_notice_alone(kannel: Loopback, client: Client, db: None) -> None:
    notice, other = queue(), queue()
    send_due(at=NOON)
    address = report_address("kannel", str(notice.key))
    forged = address.replace(str(notice.key), str(other.key))
    assert client.get(forged, {"state": "1"}).status_code == 403
    assert client.get(address, {"state": "nonsense"}).status_code == 403
    for state, after in (("8", State.SENT), ("1", State.DELIVERED), ("2", State.DELIVERED)):
        assert client.get(address, {"state": state}).status_code == 200
        assert now(notice).state == after
    assert now(other).state == State.SENT


def test_who_sees_what_nobody_could_place(kannel: Loopback, client: Client, cast: Cast) -> None:
    bring(client, "I saw something and do not know whom to tell")
    message = Message.objects.get()
    deed = reverse("do", args=[Deed.LOOK_AT_MESSAGE, message.key])
    outcome = {}
    for who in ("facilitator", "mentor", "manager", "official", "administrator", "auditor"):
        client.force_login(cast.person(who))
        page = client.get(reverse("unplaced"))
        outcome[who] = page.status_code, client.get(deed).status_code
    assert outcome == {who: (403, 404) for who in outcome} | {"mentor": (200, 200)}


def test_a_person_says_what_was_done_and_the_journal_keeps_no_word_of_it(
    kannel: Loopback, client: Client, cast: Cast, do: Doer
) -> None:
    bring(client, "Wrong number?")
    message = Message.objects.get()
    client.force_login(cast.mentor)
    assert b"Wrong number?" in client.get(reverse("unplaced")).content
    address = reverse("do", args=[Deed.LOOK_AT_MESSAGE, message.key])
    assert client.post(address, posted({"key": uuid.uuid4()})).status_code == 422
    form = posted({"key": uuid.uuid4(), "what_was_done": "Called back."})
    assert [client.post(address, form).status_code for _again in range(2)] == [302, 302]
    assert b"Wrong number?" not in client.get(reverse("unplaced")).content
    assert Entry.objects.get().payload == {"what_was_done": "Called back."}
    message.refresh_from_db()
    assert message.looked_at is not None
    forget_notices(at=message.looked_at + timedelta(days=31))
    assert not Message.objects.exists()


def test_what_was_understood_is_emptied_after_a_day(
    kannel: Loopback, client: Client, cast: Cast, understood: list[str]
) -> None:
    bring(client, "12 1")
    bring(client, "What?")
    message = Message.objects.get(state="understood")
    forget_notices(at=message.received_at + timedelta(days=2))
    message.refresh_from_db()
    assert (message.words, message.sender) == ("", "")
    assert Message.objects.get(state="unknown").words == "What?"
    forget_notices(at=message.received_at + timedelta(days=91))
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("told", "number"),
    [
        ("+232 76 123 456", NUMBER), ("23276123456", NUMBER), ("0023276123456", NUMBER),
        ("076123456", NUMBER), ("+33612345678", "+33612345678"), ("KINBANK", ""), ("12", ""),
        ("", ""), ("+" * 40, ""),
    ],
)  # fmt: skip
def test_numbers_have_one_spelling(told: str, number: str) -> None:
    assert spelt(told, "SL") == number


@given(st.text(max_size=60))
def test_any_text_as_a_number_is_spelt_or_refused(told: str) -> None:
    number = spelt(told, "SL")
    assert number == "" or spelt(number, "") == number
