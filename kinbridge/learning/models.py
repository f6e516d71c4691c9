"""Harms in people's own words, what people already do, findings, and their return."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from kinbridge.community.models import BelongsToCommunity, Gathering, OfTalk
from kinbridge.community.voices import Voice, in_order
from kinbridge.foundation.rough_dates import Told

A_LINE = 90  # characters: how much of somebody's words stands for all of them in a list


class InOwnWords(models.Model):
    """Mix-in of a record of what people said: their words, a translation beside, and who.

    Holds: words of groups, checked by the text guard; no names. Erased with the
    community's record.
    """

    words = models.TextField()
    translation = models.TextField(blank=True)
    voices = models.JSONField(default=list)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return Truncator(self.words).chars(A_LINE)

    @property
    def said_by(self) -> list[Voice]:
        """The groups that said it, in their steady order."""
        return in_order(self.voices)


class Harm(BelongsToCommunity, InOwnWords):
    """What hurts children here, as people name it. No list of codes stands behind it.

    Holds: words of groups, checked by the text guard; no names. Erased with the
    community's record.
    """

    gathering = models.ForeignKey(
        Gathering, null=True, blank=True, on_delete=models.SET_NULL, related_name="harms"
    )

    objects = OfTalk.as_manager()


class ProtectivePractice(BelongsToCommunity, InOwnWords):
    """What people already do for children. It stands for itself and needs no link.

    Holds: words of groups, and ``who`` as a role (neighbours, the boatman), checked by the
    text guard. Erased with the community's record.
    """

    who = models.CharField(max_length=200, blank=True)
    gathering = models.ForeignKey(
        Gathering, null=True, blank=True, on_delete=models.SET_NULL, related_name="practices"
    )

    objects = OfTalk.as_manager()


class FindingQuerySet(OfTalk):
    """Questions about many findings."""

    def with_answers(self) -> Self:
        """Each with ``is_owed``: has it still to go back? and ``last_answer``: what people
        said of it, where it has."""
        returns = ReturnOfFindings.objects.filter(findings=OuterRef("pk"))
        latest = returns.order_by("-when_sorts_on", "-pk").values("answer")[:1]
        return self.annotate(is_owed=~Exists(returns), last_answer=Subquery(latest))

    def owed(self) -> Self:
        """Those that have not gone back to the community yet, the oldest first."""
        return self.with_answers().filter(is_owed=True).order_by("pk")


class Finding(BelongsToCommunity, InOwnWords):
    """What was learned. It belongs to the community and is owed back until it has returned.

    Holds: words of groups, checked by the text guard; no names. Erased with the
    community's record.
    """

    objects = FindingQuerySet.as_manager()

    @property
    def answered(self) -> str:
        """What people said of it when it last went back; asks for ``with_answers``."""
        answer = getattr(self, "last_answer", None)
        return str(ReturnOfFindings.Answer(answer).label) if answer else ""


class ReturnOfFindings(BelongsToCommunity, Told):
    """Findings went back to the community, and what people said of them: their validation.

    Holds: words of groups, checked by the text guard; no names. Erased with the
    community's record.
    """

    class How(models.TextChoices):
        """How they were told."""

        SPOKEN = "spoken", _("spoken")
        DRAWN = "drawn", _("drawn")
        PRINTED = "printed", _("printed")
        PLAYED = "played", _("played as a scene or a song")

    class Answer(models.TextChoices):
        """Whether people find themselves in them."""

        OURS = "ours", _("These are ours")
        OURS_CORRECTED = "ours_corrected", _("These are ours, once put right")
        NOT_OURS = "not_ours", _("These are not ours")

    findings = models.ManyToManyField(Finding, related_name="returns")
    gathering = models.ForeignKey(
        Gathering, null=True, blank=True, on_delete=models.SET_NULL, related_name="returns"
    )
    how = models.CharField(max_length=8, choices=How.choices)
    answer = models.CharField(max_length=16, choices=Answer.choices)
    what_people_said = models.TextField(blank=True)

    objects = OfTalk.as_manager()

    def __str__(self) -> str:
        return f"{self.get_answer_display()}, {self.when}"
