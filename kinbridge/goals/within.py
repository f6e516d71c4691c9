"""Records that lie within other records of a community."""

import uuid
from typing import TYPE_CHECKING

from django.db import models

from kinbridge.community.models import BelongsToCommunity, Community
from kinbridge.people.models import Person
from kinbridge.people.roles import Role
from kinbridge.places.models import Area

if TYPE_CHECKING:
    from uuid import UUID


class Within(models.Model):
    """Mix-in of a record that lies within another record of a community.

    Holds: no personal data.
    """

    key: "models.UUIDField[UUID, UUID]" = models.UUIDField(unique=True, default=uuid.uuid4)

    class Meta:
        abstract = True

    @property
    def belongs_to(self) -> "BelongsToCommunity | Within":
        """What it lies within, and is shown with."""
        raise NotImplementedError

    @property
    def community(self) -> Community:
        """The community that it belongs to."""
        return self.belongs_to.community

    @property
    def area(self) -> Area:
        """The place of its community."""
        return self.community.area

    def roles_of(self, person: Person) -> frozenset[Role]:
        """As over the community."""
        return self.community.roles_of(person)
