"""Many bad days, one after the other, each undone when it is over."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any
from unittest.mock import patch

from django.db import transaction
from django.test import Client

from kinbridge.people.models import Person
from kinbridge.sync import kept, operations
from tests.cast import Cast
from tests.journeys.bad_days import BadDay
from tests.journeys.what_remains import Breach, breaches


class Days:
    """Bad days one after the other, each undone when it is over."""

    def __init__(self, cast: Cast, **others: Any) -> None:
        self.cast, self.others = cast, others
        self.counts: Counter[str] = Counter()
        self.sessions = {
            person.sign_in_name: _session(person) for person in (cast.facilitator, cast.mentor)
        }

    def breaches(self, seed: int) -> list[Breach]:
        """What does not hold after the day of this seed."""
        # Without the clock the n-th correction makes version n: what it covers can be told.
        with transaction.atomic(), patch.object(operations, "_second", lambda _at: 0):
            day = BadDay(self.cast, seed, self.counts, sessions=self.sessions, **self.others)
            day.run()
            found = list(breaches(day))
            self.counts["typed"] += len(day.typed)
            self.counts["left"] += len(day.left)
            transaction.set_rollback(True)
        return found


def _session(person: Person) -> "SimpleCookie":
    client = Client()
    client.force_login(person)
    return client.cookies


@contextmanager
def few_pages() -> Iterator[None]:
    """Phones keep no empty forms, which never change; all that is about a record they do."""
    real = kept.addresses

    def addresses(*told: Any) -> dict[str, list[str]]:
        return {
            scope: [url for url in urls if _may_change(url)]
            for scope, urls in real(*told).items()
        }

    with patch.object(kept, "addresses", addresses):
        yield


def _may_change(url: str) -> bool:
    return not url.startswith("/do/") or url.startswith("/do/correct_")
