"""Numbers are given in the order of commits: whoever reads on from a cursor misses nothing."""

import random
import threading
import time
import uuid
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from kinbridge.journal.models import Entry, Stream
from kinbridge.journal.operations import enter
from kinbridge.people.models import Person
from kinbridge.people.roles import Deed
from tests.cast import act_of

WRITERS, DEEDS_EACH = 8, 40
STREAMS = ["community:one", "community:two"]

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def writer() -> Iterator[Person]:
    yield Person.objects.create(sign_in_name="writer", display_name="Writer")
    Entry.objects.all().delete()
    Stream.objects.all().delete()
    Person.objects.all().delete()


def write(writer: Person, seed: int) -> None:
    """Deeds that take their time between their own writes and the commit."""
    chance = random.Random(seed)
    try:
        for _n in range(DEEDS_EACH):
            with transaction.atomic():
                name = chance.choice(STREAMS)
                act = act_of(writer, key=uuid.uuid4())
                enter(stream=name, deed=Deed.SET_GOAL, about=writer, act=act, payload={})
                time.sleep(chance.random() * 0.004)
    finally:
        connection.close()


def read_on(seen: dict[str, list[int]], done: threading.Event) -> None:
    """A reader that asks only for what is newer than the last it saw."""
    try:
        while True:
            last_look = done.is_set()
            for name in STREAMS:
                cursor = seen[name][-1] if seen[name] else 0
                newer = Entry.objects.filter(stream__name=name, number__gt=cursor)
                seen[name] += newer.order_by("number", "pk").values_list("number", flat=True)
            if last_look:
                return
    finally:
        connection.close()


def test_a_reader_beside_many_writers_passes_over_nothing(writer: Person) -> None:
    for name in STREAMS:
        Stream.objects.create(name=name)
    seen: dict[str, list[int]] = {name: [] for name in STREAMS}
    done = threading.Event()
    reader = threading.Thread(target=read_on, args=(seen, done))
    writers = [threading.Thread(target=write, args=(writer, seed)) for seed in range(WRITERS)]
    for thread in [reader, *writers]:
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    reader.join()
    assert sum(len(numbers) for numbers in seen.values()) == WRITERS * DEEDS_EACH
    for numbers in seen.values():
        assert numbers == list(range(1, len(numbers) + 1))
