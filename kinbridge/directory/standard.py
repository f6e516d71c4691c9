"""What stands behind a service in the open standard of service directories.

Source: Human Services Data Specification (HSDS) 3.0, docs.openreferral.org. A service itself
is a ``Helper``. Each row keeps in ``told`` all that was told of it, unknown fields too; where a
record of its own stood within it, the record's id stands there.
"""

import uuid
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from kinbridge.people.roles import Role

if TYPE_CHECKING:
    from kinbridge.people.models import Person

NAMESPACE = uuid.UUID("0f4b3a52-53f0-4d6e-9d0b-0a8f2c1f7a30")


def key_of(kind: str, told_id: object) -> uuid.UUID:
    """The key of a record by its id, which the standard wants to be a UUID and which is none
    in many a file."""
    try:
        return uuid.UUID(str(told_id))
    except ValueError:
        return uuid.uuid5(NAMESPACE, f"{kind}/{told_id}")


class ToldQuerySet(models.QuerySet[Any]):
    """Questions about many records of the standard."""

    def visible_to(self, person: "Person") -> Self:
        """They are public knowledge to whoever has an account."""
        return self.order_by("name", "pk") if person.is_active else self.none()


class Told(models.Model):
    """What all records of the standard have.

    Holds: published contacts of services, in ``told``.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    name = models.CharField(max_length=200, blank=True)
    told = models.JSONField(default=dict)

    objects = ToldQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Provider(Told):
    """A body that provides services: an organization of HSDS.

    ``joined_with`` is the one that turned out to be the same; both rows stay, so that it can
    be undone. Whom its officials answer for is a matter of ``people.Organisation``.

    Holds: published contacts of an organisation, in ``told``.
    """

    folded = models.CharField(max_length=200, db_index=True, help_text="its name, folded")
    joined_with = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="joined"
    )

    def roles_of(self, person: "Person") -> "frozenset[Role]":
        """The roles held over a place in which all its services lie."""
        return frozenset(
            Role(grant.role)
            for grant in person.grants
            if not self.helpers.exclude(area__path__startswith=grant.area.path).exists()
        )


class Location(Told):
    """Where services are found: a building, an address, a place on the line.

    Holds: published addresses and contacts of services, in ``told``.
    """

    provider = models.ForeignKey(
        Provider, null=True, blank=True, on_delete=models.SET_NULL, related_name="locations"
    )
    postal_code = models.CharField(max_length=20, blank=True, db_index=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)


class Site(Told):
    """A service at a location.

    Holds: published contacts of a service at a place, in ``told``.
    """

    helper = models.ForeignKey("Helper", on_delete=models.CASCADE, related_name="sites")
    location = models.ForeignKey(
        Location, null=True, blank=True, on_delete=models.PROTECT, related_name="sites"
    )


class Listing(Told):
    """Any other record: a taxonomy, a term, or a row whose owner is not here.

    Holds: what its publisher told, in ``told``.
    """

    kind = models.CharField(max_length=30, db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(kind=""), name="directory_listing_has_kind")
        ]
