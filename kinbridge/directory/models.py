"""Helpers, and the checks that keep their entries true. What stands behind a service in the
open standard of directories lies in ``standard``."""

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, OuterRef, Q, Subquery, When
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kinbridge.directory.standard import Listing, Provider
from kinbridge.people.models import Organisation, Person
from kinbridge.people.roles import Deed, Role, may
from kinbridge.places.models import Area, Level

if TYPE_CHECKING:
    from uuid import UUID

LONGEST_OPENING = 300
OLDEST = 150  # years: what is beyond is no age
STREAM = "directory"  # what the directory does concerns no community (``DECISIONS`` 1)


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
        return self.filter(seen).select_related(
            "area__country", "organisation", "provider", "joined_with"
        )

    def listed(self) -> Self:
        """Those that stand for themselves: not joined with another entry."""
        return self.filter(joined_with__isnull=True)

    def to_check(self, at: datetime) -> Self:
        """Those that nobody should rely on now, with a number to call: doubted ones first,
        then those never checked, then the oldest checks."""
        latest = HelperCheck.objects.filter(helper=OuterRef("pk")).order_by(
            "-checked_at", "-pk"
        )
        rows = (
            self.listed()
            .exclude(phone="")
            .annotate(
                checked_at=Subquery(latest.values("checked_at")[:1]),
                was_right=Subquery(latest.values("still_right")[:1]),
            )
        )
        is_stale = Q()
        for kind, holds in Helper.CHECK_HOLDS.items():
            is_stale |= Q(kind=kind, checked_at__lt=at - holds)
        due = rows.filter(Q(was_right=False) | Q(checked_at__isnull=True) | is_stale)
        doubted_first = Case(
            When(was_right=False, then=0), When(checked_at__isnull=True, then=1), default=2
        )
        return due.order_by(doubted_first, "checked_at", "pk")

    def open_to_all(self) -> Self:
        """What may leave the house: services of the formal side. A non-formal helper never,
        nor an entry in a community's words."""
        return self.listed().filter(is_public=True, formality=Formality.FORMAL)

    def nearest_first(self) -> Self:
        """From the family outwards, then by name."""
        return self.order_by(from_home_outwards("level"), "name", "pk")


class Helper(models.Model):
    """A role, group, organisation or service that can be asked for help.

    Named by what it is, never by who fills it: "the teacher", "Community Health Officer".
    ``is_public`` is false while its name is only what a community called it.

    A service is an HSDS service too: the columns are what people read and correct, ``told``
    is all that a directory elsewhere told of it (``hsds``). ``joined_with`` is the entry that
    turned out to be the same; both rows stay, so that it can be undone.

    Holds: public roles and office lines; of imported services the published contacts in
    ``told``. The number of a non-formal helper may be somebody's own: it is shown only to
    those who accompany people there, and goes with a correction.
    """

    class Kind(models.TextChoices):
        """What sort of helper it is."""

        ROLE = "role", _("a role that somebody holds")
        GROUP = "group", _("a group")
        ORGANISATION = "organisation", _("an organisation")
        SERVICE = "service", _("a service")

    class Status(models.TextChoices):
        """Whether it is there at all, in the words of HSDS."""

        ACTIVE = "active", _("at work")
        INACTIVE = "inactive", _("not at work")
        CLOSED_FOR_NOW = "temporarily closed", _("closed for a time")
        DEFUNCT = "defunct", _("gone for good")

    # How long a check holds: a service changes sooner than a role that people give.
    CHECK_HOLDS = {
        Kind.SERVICE: timedelta(days=90),
        Kind.ORGANISATION: timedelta(days=180),
        Kind.GROUP: timedelta(days=365),
        Kind.ROLE: timedelta(days=365),
    }

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
    opening = models.CharField(max_length=LONGEST_OPENING, blank=True)
    languages = models.CharField(max_length=200, blank=True)
    for_whom = models.TextField(blank=True)
    youngest = models.PositiveSmallIntegerField(null=True, blank=True)
    oldest = models.PositiveSmallIntegerField(null=True, blank=True)
    cost = models.TextField(blank=True)
    papers = models.TextField(blank=True)
    access = models.TextField(blank=True)
    capacity = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.ACTIVE)
    is_public = models.BooleanField(default=True)
    provider = models.ForeignKey(
        Provider, null=True, blank=True, on_delete=models.PROTECT, related_name="helpers"
    )
    joined_with = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="joined"
    )
    changed_at = models.DateTimeField(null=True, blank=True, db_index=True)
    told = models.JSONField(default=dict)
    own = models.JSONField(default=list, help_text="fields put right here: imports leave them")
    terms = models.ManyToManyField(Listing, related_name="helpers")

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
    def ages(self) -> str:
        """From which age and up to which, in words; empty where nobody told."""
        told = {"youngest": self.youngest, "oldest": self.oldest}
        if self.youngest is not None and self.oldest is not None:
            return gettext("from %(youngest)d to %(oldest)d years") % told
        if self.youngest is not None:
            return gettext("from %(youngest)d years on") % told
        return gettext("up to %(oldest)d years") % told if self.oldest is not None else ""

    @property
    def last_check(self) -> "HelperCheck | None":
        """The latest check. No query where checks were fetched along."""
        checks = sorted(self.checks.all(), key=lambda check: (check.checked_at, check.pk))
        return checks[-1] if checks else None

    @property
    def freshness(self) -> "Freshness":
        """How far its entry can be relied on. No query where checks were fetched along."""
        check = self.last_check
        if check is None:
            return Freshness.UNCHECKED
        if not check.still_right:
            return Freshness.DOUBTED
        return Freshness.STALE if check.is_stale_for(self) else Freshness.FRESH

    def roles_of(self, person: Person) -> frozenset[Role]:
        """The roles that a person holds over its place; as an official, only in the office
        that it belongs to."""
        held = person.roles_over(self.area) - {Role.OFFICIAL}
        speaks_for_it = any(
            grant.role == Role.OFFICIAL and self.organisation_id == grant.organisation_id
            for grant in person.grants
            if grant.organisation_id and self.area.is_under(grant.area)
        )
        return held | (frozenset({Role.OFFICIAL}) if speaks_for_it else frozenset())

    def roles_around(self, person: Person) -> frozenset[Role]:
        """Those, and the roles held in the places that it serves."""
        served = (Role(g.role) for g in person.grants if g.area.is_under(self.area))
        return self.roles_of(person) | frozenset(served)

    def number_for(self, person: Person) -> str:
        """Its number, if this person may have it; an office line is everybody's."""
        is_shown = self.is_formal or may(self.roles_of(person), Deed.SEE_HELPER_NUMBERS)
        return self.phone if is_shown else ""


class Freshness(models.TextChoices):
    """How far an entry can be relied on."""

    DOUBTED = "doubted", _("do not use until somebody has checked")
    UNCHECKED = "unchecked", _("not checked yet")
    STALE = "stale", _("checked long ago")
    FRESH = "fresh", _("checked")


class HelperCheckQuerySet(models.QuerySet["HelperCheck"]):
    """Questions about many checks."""

    def visible_to(self, person: Person) -> Self:
        """Where the helper is seen; the latest first."""
        seen = Helper.objects.visible_to(person).values("pk")
        return self.filter(helper__in=seen).order_by("-checked_at", "-pk")


class HelperCheck(models.Model):
    """Somebody looked whether an entry still holds: a wrong one sends people to closed doors.

    A call that nobody answered and a message that did not arrive are checks too.

    Holds: by which account it was checked; words about the entry, checked by the text guard.
    """

    class How(models.TextChoices):
        """How it was checked; the labels end a sentence."""

        PHONE = "phone", _("by phone")
        VISIT = "visit", _("by a visit")
        MESSAGE = "message", _("by message")
        OTHER = "other", _("in another way")
        UNANSWERED = "unanswered", _("by a call that nobody answered")
        BOUNCED = "bounced", _("by a message that did not arrive")
        IMPORT = "import", _("by whoever keeps the list it came from")

    BY_HAND = (How.PHONE, How.VISIT, How.MESSAGE, How.OTHER)

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    helper = models.ForeignKey(Helper, on_delete=models.CASCADE, related_name="checks")
    how = models.CharField(max_length=12, choices=How.choices)
    still_right = models.BooleanField()
    words = models.TextField(blank=True)
    checked_at = models.DateTimeField()
    by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="helper_checks"
    )

    objects = HelperCheckQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.helper}, {self.checked_at:%Y-%m-%d}"

    @property
    def belongs_to(self) -> Helper:
        """The helper checked."""
        return self.helper

    def is_stale_for(self, helper: Helper) -> bool:
        """Whether it is too long ago to rely on."""
        holds = Helper.CHECK_HOLDS[Helper.Kind(helper.kind)]
        return timezone.now() - self.checked_at > holds


class ServiceArea(models.Model):
    """For whom a service is there, by place: an area with all below it, or a shape on the map.

    Holds: no personal data.
    """

    helper = models.ForeignKey(Helper, on_delete=models.CASCADE, related_name="service_areas")
    area = models.ForeignKey(
        Area, null=True, blank=True, on_delete=models.PROTECT, related_name="served_by"
    )
    shape = models.JSONField(null=True, blank=True, help_text="GeoJSON geometry")

    def __str__(self) -> str:
        return str(self.area or "")


class SearchWord(models.Model):
    """A folded word of an entry, so that it is found by how the word begins.

    ``rank`` is 0 for words of the name, 1 for all others.

    Holds: words of entries, nothing that the entry does not show.
    """

    helper = models.ForeignKey(
        Helper, on_delete=models.CASCADE, related_name="search_words", db_index=False
    )
    word = models.CharField(max_length=24)
    rank = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["helper", "word"], name="directory_word_once")
        ]
        indexes = [models.Index(fields=["word", "rank", "helper"], name="directory_by_word")]

    def __str__(self) -> str:
        return self.word
