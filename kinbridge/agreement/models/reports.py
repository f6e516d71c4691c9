"""What each side says of how a promise is kept."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kinbridge.agreement.models.agreements import Agreement, Commitment
from kinbridge.dialogue.models import BetweenSides, OfDialogue
from kinbridge.dialogue.sides import LONGEST_SIDE
from kinbridge.foundation.rough_dates import Told
from kinbridge.people.roles import Deed


class Report(BetweenSides, Told):
    """What one side says of how a commitment is kept. All stay; the latest of a side counts.
    ``as_told``: written down for another side, whose own words count before these.

    Holds: words of a side, checked by the text guard. Erased with the agreement.
    """

    class Kept(models.TextChoices):
        """Kept, partly, or not yet: never a mark."""

        KEPT = "kept", _("kept")
        PARTLY = "partly", _("partly")
        NOT_YET = "not_yet", _("not yet")

    way = "commitment__agreement__dialogue"
    within = Deed.SEE_COMMUNITY
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="reports")
    side = models.CharField(max_length=LONGEST_SIDE)
    state = models.CharField(max_length=8, choices=Kept.choices)
    why = models.TextField()
    as_told = models.BooleanField(default=False)
    by_reply = models.BooleanField(default=False, help_text="answered to a reminder")

    objects = OfDialogue.as_manager()

    def __str__(self) -> str:
        return f"{self.get_state_display()}, {self.when}"

    @property
    def belongs_to(self) -> Agreement:
        """Where it is shown."""
        return self.commitment.agreement
