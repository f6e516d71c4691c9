"""How a community decides, and its rounds of choosing."""

from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from kinbridge.community.models import BelongsToCommunity, Gathering, OfCommunity, OfTalk
from kinbridge.community.voices import Voice
from kinbridge.foundation.rough_dates import Told
from kinbridge.goals.within import Within
from kinbridge.learning.models import A_LINE, Harm


class OfRound(OfTalk):
    """Questions about what was said in rounds: small-group talk."""

    through = "round__community"


class WayOfDeciding(BelongsToCommunity, Told):
    """How a community decides, so that everybody has a voice: usually a mix of ways.

    Holds: no personal data.
    """

    class Way(models.TextChoices):
        """How views come together."""

        LARGE_MEETINGS = "large_meetings", _("large meetings")
        SMALL_GROUPS = "small_groups", _("small groups")
        HOME_VISITS = "home_visits", _("home visits")
        MESSENGERS = "messengers", _("messengers between villages")
        OTHER = "other", _("other")

    ways = models.JSONField(default=list)
    words = models.TextField()
    gathering = models.ForeignKey(
        Gathering, null=True, blank=True, on_delete=models.SET_NULL, related_name="agreed_ways"
    )

    objects = OfCommunity.as_manager()

    def __str__(self) -> str:
        return Truncator(self.words).chars(A_LINE)

    @property
    def said_ways(self) -> list[Way]:
        """The ways, in their steady order."""
        return [way for way in self.Way if way in self.ways]


class Round(BelongsToCommunity, Told):
    """A round of choosing: people weigh which harm to take up first.

    Holds: words of groups, checked by the text guard; no names. Erased with the
    community's record.
    """

    words = models.TextField()
    gathering = models.ForeignKey(
        Gathering, null=True, blank=True, on_delete=models.SET_NULL, related_name="rounds"
    )

    objects = OfTalk.as_manager()

    def __str__(self) -> str:
        return str(_("Round of choosing, %(when)s") % {"when": self.when})


class Point(Within):
    """What was said for or against taking up a harm. It is never counted.

    Holds: words of groups, checked by the text guard; no names. Erased with the
    community's record.
    """

    class Side(models.TextChoices):
        """For or against taking it up now."""

        FOR = "for", _("for")
        AGAINST = "against", _("against")

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="points")
    harm = models.ForeignKey(Harm, on_delete=models.CASCADE, related_name="points")
    side = models.CharField(max_length=8, choices=Side.choices)
    words = models.TextField()
    voice = models.CharField(max_length=24, choices=Voice.choices, blank=True)

    objects = OfRound.as_manager()

    def __str__(self) -> str:
        return Truncator(self.words).chars(A_LINE)

    @property
    def belongs_to(self) -> Round:
        """The round in which it was said."""
        return self.round


class SetAside(Within):
    """A harm was set aside in a round, and why. What was said for it stays.

    Holds: words of groups, checked by the text guard; no names. Erased with the
    community's record.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="set_aside")
    harm = models.ForeignKey(Harm, on_delete=models.CASCADE, related_name="set_aside")
    why = models.TextField()

    objects = OfRound.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "harm"], name="goals_harm_set_aside_once_in_a_round"
            )
        ]

    def __str__(self) -> str:
        return Truncator(self.why).chars(A_LINE)

    @property
    def belongs_to(self) -> Round:
        """The round in which it was set aside."""
        return self.round
