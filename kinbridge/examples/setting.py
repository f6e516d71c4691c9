"""The setting of an example: its country, areas, organisations and accounts.

They have no deed of their own, and are made here; what is there already is kept.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from kinbridge.foundation.errors import Refusal
from kinbridge.foundation.lined import Lined
from kinbridge.people.models import Grant, Organisation, Person
from kinbridge.people.roles import NEED_APPROVAL, Role
from kinbridge.places.models import Area, Country, Level
from kinbridge.places.operations import add_area, add_country

NAMESPACE = UUID("6b0f1f0e-5f0b-4c59-9c39-2c1d3c0a7b11")
FROM, UNTIL = date(2011, 1, 1), date(2040, 12, 31)  # an example does not run out
SHORTEST_PASSPHRASE = 15


@dataclass
class Names:
    """The file's own names: what each one is called by, and the key of what it stands for."""

    example: str
    keys: dict[str, UUID] = field(default_factory=dict)

    def key(self, name: str) -> UUID:
        """The same key for the same name of the same example, on every machine."""
        return uuid5(NAMESPACE, f"{self.example}/{name}")

    def free(self, told: Lined, name: str, at: str = "called") -> str:
        """A name, if it stands for nothing yet. Raises: Broken."""
        if name in self.keys:
            raise told.broken(f"“{name}” is the name of something else already", at)
        return name

    def find(self, told: Lined, name: str, at: str) -> UUID:
        """The key that a name stands for. Raises: Broken."""
        if name not in self.keys:
            raise told.broken(f"nothing before this line is called “{name}”", at)
        return self.keys[name]


def settle(setting: Lined, names: Names) -> None:
    """Make what of the setting is not there yet. Raises: Broken."""
    setting.only(["country", "areas", "organisations", "accounts"])
    country = _country(setting.part("country"))
    for told in setting.parts("areas"):
        _area(told, country, names)
    for told in setting.parts("organisations"):
        _organisation(told, names)
    accounts = setting.parts("accounts")
    for told in accounts:
        _account(told, names)
    for told in accounts:
        for role in told.parts("roles"):
            _grant(role, told.words("sign_in_name"), names)


def _country(told: Lined) -> Country:
    told.only(["code", "name", "levels", "languages"])
    levels = told.get("levels") or []
    if not all(
        isinstance(level, list) and len(level) == 2 and level[1] in Level.values  # noqa: PLR2004
        for level in levels
    ):
        raise told.broken(
            f"each level is a pair: the country’s word, and one of {', '.join(Level.values)}",
            "levels",
        )
    there = Country.objects.filter(code=told.words("code")).first()
    return there or add_country(
        code=told.words("code"),
        name=told.words("name"),
        levels=levels,
        languages=told.get("languages") or [],
    )


def _area(told: Lined, country: Country, names: Names) -> None:
    told.only(["called", "name", "pcode", "within"])
    called, within = names.free(told, told.words("called")), told.words("within", "")
    parent = Area.objects.get(key=names.find(told, within, "within")) if within else None
    area = Area.objects.filter(country=country, pcode=told.words("pcode")).first()
    try:
        area = area or add_area(
            country=country,
            parent=parent,
            name=told.words("name"),
            pcode=told.words("pcode"),
            key=names.key(called),
        )
    except Refusal as refusal:
        raise told.broken(refusal.message, "pcode") from refusal
    names.keys[called] = area.key


def _organisation(told: Lined, names: Names) -> None:
    told.only(["called", "name", "kind"])
    called, kind = names.free(told, told.words("called")), told.words("kind")
    if kind not in Organisation.Kind.values:
        raise told.broken(f"kind is one of {', '.join(Organisation.Kind.values)}", "kind")
    organisation, _new = Organisation.objects.get_or_create(
        name=told.words("name"), defaults={"key": names.key(called), "kind": kind}
    )
    names.keys[called] = organisation.key


def _account(told: Lined, names: Names) -> None:
    told.only(["sign_in_name", "name", "passphrase", "roles"])
    called = names.free(told, told.words("sign_in_name"), "sign_in_name")
    passphrase, key = told.words("passphrase"), names.key(called)
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise told.broken(
            f"a passphrase has at least {SHORTEST_PASSPHRASE} characters", "passphrase"
        )
    names.keys[called] = key
    if Person.objects.filter(key=key).exists():
        return
    if Person.objects.filter(sign_in_name__iexact=called).exists():
        raise told.broken(
            f"somebody here signs in as “{called}” who is not of the example", "sign_in_name"
        )
    person = Person(key=key, sign_in_name=called, display_name=told.words("name"))
    person.set_password(passphrase)
    person.save(force_insert=True)


def _grant(told: Lined, account: str, names: Names) -> None:
    told.only(["role", "over", "organisation", "approved_by"])
    role, over = told.words("role"), told.words("over")
    if role not in Role.values:
        raise told.broken(f"role is one of {', '.join(Role.values)}", "role")
    approved_by = told.words("approved_by", "")
    if role in NEED_APPROVAL and approved_by in {"", account}:
        raise told.broken(f"another account must approve the role {role}: approved_by")
    Grant.objects.get_or_create(
        key=names.key(f"{account}/{role}/{over}"),
        defaults={
            "person": Person.objects.get(key=names.key(account)),
            "role": role,
            "area": _one(Area, told, "over", names),
            "organisation": _one(Organisation, told, "organisation", names),
            "approved_by": _one(Person, told, "approved_by", names),
            "from_on": FROM,
            "until_on": UNTIL,
        },
    )


def _one(model: Any, told: Lined, at: str, names: Names) -> Any:
    """What a name stands for, if there is one. Raises: Broken, if it is of another kind."""
    name = told.words(at, "")
    if not name:
        return None
    found = model.objects.filter(key=names.find(told, name, at)).first()
    if found is None:
        raise told.broken(f"“{name}” is no {model._meta.verbose_name}", at)
    return found
