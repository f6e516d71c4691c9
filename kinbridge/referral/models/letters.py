"""Sealed letters, their slots, and the tokens that they are sent with.

Nothing here can be read as a referral: a letter is ciphertext, and what stands beside it is
what carrying it needs.
"""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kinbridge.people.models import Person
from kinbridge.people.roles import Deed
from kinbridge.places.models import Area
from kinbridge.referral.content import Urgency
from kinbridge.referral.models.recipients import FocalPoint


class SubmissionToken(models.Model):
    """The right to send one letter, fetched beforehand, so that sending needs no sign-in.

    Holds: nothing about who fetched it; a digest, a district and days. Goes after 60 days.
    """

    digest = models.CharField(max_length=64, unique=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField()
    used_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.area} {self.made_on}"


class Drawn(models.Model):
    """How many tokens were fetched in a week by somebody, so that nobody hoards them.

    Holds: a keyed digest instead of an account, and a count. Goes after 60 days.
    """

    digest = models.CharField(max_length=64, unique=True)
    n = models.PositiveIntegerField(default=0, help_text="how many")
    made_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.n} {self.made_on}"


class ReferralQuerySet(models.QuerySet["Referral"]):
    """Questions about many referrals."""

    def visible_to(self, person: Person) -> Self:
        """The times and states of all, for whoever watches over them; never a content."""
        areas = Area.objects.under(person.areas_for(Deed.SEE_REFERRAL_STATES))
        return self.filter(area__in=areas).order_by("-stored_at", "-pk")

    def open(self) -> Self:
        """Not closed yet."""
        return self.filter(closed_at__isnull=True).order_by("next_at", "pk")

    def due(self, at: datetime) -> Self:
        """Open, and with a next moment that has come; the most urgent first."""
        return self.open().filter(next_at__lte=at).order_by("urgency", "next_at", "pk")


class Referral(models.Model):
    """A sealed letter, whom it has been told to, and when somebody must be told next.

    Times are rounded to the minute. Closed, the letter goes 14 days later; a year later the
    row becomes a count.

    Holds: ciphertext and the district it came from. Nothing about its sender: only a digest
    of what the sender's device proves itself by.
    """

    class Closed(models.TextChoices):
        """What closed it."""

        CONFIRMED = "confirmed", _("the sender says that help arrived")
        ACTED = "acted", _("two services acted, independently")
        RESEALED = "resealed", _("sealed anew by its sender")

    ref = models.CharField(max_length=22, unique=True, help_text="random")
    number = models.PositiveBigIntegerField(unique=True, help_text="of its receipt")
    urgency = models.CharField(max_length=2, choices=Urgency.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    envelope = models.TextField(blank=True, help_text="the letter; empty once erased")
    envelope_digest = models.CharField(max_length=64)
    answer = models.CharField(max_length=64, help_text="what a proof of opening must fit")
    watch = models.CharField(max_length=64, help_text="digest of the sender’s capability")
    receipt = models.TextField()
    stored_at = models.DateTimeField()
    since = models.DateTimeField(help_text="when this turn of the ladder began")
    turn = models.PositiveSmallIntegerField(default=1)
    rungs = models.PositiveSmallIntegerField(default=0, help_text="called in this turn")
    called_at = models.DateTimeField(null=True, blank=True)
    asked = models.PositiveSmallIntegerField(
        default=0, help_text="how often the sender was asked in this turn"
    )
    is_paused = models.BooleanField(default=False, help_text="somebody has accepted")
    red_at = models.DateTimeField(null=True, blank=True, help_text="nobody has answered")
    next_at = models.DateTimeField(null=True, blank=True, db_index=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_as = models.CharField(max_length=10, choices=Closed.choices, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=False) | Q(next_at__isnull=False),
                name="referral_open_has_a_next_moment",
            ),
            models.CheckConstraint(
                condition=~Q(envelope="") | Q(closed_at__isnull=False),
                name="referral_open_keeps_its_letter",
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class SlotQuerySet(models.QuerySet["Slot"]):
    """Questions about many slots."""

    def visible_to(self, person: Person) -> Self:
        """One's own, while the letter is there and has not been handed over."""
        mine = self.filter(focal_point__person=person, focal_point__held_at__isnull=True)
        open_to = mine.exclude(out__in=Slot.GIVEN_AWAY).exclude(referral__envelope="")
        return open_to.order_by("-referral__stored_at", "pk")


class Slot(models.Model):
    """A focal point whose key can open a letter, and how far this one has come with it.

    Holds: which focal point opened, accepted and acted, and when. Goes with the referral.
    """

    class Out(models.TextChoices):
        """Why the ladder goes on without this one."""

        DECLINED = "declined", _("declined")
        REDIRECTED = "redirected", _("passed to another service")
        KNOWS_PEOPLE = "knows_people", _("handed over")
        SAT = "sat", _("accepted, and told nothing more in time")
        NO_HELP = "no_help", _("the sender says that no help came")
        GONE = "gone", _("no longer in use")

    GIVEN_AWAY = ("declined", "redirected", "knows_people", "no_help", "gone")

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="slots")
    focal_point = models.ForeignKey(FocalPoint, on_delete=models.PROTECT, related_name="slots")
    kid = models.CharField(max_length=22)
    place = models.PositiveSmallIntegerField(help_text="on the ladder")
    called_turn = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    acted_at = models.DateTimeField(null=True, blank=True)
    out = models.CharField(max_length=12, choices=Out.choices, blank=True)
    phone = models.CharField(max_length=24, blank=True, help_text="to call back")

    objects = SlotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "focal_point"], name="referral_slot_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.referral} to {self.focal_point}"
