"""The cast of all tests: a place, a community, those who walk with it, and an outsider.

More rows are made by doing deeds, so that tests walk the road that users walk.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model
from django.http import QueryDict

from kinbridge.community.models import Accompaniment, Community
from kinbridge.foundation.references import reference
from kinbridge.people.acts import Act
from kinbridge.people.deeds import registry
from kinbridge.people.models import Grant, Organisation, Person
from kinbridge.people.roles import Deed, Role
from kinbridge.places.models import Area
from kinbridge.places.operations import add_area, add_country
from kinbridge.sync.models import Receipt
from kinbridge.sync.operations import receive
from tests.laid_out import laid_out

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
PASSPHRASE = "five calm words for tests"
LEVELS = [
    ["Nation", "nation"],
    ["Province", "province"],
    ["District", "district"],
    ["Chiefdom", "chiefdom"],
    ["Village", "community"],
]
PCODES = {
    "nation": "SL",
    "province": "SL02",
    "district": "SL0201",
    "chiefdom": "SL020101",
    "village": "SL02010101",
    "elsewhere": "SL0299",
}


@dataclass
class Cast:
    """Everybody and everything that a test may name."""

    nation: Area
    province: Area
    district: Area
    chiefdom: Area
    village: Area
    elsewhere: Area
    ngo: Organisation
    office: Organisation
    community: Community
    other_community: Community
    facilitator: Person
    mentor: Person
    manager: Person
    official: Person
    outsider: Person
    administrator: Person
    second_administrator: Person
    auditor: Person

    def person(self, who: str) -> Person:
        """A member of the cast by name."""
        found = getattr(self, who)
        assert isinstance(found, Person)
        return found


def person(
    name: str, role: Role, area: Area, organisation: Organisation | None = None
) -> Person:
    """Somebody with an account and one role, approved."""
    made = Person.objects.create(sign_in_name=name, display_name=name.replace("_", " ").title())
    approver = Person.objects.filter(sign_in_name="approver").first() or Person.objects.create(
        sign_in_name="approver", display_name="Approver"
    )
    Grant.objects.create(
        person=made,
        role=role,
        area=area,
        organisation=organisation,
        from_on=date(2020, 1, 1),
        until_on=date(2099, 1, 1),
        approved_by=approver,
    )
    return made


@pytest.fixture
def cast(db: None) -> Cast:
    """The whole cast, fresh."""
    return whole_cast()


def whole_cast() -> Cast:
    """Everybody and everything, made now."""
    laid_out("cast", _make_cast)
    people = {one.sign_in_name: one for one in Person.objects.exclude(sign_in_name="approver")}
    areas = {one.pcode: one for one in Area.objects.select_related("country", "parent")}
    bodies = {one.kind: one for one in Organisation.objects.all()}
    communities = {c.name: c for c in Community.objects.select_related("area__country")}
    named: dict[str, Any] = {**people, **{name: areas[code] for name, code in PCODES.items()}}
    return Cast(
        **named,
        ngo=bodies["ngo"],
        office=bodies["government"],
        community=communities["The Three Villages"],
        other_community=communities["The Other Village"],
    )


def _make_cast() -> None:
    country = add_country(
        code="SL", name="Sierra Leone", levels=LEVELS, languages=["en", "kri"]
    )
    nation = _area(country, None, "Sierra Leone", PCODES["nation"])
    province = _area(country, nation, "Northern", PCODES["province"])
    district = _area(country, province, "Bombali", PCODES["district"])
    chiefdom = _area(country, district, "First Chiefdom", PCODES["chiefdom"])
    _area(country, chiefdom, "First Village", PCODES["village"])
    elsewhere = _area(country, province, "Elsewhere", PCODES["elsewhere"])
    ngo = Organisation.objects.create(name="The Accompanying NGO", kind="ngo")
    office = Organisation.objects.create(name="District Health Office", kind="government")
    facilitator = person("facilitator", Role.FACILITATOR, chiefdom, ngo)
    mentor = person("mentor", Role.MENTOR, district, ngo)
    outsider = person("outsider", Role.FACILITATOR, elsewhere, ngo)
    _community("The Three Villages", chiefdom, facilitator, mentor)
    _community("The Other Village", elsewhere, outsider)
    person("manager", Role.MANAGER, district, ngo)
    person("official", Role.OFFICIAL, district, office)
    person("administrator", Role.ADMINISTRATOR, nation)
    person("second_administrator", Role.ADMINISTRATOR, nation)
    person("auditor", Role.AUDITOR, nation)


def _area(country: Any, parent: Area | None, name: str, pcode: str) -> Area:
    return add_area(country=country, parent=parent, name=name, pcode=pcode, key=uuid.uuid4())


def _community(name: str, area: Area, facilitator: Person, *mentors: Person) -> Community:
    community = Community.objects.create(
        name=name, kind="cluster", area=area, language="kri", welcomed_at=NOON
    )
    for who, role in [(facilitator, Role.FACILITATOR), *[(m, Role.MENTOR) for m in mentors]]:
        Accompaniment.objects.create(community=community, person=who, role=role, began_at=NOON)
    return community


def act_of(by: Person, **others: Any) -> Act:
    """An act at noon."""
    return Act(**{"by": by, "at": NOON, "received_at": NOON, **others})


class Posted(QueryDict):
    """A posted form that Django's test client sends whole: lists repeat."""

    def items(self) -> Any:
        """Each name with its value, or with all of them."""
        for name, values in self.lists():
            yield name, values if len(values) > 1 else values[-1] if values else ""


def posted(fields: dict[str, Any]) -> QueryDict:
    """Fields as a browser posts them: lists repeat, records go by key, dates split in two."""
    data = Posted(mutable=True)
    for name, value in fields.items():
        if isinstance(value, dict):
            for part, said in value.items():
                data[f"{name}_{part}"] = str(said)
        elif isinstance(value, list | tuple):
            data.setlist(name, [_as_text(item) for item in value])
        else:
            data[name] = _as_text(value)
    return data


def _as_text(value: Any) -> str:
    return str(value.key) if isinstance(value, Model) else str(value)  # type: ignore[attr-defined]


def when(words: str = "", on: str = "") -> dict[str, str]:
    """A rough date as posted."""
    return {"0": on, "1": words}


Doer = Callable[..., Any]


@pytest.fixture
def do() -> Doer:
    """Does a deed as the page would, and returns what it made.

    ``do(Deed.RECORD_HARM, about=community, by=facilitator, words="…")``. Errors of the form
    fail the test; refusals rise.
    """

    def doing(
        deed: Deed, *, about: Any, by: Person, key: uuid.UUID | None = None, **fields: Any
    ) -> Any:
        step = (deed, reference(about), by.pk, key, posted(fields).urlencode())
        return laid_out(step, lambda: _done(deed, about, by, key or uuid.uuid4(), fields))

    return doing


def _done(deed: Deed, about: Any, by: Person, key: uuid.UUID, fields: dict[str, Any]) -> Any:
    form = registry[deed](posted({"key": key, **fields}), record=about, by=by)
    assert form.is_valid(), form.errors.as_data()
    return made_by(receive(form=form, act=act_of(by, key=key)))


def made_by(receipt: Receipt) -> Any:
    """The record that a receipt names."""
    kind, key = receipt.made.split(":")
    model = next(m for m in apps.get_models() if m._meta.model_name == kind)
    found = model._default_manager.get(key=key)
    assert reference(found) == receipt.made
    return found
