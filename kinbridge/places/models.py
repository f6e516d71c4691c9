"""Countries and their areas. Source of codes: the country's administrative gazetteer."""

import uuid
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kinbridge.people.models import Person
    from kinbridge.people.roles import Role


class Level(models.TextChoices):
    """How far a helper or an area is from a family; the rings are drawn by it."""

    FAMILY = "family", _("family")
    NEIGHBOURS = "neighbours", _("neighbours")
    COMMUNITY = "community", _("village or community")
    CHIEFDOM = "chiefdom", _("chiefdom or sub-district")
    DISTRICT = "district", _("district")
    PROVINCE = "province", _("province or region")
    NATION = "nation", _("nation")


class Country(models.Model):
    """A country with its own names for its levels, the nation first.

    ``levels`` is a list of pairs: the country's own name of a level and our ``Level``.

    Holds: no personal data.
    """

    code = models.CharField(max_length=2, unique=True, help_text="ISO 3166-1 alpha-2")
    name = models.CharField(max_length=120)
    levels = models.JSONField(default=list)
    languages = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.name


class AreaQuerySet(models.QuerySet["Area"]):
    """Questions about many areas."""

    def under(self, areas: "Iterable[Area]") -> Self:
        """These areas and all below them."""
        paths = [area.path for area in areas]
        if not paths:
            return self.none()
        return self.filter(_any(Q(path__startswith=path) for path in paths))

    def around(self, areas: "Iterable[Area]") -> Self:
        """These areas, all below them and all above them."""
        paths = [area.path for area in areas]
        if not paths:
            return self.none()
        above = {path for below in paths for path in paths_above(below)}
        below = _any(Q(path__startswith=path) for path in paths)
        return self.filter(below | Q(path__in=above))

    def visible_to(self, person: "Person") -> Self:
        """Areas are public knowledge; a person sees those around their own."""
        return self.around(grant.area for grant in person.grants)


def _any(conditions: "Iterable[Q]") -> Q:
    joined = Q()
    for condition in conditions:
        joined |= condition
    return joined


def paths_above(path: str) -> list[str]:
    """``/a/b/c/`` → ``['/a/', '/a/b/']``."""
    names = path.strip("/").split("/")
    return ["/" + "/".join(names[:n]) + "/" for n in range(1, len(names))]


class Area(models.Model):
    """A place in its order: nation, province, district … village.

    ``path`` is made of p-codes from the nation down (``/SL/SL02/SL0201/``), so that all
    below a place are one prefix search.

    Holds: no personal data; never the position of a home.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="areas")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    name = models.CharField(max_length=120)
    pcode = models.CharField(max_length=40)
    path = models.CharField(max_length=255, unique=True)
    depth = models.PositiveSmallIntegerField()

    objects = AreaQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "pcode"], name="places_pcode_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def level_name(self) -> str:
        """The country's own word for this level."""
        levels = self.country.levels
        return str(levels[self.depth][0]) if self.depth < len(levels) else ""

    @property
    def level(self) -> Level:
        """Our word for this level."""
        levels = self.country.levels
        return Level(levels[self.depth][1]) if self.depth < len(levels) else Level.COMMUNITY

    def is_under(self, other: "Area") -> bool:
        """Whether this is the other area or lies within it."""
        return self.path.startswith(other.path)

    def roles_of(self, person: "Person") -> "frozenset[Role]":
        """The roles that a person holds over this place."""
        return person.roles_over(self)
