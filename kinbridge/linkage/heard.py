"""How groups see turning to a helper: for the community and who walks with it."""

from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from kinbridge.community.models import OfTalk
from kinbridge.community.voices import Voice
from kinbridge.foundation.rough_dates import Told
from kinbridge.learning.models import A_LINE
from kinbridge.linkage.named import BelongsToLinkage, Linkage

FEWEST = 5  # people: fewer of a group could be recognised, and are kept as nobody's group


class OfAnswers(OfTalk):
    """Questions about what groups answered: for those who accompany the community."""

    through = "linkage__goal__community"


class GroupAnswer(BelongsToLinkage, Told):
    """What one group answered when it was asked about a helper: how it is to turn to them,
    what came of it before, whether it would be safe to ask.

    ``voice`` is empty where fewer than ``FEWEST`` answered: then nobody's group is kept. It
    stays with the community, its facilitator and its mentor; no service ever sees it.

    Holds: words of groups, checked by the text guard; no names, no counts. Erased with the
    community's record.
    """

    class Safe(models.TextChoices):
        """Whether the group thinks that it would be safe to ask them."""

        YES = "yes", _("yes")
        UNSURE = "unsure", _("not sure")
        NO = "no", _("no")

    linkage = models.ForeignKey(Linkage, on_delete=models.CASCADE, related_name="answers")
    voice = models.CharField(max_length=24, choices=Voice.choices, blank=True)
    safe = models.CharField(max_length=8, choices=Safe.choices)
    feels = models.TextField(blank=True)
    tried = models.TextField(blank=True)

    objects = OfAnswers.as_manager()

    def __str__(self) -> str:
        return Truncator(self.feels or self.tried or self.get_safe_display()).chars(A_LINE)

    @property
    def said_by(self) -> str:
        """The group, or that it was a few people."""
        return str(Voice(self.voice).label if self.voice else _("a few people"))
