"""Helpers, and the checks that keep their entries true."""

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kinbridge.people.models import Organisation, Person
from kinbridge.people.roles import Deed, Role, may
from kinbridge.places.models import Area, Level

if TYPE_CHECKING:
    from uuid import UUID

STREAM = "directory"  # what the directory does concerns no community (``DECISIONS`` 1)
STALE_AFTER = timedelta(days=180)


class Formality(models.TextChoices):
    """Whether a helper belongs to the state and its services, to people's own ways, or both."""

    FORMAL = "formal", _("formal")
    NONFORMAL = "nonformal", _("non-formal")
    MIXED = "mixed", _("between the two")


def from_home_outwards(level: str) -> Case:
    """An order by level, the family first; ``level`` is the path to the column."""
    steps = [When(**{level: told}, then=n) for n, told in enumerate(Level)]
    return Case(*steps, default=len(steps))


class HelperQuerySet(models.QuerySet["Helper"]):
    """Questions about many helpers."""

    def visible_to(self, person: Person) -> Self:
        """Those around the person's places.

        Non-formal ones, and those that a community named and nobody has checked, are seen
        only by who sees communities: nobody finds out here that they were named.
        """
        around = Area.objects.around(grant.area for grant in person.grants)
        near = Area.objects.around(person.areas_for(Deed.SEE_COMMUNITY))
        public = Q(is_public=True) & ~Q(formality=Formality.NONFORMAL)
        seen = Q(area__in=around) & public | Q(area__in=near)
        return self.filter(seen).select_related("area__country", "organisation")

    def nearest_first(self) -> Self:
        """From the family outwards, then by name."""
        return self.order_by(from_home_outwards("level"), "name", "pk")

    def found_by(self, words: str) -> Self:
        """Those whose entry holds all these words."""
        rows = self
        for word in words.split():
            rows = rows.filter(
                Q(name__icontains=word)
                | Q(what_they_do__icontains=word)
                | Q(where__icontains=word)
            )
        return rows


class Helper(models.Model):
    """A role, group, organisation or service that can be asked for help.

    Named by what it is, never by who fills it: "the teacher", "Community Health Officer".
    ``is_public`` is false while its name is only what a community called it.

    Holds: public roles and office lines. The number of a non-formal helper may be somebody's
    own: it is shown only to those who accompany people there, and goes with a correction.
    """

    class Kind(models.TextChoices):
        """What sort of helper it is."""

        ROLE = "role", _("a role that somebody holds")
        GROUP = "group", _("a group")
        ORGANISATION = "organisation", _("an organisation")
        SERVICE = "service", _("a service")

    key: "models.UUIDField[UUID, UUID]" = models.UUIDField(unique=True, default=uuid.uuid4)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    formality = models.CharField(max_length=10, choices=Formality.choices)
    level = models.CharField(max_length=12, choices=Level.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="helpers")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="helpers"
    )
    what_they_do = models.TextField(blank=True)
    where = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    hours = models.CharField(max_length=120, blank=True)
    is_public = models.BooleanField(default=True)

    objects = HelperQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["area", "level"], name="directory_by_place")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_formal(self) -> bool:
        """Whether its number is an office line."""
        return self.formality == Formality.FORMAL

    @property
    def last_check(self) -> "HelperCheck | None":
        """The latest check. No query where checks were fetched along."""
        checks = sorted(self.checks.all(), key=lambda check: (check.checked_at, check.pk))
        return checks[-1] if checks else None

    def roles_of(self, person: Person) -> frozenset[Role]:
        """The roles that a person holds over its place."""
        return person.roles_over(self.area)

    def roles_around(self, person: Person) -> frozenset[Role]:
        """Those, and the roles held in the places that it serves."""
        served = (Role(g.role) for g in person.grants if g.area.is_under(self.area))
        return self.roles_of(person) | frozenset(served)

    def number_for(self, person: Person) -> str:
        """Its number, if this person may have it; an office line is everybody's."""
        is_shown = self.is_formal or may(self.roles_of(person), Deed.SEE_HELPER_NUMBERS)
        return self.phone if is_shown else ""


class HelperCheckQuerySet(models.QuerySet["HelperCheck"]):
    """Questions about many checks."""

    def visible_to(self, person: Person) -> Self:
        """Where the helper is seen; the latest first."""
        seen = Helper.objects.visible_to(person).values("pk")
        return self.filter(helper__in=seen).order_by("-checked_at", "-pk")


class HelperCheck(models.Model):
    """Somebody looked whether an entry still holds: a wrong one sends people to closed doors.

    Holds: no personal data; words about the entry, checked by the text guard.
    """

    class How(models.TextChoices):
        """How it was checked; the labels end a sentence."""

        PHONE = "phone", _("by phone")
        VISIT = "visit", _("by a visit")
        MESSAGE = "message", _("by message")
        OTHER = "other", _("in another way")

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    helper = models.ForeignKey(Helper, on_delete=models.CASCADE, related_name="checks")
    how = models.CharField(max_length=8, choices=How.choices)
    still_right = models.BooleanField()
    words = models.TextField(blank=True)
    checked_at = models.DateTimeField()

    objects = HelperCheckQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.helper}, {self.checked_at:%Y-%m-%d}"

    @property
    def belongs_to(self) -> Helper:
        """The helper checked."""
        return self.helper

    @property
    def is_stale(self) -> bool:
        """Whether it is too long ago to rely on."""
        return timezone.now() - self.checked_at > STALE_AFTER
