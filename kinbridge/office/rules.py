"""Who may bring in whom, and where (``SECURITY`` 3.3, rules 1 and 2)."""

from collections.abc import Iterable

from django.utils import timezone

from kinbridge.people.models import Grant, Person
from kinbridge.people.roles import EXCLUSIVE, MAY_BRING_IN, NEED_APPROVAL, Role
from kinbridge.places.models import Area


def brings_in(person: Person, area: Area) -> frozenset[Role]:
    """The roles that somebody may give to others over this place."""
    held = person.roles_over(area)
    return frozenset().union(*(MAY_BRING_IN.get(role, frozenset()) for role in held))


def places_to_bring_in(person: Person) -> list[Area]:
    """Where somebody may give roles at all."""
    return [grant.area for grant in person.grants if Role(grant.role) in MAY_BRING_IN]


def standing_grants(person: Person) -> list[Grant]:
    """Roles that are in force, or wait for approval; fetched anew."""
    standing = Grant.objects.filter(
        person=person, ended_at__isnull=True, until_on__gte=timezone.localdate()
    )
    return list(standing.select_related("area").order_by("from_on", "pk"))


def excludes(role: str, grants: Iterable[Grant]) -> bool:
    """Whether a role may not stand beside those that somebody holds."""
    if role not in EXCLUSIVE:
        return False
    return any(grant.is_exclusive and grant.role != role for grant in grants)


def looks_after(by: Person, person: Person) -> bool:
    """Whether somebody may bring in everything that another is, and so may help them in.

    Nobody looks after themselves, and nobody after an account without any role.
    """
    grants = standing_grants(person)
    return (
        by.pk != person.pk
        and bool(grants)
        and all(Role(grant.role) in brings_in(by, grant.area) for grant in grants)
    )


def may_forget_factors(by: Person, person: Person) -> bool:
    """Whether somebody may help where the second factor is lost as well as the passphrase.

    An administrator, and only for roles that needed no second person: otherwise one could
    become the other.
    """
    grants = standing_grants(person)
    return looks_after(by, person) and all(
        Role.ADMINISTRATOR in by.roles_over(grant.area) and grant.role not in NEED_APPROVAL
        for grant in grants
    )
