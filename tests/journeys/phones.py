"""A phone as the exchange knows it: the forms that wait on it, and the pages it keeps.

It follows ``sync.wire``, ``sync.exchange`` and ``sync.kept`` to the letter, and stands for
the phone's own program wherever many phones, bad lines or bytes are what is looked at.
"""

import base64
import gzip
import hashlib
import json
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.test import Client
from django.urls import reverse

HEADERS = {"X-Kinbridge-Exchange": "1", "Content-Encoding": "gzip"}
NEEDS_ITS_PERSON = frozenset({"refused", "not_yours", "earlier"})
LEVEL = 6  # of gzip, as browsers pack

# Carries a packed exchange up and brings its answer; nothing, if the line failed.
Carry = Callable[[bytes], bytes | None]


@dataclass
class Form:
    """A form as it waits. A key in ``fields`` is a UUID."""

    deed: str
    about: uuid.UUID
    at: datetime
    fields: dict[str, Any]
    key: uuid.UUID = field(default_factory=uuid.uuid4)
    base: int | None = None
    after: list[uuid.UUID] = field(default_factory=list)
    state: str = "waiting"
    answer: dict[str, Any] = field(default_factory=dict)
    was_tried: bool = False

    @property
    def rests_on(self) -> set[uuid.UUID]:
        """What must have been done before it."""
        named = {value for value in self.fields.values() if isinstance(value, uuid.UUID)}
        return {self.about, *self.after, *named}


class Keys:
    """Each key spoken of, once, and its place."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self.places: dict[uuid.UUID, int] = {}
        for form in forms:
            self.place(form.key)

    def place(self, key: uuid.UUID) -> int:
        return self.places.setdefault(key, len(self.places))

    def written(self) -> str:
        packed = (base64.urlsafe_b64encode(key.bytes).decode() for key in self.places)
        return "".join(key.rstrip("=") for key in packed)


def written(forms: list[Form]) -> dict[str, Any]:
    """Waiting forms as they are sent."""
    keys = Keys(forms)
    told = []
    for n, form in enumerate(forms):
        said: dict[str, Any] = {"deed": form.deed, "about": keys.place(form.about)}
        said["at"] = (
            _minute(form) - _minute(forms[n - 1])
            if n
            else form.at.isoformat(timespec="seconds")
        )
        said["fields"] = {
            name: {"key": keys.place(value)} if isinstance(value, uuid.UUID) else value
            for name, value in form.fields.items()
        }
        if form.base:
            said["base"] = form.base
        if form.after:
            said["after"] = [keys.place(key) for key in form.after]
        told.append(said)
    return {"keys": keys.written(), "forms": told}


def _minute(form: Form) -> int:
    return int(form.at.timestamp()) // 60


def packed(told: dict[str, Any]) -> bytes:
    """An exchange as it leaves the phone."""
    plain = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(plain.encode(), LEVEL, mtime=0)


def over(client: Client) -> Carry:
    """Carries exchanges to the site without a network between."""

    def carry(body: bytes) -> bytes | None:
        answer = post(client, body)
        return answer.content if answer.status_code == 200 else None

    return carry


def post(client: Client, body: bytes, **headers: str) -> Any:
    """One packed exchange as it reaches the site."""
    return client.post(
        reverse("exchange"),
        body,
        content_type="application/json",
        headers={**HEADERS, **headers},
    )


class Phone:
    """What is on a phone, and how an exchange changes that."""

    def __init__(self) -> None:
        self.forms: list[Form] = []
        self.cursors: dict[str, str] = {}
        self.pages: dict[str, dict[str, dict[str, str]]] = {}

    def leaving(self) -> list[Form]:
        """What goes up: all but what needs its person, and what rests on that."""
        stay: set[uuid.UUID] = set()
        going = []
        for form in self.forms:
            if form.state in NEEDS_ITS_PERSON or form.rests_on & stay:
                stay.add(form.key)
                form.state = form.state if form.state in NEEDS_ITS_PERSON else "waits"
            else:
                going.append(form)
        return going

    def exchange(self, carry: Carry, *, keeps: bool = True) -> list[str] | None:
        """One exchange; the addresses of the pages that came, or nothing, if it failed."""
        going = self.leaving()
        told = written(going) if going else {"forms": []}
        if keeps:
            told["kept"] = {"scopes": self.cursors, "lines": True}
        for form in going:
            form.was_tried = True
        try:
            answer = json.loads(carry(packed(told)) or b"")
        except ValueError:
            return None
        self._settle(going, answer["answers"])
        return self._keep(answer["kept"]) if keeps else []

    def _settle(self, sent: list[Form], answers: list[dict[str, Any]]) -> None:
        for form, answer in zip(sent, answers, strict=True):
            form.state, form.answer = answer["state"], answer
        self.forms = [form for form in self.forms if form.state != "done"]

    def _keep(self, kept: dict[str, Any]) -> list[str]:
        came = []
        for scope in kept["gone"]:
            del self.cursors[scope]
            self.pages.pop(scope, None)
        for scope, news in kept["scopes"].items():
            pages = {} if news.get("fresh") else self.pages.get(scope, {})
            for url in news["gone"]:
                pages.pop(url, None)
            for page in news["pages"]:
                pages[page["url"]] = _page(page, pages.get(page["url"], {}))
                came.append(page["url"])
            self.pages[scope], self.cursors[scope] = pages, news["cursor"]
            if not all(is_right(page) for page in pages.values()):
                del self.pages[scope], self.cursors[scope]
        self.has_all = not any(news["more"] for news in kept["scopes"].values())
        return came

    def renew(self, carry: Carry) -> list[str]:
        """Exchanges until nothing more comes."""
        came = self.exchange(carry) or []
        while not self.has_all:
            came += self.exchange(carry) or []
        return came


def _page(came: dict[str, Any], old: dict[str, str]) -> dict[str, str]:
    """A page that came, whole or as what became of its lines."""
    if "lines" not in came:
        return came
    lines = old["body"].split("\n")
    parts = [
        part if isinstance(part, str) else "\n".join(lines[part[0] : sum(part)])
        for part in came.pop("lines")
    ]
    return {**came, "body": "\n".join(parts)}


def is_right(page: dict[str, str]) -> bool:
    """Whether a page came out as the server meant it."""
    said = "\n".join([page["title"], page["look"], page["body"]])
    return hashlib.sha256(said.encode()).hexdigest()[:12] == page["digest"]
