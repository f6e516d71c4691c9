"""The question who might help, the helpers people named, and how far the two have come."""

from typing import Self

from django.db import models
from django.db.models import Prefetch, Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from kinbridge.community.models import Gathering, OfCommunity, OfTalk
from kinbridge.community.voices import Voice, in_order
from kinbridge.directory.models import Freshness, Helper, from_home_outwards
from kinbridge.foundation.rough_dates import Told
from kinbridge.goals.models import Activity, BelongsToGoal
from kinbridge.goals.within import Within
from kinbridge.learning.models import A_LINE
from kinbridge.people.models import Person


class State(models.TextChoices):
    """How far a community and a helper have come, in order."""

    NAMED = "named", _("named")
    ASKED = "asked", _("asked")
    IN_DIALOGUE = "in_dialogue", _("in dialogue")
    AGREED = "agreed", _("agreed")
    ACTIVE = "active", _("active")
    RESTING = "resting", _("resting")
    ENDED = "ended", _("ended")


class Among(models.TextChoices):
    """Among whom people looked for help: prompts for the question, from home outwards."""

    FAMILY = "family", _("family and relatives")
    PEERS = "peers", _("friends of the same age")
    ELDERS = "elders", _("elders")
    GROUPS = "groups", _("people’s own groups")
    CHIEF = "chief", _("chiefs")
    SCHOOL = "school", _("school")
    CLINIC = "clinic", _("clinic")
    POLICE = "police", _("police")
    SOCIAL_WELFARE = "social_welfare", _("social welfare")
    DISTRICT = "district", _("others in the district")
    PROVINCE = "province", _("others in the province")
    NATION = "nation", _("others in the nation")
    OTHERS = "others", _("somebody else")


# Where somebody has still to take a step, so that it goes on.
BEFORE_AGREEMENT = (State.NAMED, State.ASKED, State.IN_DIALOGUE, State.RESTING)


class OfAsking(OfTalk):
    """Questions about what was asked in gatherings."""

    through = "goal__community"


class Asking(BelongsToGoal, Told):
    """The question was asked: who might be able to help us reach this goal?

    Holds: words of groups, checked by the text guard; no names. Erased with the
    community's record.
    """

    voices = models.JSONField(default=list)
    words = models.TextField()
    gathering = models.ForeignKey(
        Gathering, null=True, blank=True, on_delete=models.SET_NULL, related_name="askings"
    )

    objects = OfAsking.as_manager()

    def __str__(self) -> str:
        return Truncator(self.words).chars(A_LINE)

    @property
    def said_by(self) -> list[Voice]:
        """The groups that were asked and answered, in their steady order."""
        return in_order(self.voices)


class LinkageQuerySet(OfCommunity):
    """Questions about many linkages."""

    through = "goal__community"

    def visible_to(self, person: Person) -> Self:
        """Those of communities in sight, with goal and helper. Never to the one named."""
        rows = super().visible_to(person)
        return rows.select_related("goal__closing", "helper__area__country")

    def nearest_first(self) -> Self:
        """From the family outwards, as the rings show them."""
        return self.order_by(from_home_outwards("helper__level"), "helper__formality", "pk")

    def with_next_step(self) -> Self:
        """Each with its open next step at hand, in one more query."""
        steps = NextStep.objects.filter(is_open=True)
        return self.prefetch_related(Prefetch("next_steps", steps, to_attr="steps_to_take"))


class Linkage(BelongsToGoal):
    """A helper whom people named for their goal, and how far the two have come.

    ``state`` is that of the latest step; only ``operations.move`` writes it.

    Holds: words of groups about roles and offices, checked by the text guard; no names of
    persons. Erased with the community's record.
    """

    helper = models.ForeignKey(Helper, on_delete=models.PROTECT, related_name="linkages")
    activity = models.ForeignKey(
        Activity, null=True, blank=True, on_delete=models.SET_NULL, related_name="linkages"
    )
    among = models.CharField(max_length=16, choices=Among.choices, blank=True)
    named_as = models.CharField(max_length=160)
    could_do = models.TextField()
    voices = models.JSONField(default=list)
    tried_before = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.NAMED)
    named_at = models.DateTimeField()

    objects = LinkageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "helper"], name="linkage_helper_named_once_for_a_goal"
            )
        ]

    def __str__(self) -> str:
        return self.named_as

    @property
    def said_by(self) -> list[Voice]:
        """The groups that named this helper, in their steady order."""
        return in_order(self.voices)

    @property
    def is_stale(self) -> bool:
        """Whether nobody has looked lately if the entry of a formal helper still holds. No
        query, where checks were fetched along."""
        return self.helper.is_formal and self.helper.freshness != Freshness.FRESH

    @property
    def next_step(self) -> "NextStep | None":
        """What comes next, if somebody said so. No query after ``with_next_step``."""
        if not hasattr(self, "steps_to_take"):
            self.steps_to_take = list(self.next_steps.filter(is_open=True))
        return self.steps_to_take[0] if self.steps_to_take else None


class OfLinkage(OfCommunity):
    """Questions about what belongs to a linkage."""

    through = "linkage__goal__community"


class BelongsToLinkage(Within):
    """Mix-in of a record that belongs to a linkage.

    Holds: no personal data.
    """

    class Meta:
        abstract = True

    @property
    def belongs_to(self) -> Linkage:
        """Where it is shown."""
        linkage: Linkage = self.linkage  # type: ignore[attr-defined]
        return linkage


class LinkageStep(BelongsToLinkage, Told):
    """A linkage moved from one state to another: into which, when, in what words.

    Holds: words about how it went, checked by the text guard, and by which account they
    were entered. Erased with the community's record.
    """

    linkage = models.ForeignKey(Linkage, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=12, choices=State.choices)
    words = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="linkage_steps")

    objects = OfLinkage.as_manager()

    def __str__(self) -> str:
        return f"{self.get_state_display()}, {self.when}"


class NextStep(BelongsToLinkage, Told):
    """What somebody will do, so that a linkage goes on. One at a time is open.

    It is open until another is planned, the linkage ends, or the linkage has moved on the
    day it was planned for, or later.

    Holds: words about what will be done, checked by the text guard; no names. Erased with
    the community's record.
    """

    class Broker(models.TextChoices):
        """Who takes the step."""

        COMMUNITY = "community", _("the community")
        FACILITATOR = "facilitator", _("the facilitator")
        MENTOR = "mentor", _("the mentor")
        HELPER = "helper", _("the helper")

    linkage = models.ForeignKey(Linkage, on_delete=models.CASCADE, related_name="next_steps")
    words = models.TextField()
    broker = models.CharField(max_length=12, choices=Broker.choices)
    is_open = models.BooleanField(default=True)

    objects = OfLinkage.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["linkage"],
                condition=Q(is_open=True),
                name="linkage_one_next_step_is_open",
            )
        ]

    def __str__(self) -> str:
        return Truncator(self.words).chars(A_LINE)
