"""Goals, criteria and options, decisions and activities; rounds lie beside, in ``rounds``."""

from typing import Self

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from kinbridge.community.models import BelongsToCommunity, OfCommunity
from kinbridge.community.voices import Voice, in_order
from kinbridge.foundation.rough_dates import Told
from kinbridge.goals.decided import Decided
from kinbridge.goals.rounds import Point, Round, SetAside, WayOfDeciding
from kinbridge.goals.within import Within
from kinbridge.learning.models import A_LINE, Harm
from kinbridge.people.models import Person

__all__ = [
    "Activity",
    "ActivityReport",
    "Criterion",
    "Decision",
    "Goal",
    "GoalClosing",
    "Option",
    "Point",
    "Round",
    "SetAside",
    "Standing",
    "Symbol",
    "WayOfDeciding",
]


class OfGoal(OfCommunity):
    """Questions about what belongs to a goal."""

    through = "goal__community"


class OfOption(OfCommunity):
    """Questions about what belongs to an option."""

    through = "option__goal__community"


class OfActivity(OfCommunity):
    """Questions about what belongs to an activity."""

    through = "activity__goal__community"


class GoalQuerySet(OfCommunity):
    """Questions about many goals."""

    def visible_to(self, person: Person) -> Self:
        """Those of communities in sight; whether each is closed comes along."""
        return super().visible_to(person).select_related("closing")

    def open(self) -> Self:
        """Those that nobody has closed, the latest first. There may be several."""
        return self.filter(closing__isnull=True).order_by("-when_sorts_on", "-pk")


class Goal(Decided, BelongsToCommunity):
    """What a community chose for itself, in its own words.

    Holds: words of groups, checked by the text guard; no names. Erased with the
    community's record.
    """

    words = models.TextField()
    translation = models.TextField(blank=True)
    harms = models.ManyToManyField(Harm, related_name="goals")

    objects = GoalQuerySet.as_manager()

    def __str__(self) -> str:
        return Truncator(self.translation or self.words).chars(A_LINE)

    @property
    def is_open(self) -> bool:
        """Whether nobody has closed it."""
        return not hasattr(self, "closing")


class BelongsToGoal(Within):
    """Mix-in of a record that belongs to a goal.

    Holds: no personal data.
    """

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="%(class)ss")

    class Meta:
        abstract = True

    @property
    def belongs_to(self) -> Goal:
        """Where it is shown."""
        return self.goal


class GoalClosing(Within, Told):
    """A goal was closed: reached, changed or left, in the community's words.

    Holds: words of groups, checked by the text guard; no names. Erased with the
    community's record.
    """

    goal = models.OneToOneField(Goal, on_delete=models.CASCADE, related_name="closing")
    words = models.TextField()

    objects = OfGoal.as_manager()

    def __str__(self) -> str:
        return Truncator(self.words).chars(A_LINE)

    @property
    def belongs_to(self) -> Goal:
        """Where it is shown."""
        return self.goal


class Criterion(BelongsToGoal):
    """What matters for any action. Who brought it is said openly, above all if it was us.

    Holds: words of groups, checked by the text guard; no names. Erased with the
    community's record.
    """

    class BroughtBy(models.TextChoices):
        """Where it came from."""

        COMMUNITY = "community", _("from the community")
        NGO = "ngo", _("this one came from us, the NGO")
        SERVICE = "service", _("this one came from a service")

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="criteria")
    words = models.TextField()
    brought_by = models.CharField(max_length=12, choices=BroughtBy.choices)
    voice = models.CharField(max_length=24, choices=Voice.choices, blank=True)

    objects = OfGoal.as_manager()

    def __str__(self) -> str:
        return Truncator(self.words).chars(A_LINE)


class Option(BelongsToGoal):
    """Something that could be done, with what speaks for it and what people worry about.

    Holds: words of groups, checked by the text guard; no names. Erased with the
    community's record.
    """

    words = models.TextField()
    strengths = models.TextField(blank=True)
    worries = models.TextField(blank=True)

    objects = OfGoal.as_manager()

    def __str__(self) -> str:
        return Truncator(self.words).chars(A_LINE)


class Symbol(models.TextChoices):
    """What people lay on the cloth for an option beside a criterion. It is never summed."""

    MANY_SEEDS = "many_seeds", _("many seeds")
    SOME_SEEDS = "some_seeds", _("some seeds")
    FEW_SEEDS = "few_seeds", _("few seeds")
    STONE = "stone", _("a stone in the way")
    OPEN = "open", _("still open")


class Standing(Within):
    """How people see an option beside a criterion, in a symbol and in words.

    Holds: words of groups, checked by the text guard; no names. Erased with the
    community's record.
    """

    option = models.ForeignKey(Option, on_delete=models.CASCADE, related_name="standings")
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="standings")
    symbol = models.CharField(max_length=12, choices=Symbol.choices)
    words = models.TextField()

    objects = OfOption.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["option", "criterion"], name="goals_option_stands_once_to_a_criterion"
            )
        ]

    def __str__(self) -> str:
        return self.get_symbol_display()

    @property
    def belongs_to(self) -> Option:
        """The option that was held to a criterion."""
        return self.option


class Decision(Decided, BelongsToGoal):
    """What the community decided to do, among its options.

    ``unheard_since_goal``: the groups that had not been heard since the goal was chosen.

    Holds: words of groups, checked by the text guard; no names. Erased with the
    community's record.
    """

    options = models.ManyToManyField(Option, related_name="decisions")
    unheard_since_goal = models.JSONField(default=list)

    objects = OfGoal.as_manager()

    def __str__(self) -> str:
        return str(_("Decision, %(when)s") % {"when": self.when})

    @property
    def not_heard_since_goal(self) -> list[Voice]:
        """The groups that had not been heard since the goal was chosen."""
        return in_order(self.unheard_since_goal)


class ActivityQuerySet(OfGoal):
    """Questions about many activities."""

    def with_state(self) -> Self:
        """Each with ``last_state``, as the last report tells; none, where nobody told yet."""
        latest = ActivityReport.objects.filter(activity=OuterRef("pk")).order_by(
            "-when_sorts_on", "-pk"
        )
        return self.annotate(last_state=Subquery(latest.values("state")[:1]))


class Activity(BelongsToGoal, Told):
    """Something that people set out to do for their goal.

    Holds: ``who`` as a role or group, checked by the text guard. Erased with the
    community's record.
    """

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="activities")
    words = models.TextField()
    who = models.CharField(max_length=200)

    objects = ActivityQuerySet.as_manager()

    def __str__(self) -> str:
        return Truncator(self.words).chars(A_LINE)

    @property
    def state(self) -> str:
        """How far it is, in a word; asks for ``with_state``."""
        return str(ActivityReport.State(getattr(self, "last_state", None) or "planned").label)


class ActivityReport(Within, Told):
    """How an activity goes, as people tell it. The last one told is how it stands.

    Holds: words of groups, checked by the text guard; no names. Erased with the
    community's record.
    """

    class State(models.TextChoices):
        """How far it is. Resting is as good as any other."""

        PLANNED = "planned", _("planned")
        UNDER_WAY = "under_way", _("under way")
        DONE = "done", _("done")
        RESTING = "resting", _("resting")

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="reports")
    state = models.CharField(max_length=12, choices=State.choices)
    words = models.TextField()

    objects = OfActivity.as_manager()

    def __str__(self) -> str:
        return f"{self.get_state_display()}, {self.when}"

    @property
    def belongs_to(self) -> Activity:
        """The activity that it tells of."""
        return self.activity
