"""Everything that can go wrong between phones and a server, and a server that goes wrong."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from random import Random
from typing import Any

from django.db import OperationalError, connection
from django.test import Client

from kinbridge.people.models import Person
from tests.journeys.phones import over, post

OK, SIGN_IN_FIRST = 200, 302
WRITES = ("INSERT", "UPDATE", "DELETE")


class Killed(BaseException):
    """The server is gone, at once."""


@contextmanager
def failing(at: int, problem: type[BaseException]) -> Iterator[None]:
    """The server dies (``Killed``), or errs, at its n-th write from now."""
    n_writes = 0

    def watch(execute: Callable[..., Any], sql: str, *told: Any) -> Any:
        nonlocal n_writes
        if sql.startswith(WRITES):
            n_writes += 1
            if n_writes == at:
                raise problem
        return execute(sql, *told)

    with connection.execute_wrapper(watch):
        yield


class Line:
    """A person's way to the server on a bad day; what went wrong is counted by its kind."""

    def __init__(self, person: Person, chance: Random, counts: "Counter[str]") -> None:
        self.person, self.chance, self.counts = person, chance, counts
        self.client = Client(raise_request_exception=False)
        self.is_signed_in = False
        self.late: list[bytes] = []

    def sign_in(self, cookies: "SimpleCookie | None" = None) -> None:
        """Where the session has ended, or there is none yet; with a session that lasts, if
        there is one."""
        if cookies is not None:
            self.client.cookies = SimpleCookie(cookies.output(header="", sep=";"))
        elif not self.is_signed_in:
            self.client.force_login(self.person)
        self.is_signed_in = True

    def carry(self, body: bytes) -> bytes | None:
        """One exchange, with whatever happens to it."""
        kinds = [self.good, self.cut_going_up, self.answer_lost, self.answer_cut, self.doubled]
        kinds += [self.late_on_its_way, self.session_ended, self.killed, self.erring]
        kinds += [self.storage_full]
        kind = self.chance.choices(kinds, weights=[26, 8, 12, 8, 8, 10, 5, 22, 6, 6])[0]
        self.sign_in()
        answer = kind(body)
        self.counts[kind.__name__] += 1
        return answer

    def good(self, body: bytes) -> bytes | None:
        """Nothing goes wrong; whoever is asked to sign in does so and sends again."""
        self.sign_in()
        answer = post(self.client, body)
        if answer.status_code == SIGN_IN_FIRST:
            self.is_signed_in = False
            self.sign_in()
            answer = post(self.client, body)
        return answer.content if answer.status_code == OK else None

    def cut_going_up(self, body: bytes) -> bytes | None:
        return over(self.client)(body[: self.chance.randrange(len(body))])

    def answer_lost(self, body: bytes) -> None:
        self.good(body)

    def answer_cut(self, body: bytes) -> bytes | None:
        answer = self.good(body) or b""
        return answer[: self.chance.randrange(len(answer))] if answer else None

    def doubled(self, body: bytes) -> bytes | None:
        self.good(body)
        return self.good(body)

    def late_on_its_way(self, body: bytes) -> None:
        """The phone gives up; the exchange arrives all the same, after others."""
        self.late.append(body)

    def session_ended(self, body: bytes) -> bytes | None:
        self.client.logout()
        self.is_signed_in = False
        assert post(self.client, body).status_code == SIGN_IN_FIRST
        return None

    def killed(self, body: bytes) -> bytes | None:
        """The server dies between two forms, or in the middle of one."""
        try:
            with failing(self.chance.randint(1, 8), Killed):
                answer = over(self.client)(body)
        except Killed:
            return None
        self.counts["killed"] -= 1  # too late to hurt
        return answer

    def erring(self, body: bytes) -> bytes | None:
        """The disk fails for one write; the server lives on."""
        with failing(self.chance.randint(1, 10), OperationalError):
            return over(self.client)(body)

    def storage_full(self, body: bytes) -> None:
        """The answer comes down, and the phone has no room to note it."""
        self.good(body)

    def arrive_late(self) -> None:
        """The oldest exchange on its way arrives; nobody waits for the answer."""
        if self.late:
            self.good(self.late.pop(0))
