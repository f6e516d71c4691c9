"""The sides of a talk: the community, and each of those it talks with.

A side goes by its key: ``community``, or the key of a linkage. Here is told once what it is
called, and who may speak for it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kinbridge.community.models import ACCOMPANYING, Community
from kinbridge.foundation.errors import NotAllowed
from kinbridge.linkage.models import Linkage, offices_of
from kinbridge.people.models import Person

COMMUNITY = "community"
LONGEST_SIDE = 36  # characters: a key


class NotYourSide(NotAllowed):
    """These words belong to a side that the person does not speak for."""


@dataclass(frozen=True)
class Side:
    """One side of a talk."""

    key: str
    name: str
    linkage: Linkage | None = None

    @property
    def is_community(self) -> bool:
        """Whether it is the community's own."""
        return self.linkage is None

    @property
    def strand(self) -> str:
        """How pages draw it: ``community`` or ``service``; the icon has the same name."""
        return "community" if self.is_community else "service"

    @property
    def office_id(self) -> int | None:
        """The organisation whose officials speak for it."""
        return self.linkage.helper.organisation_id if self.linkage else None


def sides_of(community: Community, linkages: Iterable[Linkage]) -> list[Side]:
    """The community first, then those it talks with."""
    others = [Side(str(linkage.key), linkage.helper.name, linkage) for linkage in linkages]
    return [Side(COMMUNITY, community.name), *others]


def choices(sides: Iterable[Side]) -> list[tuple[str, str]]:
    """What a form offers."""
    return [(side.key, side.name) for side in sides]


def accompanies(person: Person, community: Community) -> bool:
    """Whether the person walks with the community, as facilitator or mentor."""
    return bool(community.roles_of(person) & ACCOMPANYING)


def spoken_for_by(person: Person, community: Community, sides: Sequence[Side]) -> list[Side]:
    """The sides that a person may speak for.

    Who accompanies the community writes down the words of all: the others' as told to them.
    An official speaks for the own office only.
    """
    if accompanies(person, community):
        return list(sides)
    return [side for side in sides if _is_official_of(side, person, community)]


def is_as_told(person: Person, community: Community, side: Side) -> bool:
    """Whether the words of this side were told to the person who writes them down."""
    return not side.is_community and not _is_official_of(side, person, community)


def speaking_for(key: str, person: Person, community: Community, sides: Sequence[Side]) -> Side:
    """The side with this key, if the person may speak for it. Raises: NotYourSide."""
    for side in spoken_for_by(person, community, sides):
        if side.key == key:
            return side
    raise NotYourSide(_("You do not speak for this side."), field="side")


def _is_official_of(side: Side, person: Person, community: Community) -> bool:
    return any(
        office == side.office_id and community.area.is_under(area)
        for office, area in offices_of(person)
    )
