"""The day by the exchange, with the heads that a browser on a phone sends."""

import gzip
import http.client
import time
from dataclasses import dataclass

from benchmarks.days.line import Cost, Line
from benchmarks.days.told import Day, Edit
from tests.journeys.phones import Form, Phone

BROWSER = {
    "Connection": "keep-alive",
    "User-Agent": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Mobile Safari/537.36",
    "sec-ch-ua": '"Chromium";v="142", "Not_A Brand";v="99"',
    "sec-ch-ua-mobile": "?1",
    "sec-ch-ua-platform": '"Android"',
    "Accept": "*/*",
    "Sec-Fetch-Site": "same-origin",
    "Sec-Fetch-Mode": "cors",
    "Sec-Fetch-Dest": "empty",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Accept-Language": "en-GB,en;q=0.9",
}


@dataclass
class Measured:
    """An exchange: what went over the line, and of that the bodies alone."""

    cost: Cost
    body_up: int
    body_down: int
    pages: int
    here: float  # seconds on this machine


class Sent:
    """Carries exchanges to a port of this machine, on one connection."""

    def __init__(self, port: int, token: str) -> None:
        self.token, self.origin = token, f"http://localhost:{port}"
        self.connection = http.client.HTTPConnection("localhost", port, timeout=300)
        self.body_up = self.body_down = 0

    def carry(self, body: bytes) -> bytes:
        """One exchange as the phone's program sends it."""
        told = {
            "Content-Type": "application/json",
            "Content-Encoding": "gzip",
            "X-Kinbridge-Exchange": "1",
            "Authorization": f"Phone {self.token}",
            "Origin": self.origin,
            "Referer": f"{self.origin}/",
        }
        self.connection.request("POST", "/exchange/", body, {**BROWSER, **told})
        answer = self.connection.getresponse()
        came = answer.read()
        if answer.status != http.client.OK:
            raise RuntimeError(f"The exchange was answered with {answer.status}")
        self.body_up += len(body)
        self.body_down += len(came)
        is_packed = answer.headers.get("Content-Encoding") == "gzip"
        return gzip.decompress(came) if is_packed else came

    def measured(self, phone: Phone, line: Line) -> Measured:
        """One exchange with all that follows from it."""
        line.taken()
        self.body_up = self.body_down = 0
        begun = time.monotonic()
        pages = len(phone.renew(self.carry))
        seconds = time.monotonic() - begun
        if phone.forms:
            raise RuntimeError(f"left on the phone: {[form.answer for form in phone.forms]}")
        return Measured(line.taken(), self.body_up, self.body_down, pages, seconds)


def forms_of(day: Day) -> list[Form]:
    """The day's forms in the order in which they were made."""
    records = [
        Form(
            f"record_{record.kind}", day.communities[record.community], record.at,
            dict(record.fields), key=record.key,
        )
        for record in day.records
    ]  # fmt: skip
    return sorted([*records, *map(form_of, day.edits)], key=lambda form: form.at)


def form_of(edit: Edit) -> Form:
    """An edit as it waits."""
    return Form(
        f"correct_{edit.of.kind}", edit.of.key, edit.at, dict(edit.fields),
        key=edit.key, base=edit.base, after=list(edit.after),
    )  # fmt: skip
