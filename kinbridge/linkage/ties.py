"""Who knows whom, and how far it is: the way from a community to a helper."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kinbridge.community.models import BelongsToCommunity, OfTalk
from kinbridge.directory.models import Helper

# What a path asks of a tie besides its ends: in the index, so that no row has to be read.
_READ = ("how_well", "is_shared", "community")


class Tie(BelongsToCommunity):
    """Somebody knows a helper: somebody here (``who``), or another helper (``knower``).

    A tie between two public offices says nothing of who told it: it is ``is_shared``, and
    others may find their way by it. All other ties stay with the community that told them.

    Holds: ``who`` as a role or group (the nurse's aunt is "a relative"), checked by the
    text guard; never a child. Erased with the community's record.
    """

    class HowWell(models.TextChoices):
        """How close they are."""

        CLOSE = "close", _("close")
        KNOWN = "known", _("known to each other")
        HEARD_OF = "heard_of", _("heard of")

    class Kind(models.TextChoices):
        """What joins them."""

        KNOWS = "knows", _("they know each other")
        REPORTS_TO = "reports_to", _("the one reports to the other")

    helper = models.ForeignKey(Helper, on_delete=models.CASCADE, related_name="ties")
    knower = models.ForeignKey(
        Helper, null=True, blank=True, on_delete=models.CASCADE, related_name="knows"
    )
    who = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.KNOWS)
    how_well = models.CharField(max_length=10, choices=HowWell.choices)
    since = models.CharField(max_length=120, blank=True)
    words = models.TextField(blank=True)
    is_shared = models.BooleanField(
        default=False, help_text=_("both are public offices: others may find their way by it")
    )

    objects = OfTalk.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(knower__isnull=True) & ~Q(who="") | Q(knower__isnull=False, who=""),
                name="linkage_tie_has_one_knower",
            ),
        ]
        # The way goes through helpers in both directions (``warmest``); ties of people here, by
        # far the most, are asked for by their community only.
        indexes = [
            models.Index(
                fields=["knower", "helper", *_READ],
                condition=Q(knower__isnull=False),
                name="linkage_tie_from_knower",
            ),
            models.Index(
                fields=["helper", "knower", *_READ],
                condition=Q(knower__isnull=False),
                name="linkage_tie_to_helper",
            ),
        ]

    def __str__(self) -> str:
        return self.who or str(self.knower)


class Journey(BelongsToCommunity):
    """How people of a community get to a helper, as they tell it. The last told holds.

    Holds: no personal data.
    """

    class By(models.TextChoices):
        """How people go."""

        FOOT = "foot", _("on foot")
        BICYCLE = "bicycle", _("by bicycle")
        MOTORBIKE = "motorbike", _("by motorbike")
        BOAT = "boat", _("by boat")
        CAR = "car", _("by car or lorry")

    class Long(models.IntegerChoices):
        """How long it takes, in minutes, said as people say it."""

        QUARTER = 15, _("a quarter of an hour")
        HALF_HOUR = 30, _("half an hour")
        HOUR = 60, _("an hour")
        TWO_HOURS = 120, _("two hours")
        THREE_HOURS = 180, _("three hours")
        HALF_A_DAY = 300, _("half a day")
        A_DAY = 600, _("a day")
        LONGER = 1440, _("more than a day")

    helper = models.ForeignKey(Helper, on_delete=models.CASCADE, related_name="journeys")
    by_means = models.CharField(max_length=12, choices=By.choices)
    minutes = models.PositiveSmallIntegerField(choices=Long.choices, help_text=_("one way"))
    words = models.TextField(blank=True)
    told_at = models.DateTimeField()

    objects = OfTalk.as_manager()

    def __str__(self) -> str:
        told = {"long": self.get_minutes_display(), "means": self.get_by_means_display()}
        return str(_("%(long)s %(means)s") % told)
