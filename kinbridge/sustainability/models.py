"""Who carries what, what would stop, stepping back, and looks long after.

The questions come from the Guide, 7.3 (``docs/words.md``); the answers are the community's.
"""

from typing import Self

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from kinbridge.community.models import OfCommunity
from kinbridge.community.voices import Voice, in_order
from kinbridge.foundation.rough_dates import Told
from kinbridge.goals.models import (
    Activity,
    BelongsToGoal,
    Criterion,
    Goal,
    OfActivity,
    OfGoal,
)
from kinbridge.goals.within import Within
from kinbridge.learning.models import A_LINE
from kinbridge.people.roles import Deed


class Carrier(models.TextChoices):
    """Who carries a task: nobody is better than another, only nearer or further."""

    COMMUNITY = "community", _("the community")
    GOVERNMENT = "government", _("a government service")
    NGO = "ngo", _("the NGO")
    OTHER = "other", _("others")


class Task(models.TextChoices):
    """What an activity needs, each time anew."""

    CALLS = "calls", _("calls people together")
    PAYS = "pays", _("pays what it costs")
    DOES = "does", _("does the work")
    BRINGS = "brings", _("brings the materials")


class OfCriterion(OfCommunity):
    """Questions about what belongs to a criterion."""

    through = "criterion__goal__community"


class OfHandOver(OfCommunity):
    """Questions about what belongs to a hand-over."""

    through = "hand_over__activity__goal__community"


class OfGoalTalk(OfGoal):
    """What groups said about a goal: for those who accompany the community."""

    deed = Deed.SEE_TALK


class OfActivityLatest(OfActivity):
    """Questions about tellings of an activity."""

    def in_order_told(self) -> Self:
        """The earliest first."""
        return self.order_by("when_sorts_on", "pk")


def carrier_field() -> "models.CharField[str, str]":
    """Who carries one of the tasks; empty, where nobody said."""
    return models.CharField(max_length=12, choices=Carrier.choices, blank=True)


class Carrying(Within, Told):
    """Who carries an activity at some time, task by task. What was told before stays beside it.

    Holds: ``words`` as roles or groups, checked by the text guard; no names. Erased with the
    community's record.
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="carryings")
    calls = carrier_field()
    pays = carrier_field()
    does = carrier_field()
    brings = carrier_field()
    words = models.TextField(blank=True)

    objects = OfActivityLatest.as_manager()

    def __str__(self) -> str:
        return str(_("Who carries it, %(when)s") % {"when": self.when})

    @property
    def belongs_to(self) -> Activity:
        """The activity that is carried."""
        return self.activity

    def carrier(self, task: Task) -> Carrier | None:
        """Who carries this task; nobody said, where there is none."""
        told = getattr(self, task.value)
        return Carrier(told) if told else None


class WhatStops(BelongsToGoal, Told):
    """What people answered to: what stops if the NGO leaves tomorrow?

    Holds: words of groups, checked by the text guard; no names. Erased with the
    community's record.
    """

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="what_stops")
    stops = models.TextField()
    goes_on = models.TextField(blank=True)
    voices = models.JSONField(default=list)

    objects = OfGoalTalk.as_manager()

    def __str__(self) -> str:
        return Truncator(self.stops).chars(A_LINE)

    @property
    def said_by(self) -> list[Voice]:
        """The groups that said it, in their steady order."""
        return in_order(self.voices)


class CriterionLook(Within, Told):
    """People looked again at what they had said matters for any action.

    Holds: words of groups, checked by the text guard; no names. Erased with the
    community's record.
    """

    class Stands(models.TextChoices):
        """How it is now, as people see it."""

        YES = "yes", _("it is so")
        PARTLY = "partly", _("partly so")
        NO = "no", _("it is not so")
        TOO_SOON = "too_soon", _("too soon to say")
        CHANGED = "changed", _("it matters in another way now")

    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="looks")
    stands = models.CharField(max_length=10, choices=Stands.choices)
    words = models.TextField(blank=True)

    objects = OfCriterion.as_manager()

    def __str__(self) -> str:
        return self.get_stands_display()

    @property
    def belongs_to(self) -> Criterion:
        """The criterion looked at."""
        return self.criterion


class StepBack(BelongsToGoal, Told):
    """When and how the NGO steps back. The latest word counts; earlier ones stay beside it.

    Holds: words about bodies, checked by the text guard; no names. Erased with the
    community's record.
    """

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="step_backs")
    words = models.TextField(blank=True)

    objects = OfGoal.as_manager()

    def __str__(self) -> str:
        return str(_("The NGO steps back, %(when)s") % {"when": self.when})


class HandOverQuerySet(OfActivity):
    """Questions about many hand-overs."""

    def with_outcome(self) -> Self:
        """Each with ``outcome`` and ``outcome_words``, as last told."""
        told = HandOverTold.objects.filter(hand_over=OuterRef("pk"))
        latest = told.order_by("-when_sorts_on", "-pk")
        return self.annotate(
            outcome=Subquery(latest.values("outcome")[:1]),
            outcome_words=Subquery(latest.values("words")[:1]),
        ).order_by("when_sorts_on", "pk")


class HandOver(Within, Told):
    """A task that is to change hands by a day: from the NGO to those who stay.

    Holds: ``whom`` as a role or group, checked by the text guard. Erased with the
    community's record.
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="hand_overs")
    task = models.CharField(max_length=8, choices=Task.choices)
    to = models.CharField(max_length=12, choices=Carrier.choices)
    whom = models.CharField(max_length=200, blank=True)

    objects = HandOverQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.get_task_display()} → {self.get_to_display()}"

    @property
    def belongs_to(self) -> Activity:
        """The activity whose task changes hands."""
        return self.activity

    @property
    def outcome_label(self) -> str:
        """What became of it, in words; asks for ``with_outcome``."""
        told = getattr(self, "outcome", None)
        return str(HandOverTold.Outcome(told).label) if told else ""


class HandOverTold(Within, Told):
    """What became of a hand-over. Later is as good as any other answer.

    Holds: words of groups, checked by the text guard; no names. Erased with the
    community's record.
    """

    class Outcome(models.TextChoices):
        """Whether it has changed hands."""

        DONE = "done", _("it has changed hands")
        LATER = "later", _("it waits for a better time")
        LEFT = "left", _("people chose another way")

    hand_over = models.ForeignKey(HandOver, on_delete=models.CASCADE, related_name="tellings")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    words = models.TextField(blank=True)

    objects = OfHandOver.as_manager()

    def __str__(self) -> str:
        return self.get_outcome_display()

    @property
    def belongs_to(self) -> HandOver:
        """The hand-over told of."""
        return self.hand_over


class Look(BelongsToGoal, Told):
    """A look long after the NGO stepped back: what one phone call can tell.

    Holds: words of groups, checked by the text guard; no names. Erased with the
    community's record.
    """

    class After(models.IntegerChoices):
        """Months since the NGO stepped back."""

        SIX = 6, _("6 months after")
        TWELVE = 12, _("12 months after")
        TWENTY_FOUR = 24, _("24 months after")

    class How(models.TextChoices):
        """How one looked."""

        PHONE = "phone", _("by phone")
        VISIT = "visit", _("by a visit")
        OTHER = "other", _("in another way")

    class GoesOn(models.TextChoices):
        """Whether what people do goes on."""

        AS_BEFORE = "as_before", _("goes on as before")
        IN_ANOTHER_WAY = "in_another_way", _("goes on in another way")
        RESTS = "rests", _("rests")
        ENDED = "ended", _("has ended")

    class Helpers(models.TextChoices):
        """Whether those who promised help still answer when they are called."""

        ALL = "all", _("yes")
        SOME = "some", _("some of them")
        NONE = "none", _("nobody does")
        NOT_KNOWN = "not_known", _("not known")

    months = models.PositiveSmallIntegerField(choices=After.choices)
    how = models.CharField(max_length=8, choices=How.choices)
    goes_on = models.CharField(max_length=16, choices=GoesOn.choices)
    lead = models.CharField(max_length=12, choices=Carrier.choices, blank=True)
    helpers = models.CharField(max_length=10, choices=Helpers.choices)
    words = models.TextField(blank=True)

    objects = OfGoal.as_manager()

    def __str__(self) -> str:
        return f"{self.get_months_display()}: {self.get_goes_on_display()}"
