"""Who may receive a referral, and by which keys."""

import uuid
from datetime import datetime, time
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kinbridge.people.models import Grant, Organisation, Person
from kinbridge.people.roles import Deed, Role
from kinbridge.places.models import Area, Country
from kinbridge.referral.content import Need, Urgency

RECEIVING = frozenset({Role.FOCAL_POINT, Role.SAFEGUARDING_LEAD})


class FocalPointQuerySet(models.QuerySet["FocalPoint"]):
    """Questions about many focal points."""

    def visible_to(self, person: Person) -> Self:
        """Those who serve the places of a person, or places around; and one's own."""
        areas = Area.objects.around(person.areas_for(Deed.SEE_FOCAL_POINTS))
        seen = self.filter(Q(area__in=areas) | Q(person=person))
        return seen.order_by("area__path", "rank", "pk")

    def in_use(self) -> Self:
        """Verified by a second person, neither suspended nor marked, still in that role."""
        held = Grant.objects.in_force(timezone.localdate()).filter(role__in=RECEIVING)
        return self.filter(
            verified_by__isnull=False,
            held_at__isnull=True,
            person__is_active=True,
            person__in=held.values("person"),
        ).order_by("-area__depth", "rank", "pk")

    def live(self, epoch: int) -> Self:
        """In use, and with a key that letters of this epoch can be sealed to."""
        keyed = Mailbox.objects.filter(epoch=epoch, revoked_at__isnull=True)
        return self.in_use().filter(pk__in=keyed.values("focal_point"))


class FocalPoint(models.Model):
    """An officer of a service who may receive referrals for a place and some needs.

    Counts once a second person has verified it. A new number waits for that too. ``rank``
    orders those of one place; whoever serves a nearer place comes first.

    Holds: which account receives referrals, in which office, a duty number, hours. Goes 12
    months after its role ended.
    """

    class Held(models.TextChoices):
        """Why nothing is sent there for now."""

        SUSPENDED = "suspended", _("suspended")
        UNCHECKED = "unchecked", _("do not use until checked")

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="focal_points")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="focal_points"
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="focal_points")
    title = models.CharField(max_length=80)
    needs = models.JSONField(default=list)
    rank = models.PositiveSmallIntegerField(default=1)
    hours = models.CharField(max_length=120, blank=True)
    begins = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    away_until = models.DateField(null=True, blank=True)
    phone = models.CharField(max_length=24)
    new_phone = models.CharField(max_length=24, blank=True)
    deputy = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="stands_in_for"
    )
    identity = models.JSONField(
        null=True, blank=True, help_text="the public key that signs; a JWK"
    )
    named_by = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="focal_points_named"
    )
    named_at = models.DateTimeField()
    verified_by = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="focal_points_verified",
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    held = models.CharField(max_length=10, choices=Held.choices, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(
        null=True, blank=True, help_text="since when messages come back from it"
    )

    objects = FocalPointQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "area"], name="referral_focal_point_once_a_place"
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True)
                | ~Q(verified_by=F("person")) & ~Q(verified_by=F("named_by")),
                name="referral_a_second_person_verifies",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.organisation}"

    def roles_of(self, person: Person) -> frozenset[Role]:
        """The roles over its place; of receiving roles, only its own person's."""
        held = person.roles_over(self.area)
        return held if person.pk == self.person_id else held - RECEIVING

    @property
    def is_verified(self) -> bool:
        """Whether a second person has looked, and no new number waits."""
        return self.verified_by_id is not None and not self.new_phone

    @property
    def needs_told(self) -> list[str]:
        """The needs in words."""
        return [str(Need(need).label) for need in self.needs if need in Need.values]

    def is_present(self, at: datetime, urgency: str) -> bool:
        """Whether to wait for this one before going on. Hours count for what is urgent only:
        anything else can wait for the morning."""
        local = timezone.localtime(at)
        if self.away_until and local.date() < self.away_until:
            return False
        return urgency != Urgency.NOW or within(local.time(), self.begins, self.ends)


def within(moment: time, begins: time | None, ends: time | None) -> bool:
    """Whether a time of day lies in hours that may run past midnight; unset, always."""
    if begins is None or ends is None or begins == ends:
        return True
    if begins < ends:
        return begins <= moment < ends
    return moment >= begins or moment < ends


class MailboxQuerySet(models.QuerySet["Mailbox"]):
    """Questions about many mailboxes."""

    def visible_to(self, person: Person) -> Self:
        """One's own."""
        return self.filter(focal_point__person=person).order_by("epoch", "pk")

    def live(self) -> Self:
        """Not revoked, of somebody in use."""
        return self.filter(
            revoked_at__isnull=True, focal_point__in=FocalPoint.objects.in_use()
        ).order_by("epoch", "pk")


class Mailbox(models.Model):
    """A public key of a focal point for one epoch of 30 days, and its random name.

    The private half never leaves the device that made it.

    Holds: which focal point owns it. Goes a year after its epoch.
    """

    focal_point = models.ForeignKey(
        FocalPoint, on_delete=models.CASCADE, related_name="mailboxes"
    )
    kid = models.CharField(max_length=22, unique=True, help_text="its random name")
    epoch = models.PositiveIntegerField(help_text="30 days each, from 2026-01-01")
    jwk = models.JSONField(help_text="the public key")
    signature = models.TextField(help_text="by the focal point’s identity")
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = MailboxQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.kid} in {self.epoch}"


class SignedDirectoryQuerySet(models.QuerySet["SignedDirectory"]):
    """Questions about many signed directories."""

    def visible_to(self, person: Person) -> Self:
        """Whoever may seal, and whoever watches over keys."""
        sees = person.holds(Deed.SEAL_REFERRAL) or person.holds(Deed.SEE_FOCAL_POINTS)
        return self.order_by("-version") if sees else self.none()


class SignedDirectory(models.Model):
    """The list of focal points and their keys, signed by two of three custodians elsewhere.

    Devices seal to keys from here only. A version is never replaced, only followed.

    Holds: offices, roles and duty numbers of focal points, as signed. Goes a year after.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    version = models.PositiveIntegerField()
    statement = models.TextField(help_text="the statement with its signatures")
    digest = models.CharField(max_length=64)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    published_at = models.DateTimeField()

    objects = SignedDirectoryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "version"], name="referral_version_once")
        ]

    def __str__(self) -> str:
        return f"version {self.version}"
