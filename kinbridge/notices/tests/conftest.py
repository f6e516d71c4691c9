"""A gateway on loopback that keeps what it is sent, and answers as it is told."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from kinbridge.notices.models import Channel, Contact
from tests.cast import NOON, Cast

NUMBER = "+23276123456"


class Loopback:
    """A real HTTP server; ``answers`` are given in turn, the last one for ever."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.answers: list[tuple[int, str]] = [(200, "")]
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                size = int(self.headers.get("Content-Length") or 0)
                outer.asked.append(
                    {
                        "method": self.command,
                        "path": self.path,
                        "headers": {name.lower(): told for name, told in self.headers.items()},
                        "body": self.rfile.read(size).decode(),
                    }
                )
                status, body = outer.answers[0]
                if len(outer.answers) > 1:
                    outer.answers.pop(0)
                self.send_response(status)
                self.send_header("Content-Length", str(len(body.encode())))
                self.end_headers()
                self.wfile.write(body.encode())

            def do_GET(self) -> None:
                self.do_POST()

            def log_message(self, *told: object) -> None:
                """Nothing on the screen of the tests."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=[0.01], daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, *told: tuple[int, object]) -> None:
        self.answers = [
            (status, body if isinstance(body, str) else json.dumps(body))
            for status, body in told
        ]


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    made = Loopback()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def kannel(settings: Settings, loopback: Loopback) -> Loopback:
    """Kannel's HTTP interface as its guide describes it; the real one has tests of its own."""
    settings.SMS_GATEWAY, settings.SMS_URL = "kannel", loopback.url
    settings.SMS_USER, settings.SMS_PASSWORD, settings.SMS_TOKEN = "us", "secret", "a-token"
    settings.SITE = "https://kinbridge.example.org"
    loopback.answer((202, "0: Accepted for delivery"))
    return loopback


@pytest.fixture
def contact(cast: Cast) -> Contact:
    return Contact.objects.create(
        person=cast.mentor, channel=Channel.SMS, to=NUMBER, made_at=NOON, confirmed_at=NOON
    )
