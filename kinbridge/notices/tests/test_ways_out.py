"""RapidPro and web push against their documented requests, on loopback; e-mail against a real
SMTP server."""

import json
import socket
import time
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.test import RequestFactory
from jwcrypto.jwk import JWK
from jwcrypto.jwt import JWT
from pytest_django.fixtures import Settings

from kinbridge.notices.gateways import push
from kinbridge.notices.gateways.protocol import Accepted, NotOurs, Refused, TryAgain
from kinbridge.notices.gateways.rapidpro import RapidPro
from kinbridge.notices.models import Contact, Kind, State
from kinbridge.notices.operations import ask_about_sent, send_due
from kinbridge.notices.tests.conftest import NUMBER, Loopback
from kinbridge.notices.tests.test_sending import MINUTE, now, queue
from tests.cast import NOON, Cast


@pytest.fixture
def rapidpro(settings: Settings, loopback: Loopback) -> Loopback:
    settings.SMS_GATEWAY, settings.SMS_URL = "rapidpro", loopback.url
    settings.SMS_PASSWORD, settings.SMS_TOKEN = "api-token", "flow-token"
    return loopback


def test_rapidpro_sends_a_broadcast_and_is_asked_how_it_went(
    rapidpro: Loopback, db: None
) -> None:
    rapidpro.answer((201, {"id": 1234}))
    notice = queue()
    send_due(at=NOON)
    asked = rapidpro.asked[0]
    assert (asked["path"], json.loads(asked["body"])) == (
        "/api/v2/broadcasts.json",
        {"urns": [f"tel:{NUMBER}"], "text": "Market day. Ref 12"},
    )
    assert asked["headers"]["authorization"] == "Token api-token"
    assert (now(notice).state, now(notice).gateway_id) == (State.SENT, "1234")
    assert ask_about_sent(at=NOON + MINUTE) == 0
    results: list[list[dict[str, str]]] = [[], [{"status": "wired"}]]
    for told in results:
        rapidpro.answer((200, {"results": told}))
        ask_about_sent(at=now(notice).next_at)
        assert now(notice).state == State.SENT
    rapidpro.answer((200, {"results": [{"status": "delivered"}]}))
    ask_about_sent(at=now(notice).next_at)
    assert now(notice).state == State.DELIVERED
    assert rapidpro.asked[-1]["path"] == "/api/v2/messages.json?broadcast=1234"


WEBHOOK: dict[str, Any] = {
    "contact": {"uuid": "5f8c", "urn": f"tel:{NUMBER}"},
    "input": {"uuid": "0b1d", "text": "12 1"},
}


def test_rapidpro_brings_a_message_by_its_flow(rapidpro: Loopback) -> None:
    def sent(told: object, token: str = "flow-token") -> Any:
        body = told if isinstance(told, str) else json.dumps(told)
        return RequestFactory().post(
            "/", body, content_type="application/json", headers={"Authorization": token}
        )

    read = RapidPro().message_in(sent(WEBHOOK, "Token flow-token"))
    assert (read.gateway_id, read.sender, read.words) == ("0b1d", NUMBER, "12 1")
    damaged: list[Any] = [
        sent(WEBHOOK, "Token other"), sent("{"), sent([]), sent({**WEBHOOK, "input": "x"}),
        sent({**WEBHOOK, "contact": {"urn": "facebook:1"}}),
    ]  # fmt: skip
    for request in damaged:
        with pytest.raises(NotOurs):
            RapidPro().message_in(request)
    with pytest.raises(NotOurs):
        RapidPro().report_in(sent({}))


# --- Web push -------------------------------------------------------------------------------


@pytest.fixture
def pushing(settings: Settings, loopback: Loopback, tmp_path: Path) -> Loopback:
    settings.DATA, settings.PUSH_CONTACT = tmp_path, "mailto:office@example.org"
    loopback.answer((201, ""))
    return loopback


def test_a_browser_is_woken_by_a_signed_and_empty_request(
    pushing: Loopback, settings: Settings
) -> None:
    endpoint = f"{pushing.url}/a/browser"
    assert push._send(endpoint, is_urgent=True) == Accepted()
    asked = pushing.asked[0]
    assert asked["body"] == ""
    assert "content-encoding" not in asked["headers"]
    assert (asked["headers"]["urgency"], asked["headers"]["topic"]) == ("high", "waiting")
    assert int(asked["headers"]["ttl"]) > 0
    signed, key = asked["headers"]["authorization"].removeprefix("vapid t=").split(", k=")
    point = urlsafe_b64decode(key + "=")
    assert (len(point), point[0]) == (65, 4)
    stored = JWK.from_json((Path(settings.DATA) / "push.key").read_text())
    assert (Path(settings.DATA) / "push.key").stat().st_mode & 0o077 == 0
    claims = json.loads(JWT(jwt=signed, key=stored, algs=["ES256"]).claims)
    assert claims["aud"] == pushing.url
    assert claims["sub"] == "mailto:office@example.org"
    assert 0 < claims["exp"] - time.time() < 24 * 3600


@pytest.mark.parametrize(
    ("status", "outcome", "is_dead"),
    [(410, Refused, True), (404, Refused, True), (429, TryAgain, None), (500, TryAgain, None),
     (413, Refused, False)],
)  # fmt: skip
def test_what_a_push_service_says(
    pushing: Loopback, status: int, outcome: type, is_dead: bool | None
) -> None:
    pushing.answer((status, ""))
    told = push._send(f"{pushing.url}/a/browser", is_urgent=False)
    assert isinstance(told, outcome)
    assert getattr(told, "is_dead", None) == is_dead


@pytest.mark.parametrize(
    ("endpoint", "is_known"),
    [
        ("https://fcm.googleapis.com/fcm/send/abc", True),
        ("https://web.push.apple.com/abc", True),
        ("https://fcm.googleapis.com.evil.example/abc", False),
        ("https://evilfcm.googleapis.com/abc", False),
        ("http://fcm.googleapis.com/abc", False),
        ("https://fcm.googleapis.com:8443/abc", False),
        ("https://127.0.0.1/abc", False),
        ("https://user@localhost/abc", False),
        ("nonsense", False),
        ("", False),
    ],
)
def test_only_push_services_are_ever_called(endpoint: str, is_known: bool) -> None:
    assert push.is_known(endpoint) == is_known
    if not is_known:
        assert push.send(endpoint, is_urgent=True) == Refused(
            "no push service that we know", is_dead=True
        )


def test_a_browser_that_has_withdrawn_is_forgotten(cast: Cast, settings: Settings) -> None:
    settings.PUSH_CONTACT = "mailto:office@example.org"
    browser = Contact.objects.create(
        person=cast.mentor, channel="push", to="https://gone.example/x", made_at=NOON
    )
    notice = queue(channel="push", to=browser.to)
    send_due(at=NOON)
    assert now(notice).state == State.FAILED
    assert not Contact.objects.filter(pk=browser.pk).exists()


# --- E-mail ---------------------------------------------------------------------------------


class Mailbox:
    """What a real SMTP server does with our mail."""

    def __init__(self) -> None:
        self.received: list[Any] = []
        self.answer = "250 OK"
        self.rcpt = "250 OK"

    async def handle_RCPT(  # noqa: N802 - the server calls it
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.rcpt.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(  # noqa: N802
        self, server: Any, session: Any, envelope: Any
    ) -> str:
        self.received.append(envelope)
        return self.answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = controller.port
    settings.DEFAULT_FROM_EMAIL = "notices@example.org"
    yield box
    controller.stop()


def test_e_mail_carries_the_neutral_text_and_nothing_more(mailbox: Mailbox, db: None) -> None:
    notice = queue(Kind.URGENT, channel="email", to="mentor@example.org", ref="4821")
    send_due(at=NOON)
    envelope = mailbox.received[0]
    assert envelope.rcpt_tos == ["mentor@example.org"]
    letter = envelope.content.decode()
    assert "Subject: You have 1 message waiting. Open your app. Ref 4821." in letter
    assert "kinbridge" not in letter.lower()
    assert now(notice).state == State.SENT


@pytest.mark.parametrize(
    ("rcpt", "data", "state"),
    [
        ("550 no such mailbox", "250 OK", State.FAILED),
        ("450 mailbox busy", "250 OK", State.WAITING),
        ("250 OK", "554 not wanted", State.FAILED),
        ("250 OK", "451 later", State.WAITING),
    ],
)
def test_what_a_mail_server_says(
    mailbox: Mailbox, cast: Cast, rcpt: str, data: str, state: str
) -> None:
    mailbox.rcpt, mailbox.answer = rcpt, data
    mine = Contact.objects.create(
        person=cast.mentor, channel="email", to="m@example.org", made_at=NOON
    )
    notice = queue(channel="email", to=mine.to)
    send_due(at=NOON)
    mine.refresh_from_db()
    assert now(notice).state == state
    assert now(notice).why_not.startswith("SMTP")
    assert bool(mine.failing_since) == (rcpt[0] == "5")


def test_a_mail_server_that_is_not_there_is_tried_again(settings: Settings, db: None) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    settings.DEFAULT_FROM_EMAIL = "notices@example.org"
    notice = queue(channel="email", to="m@example.org")
    send_due(at=NOON)
    assert now(notice).state == State.WAITING
    assert "ConnectionRefused" in now(notice).why_not
