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
    "agreement_print": "agreement",
    "agreements": "dialogue",
    "arriving": "arrivingfile",
    "attachment": "attachment",
    "agreement_slip": "agreement",
    "board": "community",
    "community_book": "community",
    "community_file": "community",
    "blank": "community",
    "confirm_contact": "contact",
    "draft": "agreement",
    "goal_slip": "goal",
    "one_time_link": "person",
    "people_in": "area",
    "person": "person",
    "phone_end": "device",
    "remove_contact": "contact",
    "read_sheet": "area",
    "remove_passkey": "passkey",
    "services": "goal",
    "ways": "community",
    "sheet": "area",
}
SENDING = {200: 422, 403: 403}
OTHERS = {
    "topic": "age_of_marriage",
    "told_id": "none-such",
    "number": "1",
    "secret": "no-such-secret",
    "name": "saving",
    "part": "first",
    "deed": "add_point",
    "gateway": "kannel",
    "signed": "no",
    "code": "SL",
}


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
        if home is None or home.kind == Community.Kind.CLUSTER:
            found.setdefault(home.name.split()[0] if home else "any", record)
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


@pytest.fixture
def readers(people: dict[str, Person | None]) -> dict[str, Client]:
    """Everybody at a browser of their own."""
    found = {name: Client() for name in people}
    for name, who in people.items():
        if who is not None:
            found[name].force_login(who)
    return found


def test_every_page_and_deed_opens_for_those_in_the_table_only(
    readers: dict[str, Client],
) -> None:
    before = Entry.objects.count(), Receipt.objects.count()
    lines = ["| " + " | ".join(["what", *readers]) + " |"]
    for told, address in [*addresses(), *deeds()]:
        codes = [reader.get(address).status_code for reader in readers.values()]
        lines.append("| " + " | ".join([told, *map(str, codes)]) + " |")
        if told.startswith("do "):
            for reader, code in zip(readers.values(), codes, strict=True):
                if code in SENDING:  # what is not there for reading is not there for sending
                    assert reader.post(address, {}).status_code == SENDING[code], told
    assert (Entry.objects.count(), Receipt.objects.count()) == before
    if os.environ.get("KINBRIDGE_WRITE_ACCESS"):
        TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert lines == TABLE.read_text(encoding="utf-8").splitlines()
