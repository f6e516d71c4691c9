"""``kinbridge begin``: a country and two administrators, each approved by the other."""

from argparse import Namespace
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from kinbridge.config.telling import complain, say
from kinbridge.countries.packs import pack_of
from kinbridge.foundation.errors import Refusal
from kinbridge.foundation.transactions import whole
from kinbridge.office.operations import LINK_LASTS, make_link
from kinbridge.people.acts import Act
from kinbridge.people.models import Grant, Person
from kinbridge.people.roles import Role
from kinbridge.places.models import Area, Country
from kinbridge.places.operations import add_area, add_country

A_YEAR = timedelta(days=365)


def run(told: Namespace) -> int:
    """Make them, and tell the one-time links to hand over."""
    if Grant.objects.filter(role=Role.ADMINISTRATOR).exists():
        complain("kinbridge: there are administrators already; they invite others.")
        return 1
    if told.names[0].casefold() == told.names[1].casefold():
        complain("kinbridge: two different people, please: neither works without the other.")
        return 1
    try:
        secrets = _begin(told.names, told.country.upper(), told.country_name)
    except Refusal as refusal:
        complain(f"kinbridge: {refusal.message}")
        return 1
    hours = int(LINK_LASTS.total_seconds() // 3600)
    say(f"Two links, good once and for {hours} hours. Hand each to its person yourself:")
    for name, secret in zip(told.names, secrets, strict=True):
        say(f"    {name.casefold()}: {told.site.rstrip('/')}/welcome/{secret}/")
    return 0


@whole
def _begin(names: list[str], code: str, country_name: str) -> list[str]:
    nation = _nation(code, country_name)
    people = [_person(name) for name in names]
    for person, other in zip(people, reversed(people), strict=True):
        today = timezone.localdate()
        Grant.objects.create(
            person=person,
            role=Role.ADMINISTRATOR,
            area=nation,
            from_on=today,
            until_on=today + A_YEAR,
            approved_by=other,
        )
    now = timezone.now()
    return [
        make_link(
            person=person,
            forgets_factors=False,
            act=Act(by=other, at=now, received_at=now),
        )[1]
        for person, other in zip(people, reversed(people), strict=True)
    ]


def _nation(code: str, name: str) -> Area:
    known = Area.objects.filter(country__code=code, parent__isnull=True).first()
    if known is not None:
        return known
    pack = pack_of(code)
    levels = [[level.name, level.level] for level in pack.levels] if pack else []
    country = Country.objects.filter(code=code).first() or add_country(
        code=code,
        name=name,
        levels=levels or [["Nation", "nation"]],
        languages=[language.code for language in pack.languages] if pack else ["en"],
    )
    return add_area(country=country, parent=None, name=name, pcode=code, key=uuid4())


def _person(name: str) -> Person:
    person = Person(sign_in_name=name.casefold(), display_name=name)
    person.set_unusable_password()
    person.save(force_insert=True)
    return person
