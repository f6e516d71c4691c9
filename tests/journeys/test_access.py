"""Who may open what: every page and every deed, as every role and as nobody, on the worked
example, compared with the table in ``tests/access.txt``.

When a difference is meant, read it line by line and write the table anew:
``KINBRIDGE_WRITE_ACCESS=1 .venv/bin/pytest tests/journeys/test_access.py``.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from kinbridge.community.models import Community
from kinbridge.examples.loading import load
from kinbridge.foundation.pages import kinds_by_page
from kinbridge.journal.models import Entry
from kinbridge.people.deeds import registry
from kinbridge.people.models import Grant, Organisation, Person
from kinbridge.people.roles import Deed, Role
from kinbridge.places.models import Area
from kinbridge.sync.models import Receipt
from tests.cast import person

TABLE = Path(__file__).parent.parent / "access.txt"
# Pages about a record that are not registered as pages: what their key names.
ABOUT = {
    "gatherings": "community",
    "journal": "community",
    "agreement_pdf": "agreement",
    "agreement_draft": "agreement",
}
OTHERS = {"n": "1", "deed": "record_gathering", "token": "no-such-token"}


@pytest.fixture
def people(db: None) -> dict[str, Person | None]:
    """One person a role, with the example's places; and two who have no business there."""
    load("sierra_leone")
    nation, district = Area.objects.get(depth=0), _district("Bombali")
    elsewhere = Organisation.objects.create(name="Another District Office", kind="government")
    found: dict[str, Person | None] = {"nobody": None}
    for role in Role:
        grant = Grant.objects.filter(role=role).order_by("pk").first()
        found[role.value] = grant.person if grant else person(role.value, role, nation)
    found["facilitator elsewhere"] = Person.objects.get(sign_in_name="facilitator-moyamba")
    found["official elsewhere"] = person("other", Role.OFFICIAL, district, elsewhere)
    found["without a role"] = Person.objects.create(sign_in_name="none", display_name="None")
    return found


def _district(name: str) -> Area:
    return Area.objects.get(name=name, depth=2)


def community_of(record: Any) -> Community | None:
    """The community that a record belongs to, if to any."""
    while record is not None and not isinstance(record, Community):
        record = getattr(record, "belongs_to", None)
    return record


def model_of(kind: str) -> type[Model]:
    return next(model for model in apps.get_models() if model._meta.model_name == kind)


def samples(model: type[Model]) -> Iterator[tuple[str, Model]]:
    """A record in Bombali and one in Moyamba, where they belong to a community; else any."""
    found: dict[str, Model] = {}
    for record in model._default_manager.order_by("pk"):
        home = community_of(record)
        where = home.name.split()[0] if home else "any"
        found.setdefault(where, record)
    yield from sorted(found.items())


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, route)
        else:
            yield route, pattern


def addresses() -> Iterator[tuple[str, str]]:
    """Every address of the site, told with what its key stands for."""
    kinds = kinds_by_page()
    for route, pattern in sorted(patterns(get_resolver()), key=lambda found: found[0]):
        name = str(pattern.name)
        names = re.findall(r"<\w+:(\w+)>", route)
        if name == "do":
            continue
        others = {other: OTHERS[other] for other in names if other != "key"}
        if "key" not in names:
            yield f"/{route}", reverse(name, kwargs=others)
            continue
        kind = kinds.get(name) or ABOUT[name]
        for where, record in samples(model_of(kind)):
            told = route.replace("<uuid:key>", f"<{where} {kind}>")
            key = record.key  # type: ignore[attr-defined]
            yield f"/{told}", reverse(name, kwargs={"key": key, **others})


def deeds() -> Iterator[tuple[str, str]]:
    """Every deed about a record of each place."""
    for deed in Deed:
        form = registry.get(deed)
        for where, record in samples(form.about) if form else ():
            kind = record._meta.model_name
            key = record.key  # type: ignore[attr-defined]
            yield f"do {deed.value} <{where} {kind}>", reverse("do", args=[deed, key])


def status(client: Client, who: Person | None, address: str) -> int:
    client.logout()
    if who is not None:
        client.force_login(who)
    return client.get(address).status_code


def test_every_page_and_deed_opens_for_those_in_the_table_only(
    people: dict[str, Person | None], client: Client
) -> None:
    before = Entry.objects.count(), Receipt.objects.count()
    lines = ["| " + " | ".join(["what", *people]) + " |"]
    for told, address in [*addresses(), *deeds()]:
        codes = [str(status(client, who, address)) for who in people.values()]
        lines.append("| " + " | ".join([told, *codes]) + " |")
    assert (Entry.objects.count(), Receipt.objects.count()) == before
    table = "\n".join(lines) + "\n"
    if os.environ.get("KINBRIDGE_WRITE_ACCESS"):
        TABLE.write_text(table, encoding="utf-8")
    assert table.splitlines() == TABLE.read_text(encoding="utf-8").splitlines()


def test_a_deed_is_refused_to_the_same_people_when_sent_as_when_opened(
    people: dict[str, Person | None], client: Client
) -> None:
    for _told, address in deeds():
        for who in people.values():
            opened = status(client, who, address)
            sent = client.post(address, {}).status_code
            assert sent == (422 if opened == 200 else opened), (address, who)
