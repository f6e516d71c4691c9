"""Draws pages of the worked example, and weighs them."""

import gzip
import re
import statistics
import time
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.days.words import CORRECTED, RECORDED
from kinbridge.agreement.models import Agreement
from kinbridge.community.models import Gathering
from kinbridge.examples.loading import load
from kinbridge.goals.models import Goal

TIMES = 7
STATIC = re.compile(rb"""["'(]/?static/(?P<path>[^"'()?#\s]+)""")
BESIDE = re.compile(rb"""url\(["']?(?!data:)(?P<path>[^"'()#]+)""")


def drawn(n: str) -> list[dict[str, Any]]:
    """Each page with its weight, queries and time, with so many gatherings."""
    call_command("migrate", verbosity=0)
    load("sierra_leone")
    agreement = Agreement.objects.order_by("pk")[0]
    goal = Goal.objects.get(pk=agreement.dialogue.goal_id)
    community = goal.community
    _gather(community, int(n))
    mentor = community.accompaniments.filter(role="mentor")[0].person
    client = Client()
    client.force_login(mentor)
    pages = {
        "the community’s story": reverse("community", args=[community.key]),
        "its gatherings": reverse("gatherings", args=[community.key]),
        "the rings: who might help": reverse("who_might_help", args=[goal.key]),
        "an agreement": reverse("agreement", args=[agreement.key]),
    }
    there = community.gatherings.count()
    return [
        {"page": page, "gatherings": there, **_weigh(client, url)}
        for page, url in pages.items()
    ]


def _gather(community: Any, n: int) -> None:
    """As many gatherings as there should be in all, each with words of its own."""
    words = [f"{first}; {second}" for first in RECORDED for second in CORRECTED]
    first = date(2019, 1, 1)
    there = Gathering.objects.filter(community=community).count()
    Gathering.objects.bulk_create(
        Gathering(
            key=uuid.uuid4(), community=community, kind=Gathering.Kind.values[n % 6],
            where=CORRECTED[n % len(CORRECTED)][:60], girls=n % 30, boys=n % 29, women=n % 31,
            men=n % 17, elders=n % 5, what_was_said=words[n % len(words)],
            when_on=first + timedelta(days=n), when_sorts_on=first + timedelta(days=n),
        )
        for n in range(n - there)
    )  # fmt: skip


def _weigh(client: Client, url: str) -> dict[str, Any]:
    client.get(url)
    seconds = []
    for _n in range(TIMES):
        begun = time.perf_counter()
        answer = client.get(url)
        seconds.append(time.perf_counter() - begun)
    if answer.status_code != 200:
        raise RuntimeError(f"{url} was answered with {answer.status_code}")
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    files = dict(_files(answer.content))
    return {
        "plain": len(answer.content),
        "page_bytes": _packed(answer.content),
        "all_bytes": _packed(answer.content) + sum(map(_packed, files.values())),
        "files": len(files),
        "queries": len(queries),
        "ms": 1000 * statistics.median(seconds),
    }


def _files(page: bytes) -> Iterator[tuple[str, bytes]]:
    """What a browser loads with a page for the first time: styles, scripts, pictures."""
    for match in STATIC.finditer(page):
        path = match["path"].decode()
        content = _content(path)
        yield path, content
        for inner in BESIDE.finditer(content) if path.endswith(".css") else ():
            near = f"{path.rpartition('/')[0]}/{inner['path'].decode()}"
            yield near, _content(near)


def _content(path: str) -> bytes:
    found = finders.find(path)
    if not isinstance(found, str):
        return b""
    with open(found, "rb") as file:  # noqa: PTH123 (a found path is text)
        return file.read()


def _packed(content: bytes) -> int:
    return len(gzip.compress(content, mtime=0))
