"""What happened to a letter, step by step; the engine's pulse; what is left of the past."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kinbridge.people.models import Person
from kinbridge.people.roles import Deed
from kinbridge.places.models import Area
from kinbridge.referral.content import Reason, Urgency
from kinbridge.referral.models.letters import Referral, Slot


class StepQuerySet(models.QuerySet["Step"]):
    """Questions about many steps."""

    def visible_to(self, person: Person) -> "StepQuerySet":
        """Those of the letters whose states a person may see."""
        return self.filter(referral__in=Referral.objects.visible_to(person)).order_by("pk")

    def to_send(self) -> "StepQuerySet":
        """Calls that have not left yet, the most urgent first."""
        unsent = self.filter(kind=Step.Kind.CALLED, sent_at__isnull=True)
        return unsent.order_by("referral__urgency", "pk")


class Step(models.Model):
    """One thing that happened to a letter, written before anybody is told of it.

    A call is unique in its turn, round, slot and channel: doing it again changes nothing.

    Holds: which focal point did what, to the minute, with the signature that proves it.
    Goes with the referral.
    """

    class Kind(models.TextChoices):
        """What happened."""

        STORED = "stored", _("stored by the server")
        CALLED = "called", _("told that something waits")
        OPENED = "opened", _("opened")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        REDIRECTED = "redirected", _("passed to another service")
        KNOWS_PEOPLE = "knows_people", _("handed over")
        CHILD_SEEN = "child_seen", _("child seen")
        ACTED = "acted", _("service given")
        SAT = "sat", _("accepted, and told nothing more in time")
        GONE = "gone", _("no longer in use")
        ASKED = "asked", _("the sender is asked: did help arrive?")
        YES = "yes", _("the sender says: help arrived")
        NO = "no", _("the sender says: no help came")
        NOT_KNOWN = "not_known", _("the sender says: not known")
        RED = "red", _("nobody has answered")
        CLOSED = "closed", _("closed")
        REOPENED = "reopened", _("open again")
        ERASED = "erased", _("the letter was erased")

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="steps")
    slot = models.ForeignKey(
        Slot, null=True, blank=True, on_delete=models.CASCADE, related_name="steps"
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    turn = models.PositiveSmallIntegerField(default=0)
    round = models.PositiveIntegerField(default=0)
    channel = models.CharField(max_length=8, blank=True)
    at = models.DateTimeField()
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    proof = models.TextField(blank=True, help_text="the signature of who did it")
    sent_at = models.DateTimeField(null=True, blank=True, help_text="when a call was handed on")

    objects = StepQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "turn", "round", "kind", "channel"],
                name="referral_step_once_a_slot",
            ),
            models.UniqueConstraint(
                fields=["referral", "turn", "round", "kind"],
                condition=models.Q(slot__isnull=True),
                name="referral_step_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["referral"],
                condition=models.Q(kind="called", sent_at__isnull=True),
                name="referral_calls_to_send",
            )
        ]

    def __str__(self) -> str:
        return f"{self.referral}: {self.get_kind_display()}"


class Pulse(models.Model):
    """When a part of the machine last ran, so that its silence is noticed.

    Holds: no personal data.
    """

    name = models.CharField(max_length=12, unique=True)
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.last_at:%H:%M}"


class PastReferralsQuerySet(models.QuerySet["PastReferrals"]):
    """Questions about what is left of the past."""

    def visible_to(self, person: Person) -> "PastReferralsQuerySet":
        """For whoever watches over referrals."""
        areas = Area.objects.under(person.areas_for(Deed.SEE_REFERRAL_STATES))
        return self.filter(area__in=areas).order_by("-month", "pk")


class PastReferrals(models.Model):
    """How many referrals of a kind there were in a month and district, a year after.

    Holds: no personal data; small numbers are not shown beyond the auditor.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    month = models.DateField(help_text="its first day")
    urgency = models.CharField(max_length=2, choices=Urgency.choices)
    closed_as = models.CharField(max_length=10, choices=Referral.Closed.choices)
    n = models.PositiveIntegerField(help_text="how many")
    minutes_to_accept = models.PositiveBigIntegerField(
        help_text="until somebody accepted, of all together"
    )

    objects = PastReferralsQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "month", "urgency", "closed_as"],
                name="referral_past_counted_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.n}"
