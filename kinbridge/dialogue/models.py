"""Dialogues between a community and those who may help, and what is said in them."""

import uuid
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Prefetch, Q
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kinbridge.community.models import Community
from kinbridge.dialogue.sides import LONGEST_SIDE, Side, sides_of
from kinbridge.foundation.rough_dates import LONGEST_WORDS, RoughDate, Told
from kinbridge.goals.models import Goal
from kinbridge.linkage.models import Linkage, offices_of
from kinbridge.people.models import Person
from kinbridge.people.roles import Deed, Role
from kinbridge.places.models import Area

if TYPE_CHECKING:
    from uuid import UUID


class OfDialogue(models.QuerySet):  # type: ignore[type-arg]
    """Questions about records of a dialogue: seen by the community's own people, as far as
    ``within`` says, and by the offices that take part."""

    def visible_to(self, person: Person) -> Self:
        """Those of communities where the person may read them, or of the own office's talks."""
        communities = Community.objects.visible_to(person, self.model.within).values("pk")
        own = Q(**{f"{self._way}goal__community__in": communities})
        return self._with_place(own | self._of_office(person))

    def of_office_of(self, person: Person) -> Self:
        """Those in which an office takes part that the person speaks for."""
        return self._with_place(self._of_office(person))

    @property
    def _way(self) -> str:
        way: str = self.model.way
        return f"{way}__" if way else ""

    def _of_office(self, person: Person) -> Q:
        seen = Q(pk__in=[])
        for office, area in offices_of(person):
            talks = Dialogue.objects.filter(
                linkages__helper__organisation=office,
                goal__community__area__path__startswith=area.path,
            )
            seen |= Q(**{f"{self._way}pk__in": talks.values("pk")})
        return seen

    def _with_place(self, seen: Q) -> Self:
        return self.filter(seen).select_related(f"{self._way}goal__community__area__country")


class DialogueQuerySet(OfDialogue):
    """Questions about many dialogues."""

    def with_sides(self) -> Self:
        """With those who take part, in a steady order: one query more."""
        linkages = Linkage.objects.select_related("helper").order_by("helper__name", "pk")
        return self.prefetch_related(Prefetch("linkages", linkages))


class BetweenSides(models.Model):
    """Mix-in of a record that belongs to a dialogue.

    ``way``: the lookup that leads from it to its dialogue. ``within``: the deed that says who
    of the community's own people read it.

    Holds: no personal data.
    """

    way: ClassVar[str] = "dialogue"
    within: ClassVar[Deed] = Deed.SEE_TALK

    key: "models.UUIDField[UUID, UUID]" = models.UUIDField(unique=True, default=uuid.uuid4)

    class Meta:
        abstract = True

    @property
    def talk(self) -> "Dialogue":
        """The dialogue that it belongs to."""
        record: Any = self
        for name in self.way.split("__"):
            record = getattr(record, name)
        found: Dialogue = record
        return found

    @property
    def community(self) -> Community:
        """The community that talks."""
        return self.talk.goal.community

    @property
    def area(self) -> Area:
        """The place of its community."""
        return self.community.area

    @property
    def sides(self) -> list[Side]:
        """All who take part."""
        return self.talk.sides_taking_part

    def roles_of(self, person: Person) -> frozenset[Role]:
        """As over the community; who sees it at all, ``visible_to`` says."""
        return self.community.roles_of(person)


class Dialogue(BetweenSides, Told):
    """A community and one or more helpers talk, for the sake of the community's goal.

    Holds: no names; words about the talk, checked by the text guard. Erased with the
    community's record.
    """

    way = ""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="dialogues")
    linkages = models.ManyToManyField(Linkage, related_name="dialogues")
    purpose = models.TextField()
    closing_words = models.TextField(blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_words = models.CharField(max_length=LONGEST_WORDS, blank=True)

    objects = DialogueQuerySet.as_manager()

    def __str__(self) -> str:
        names = gettext(", ").join(side.name for side in self.sides_taking_part[1:])
        return gettext("Dialogue with %(names)s") % {"names": names}

    @property
    def talk(self) -> "Dialogue":
        return self

    @property
    def belongs_to(self) -> Goal:
        """The goal it serves."""
        return self.goal

    @cached_property
    def sides_taking_part(self) -> list[Side]:
        """The community and those it talks with. No query where they were fetched along."""
        fetched = "linkages" in getattr(self, "_prefetched_objects_cache", {})
        linkages: Any = self.linkages.all()
        if not fetched:
            linkages = linkages.select_related("helper").order_by("helper__name", "pk")
        return sides_of(self.goal.community, linkages)

    @property
    def is_closed(self) -> bool:
        """Whether the talk has come to its end."""
        return bool(self.closing_words)

    @property
    def closed(self) -> RoughDate:
        """When it was closed, as told."""
        return RoughDate(self.closed_on, self.closed_words)


class OfOneDialogue(BetweenSides):
    """Mix-in of what is said or met in one dialogue.

    Holds: no personal data.
    """

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="%(class)ss")

    class Meta:
        abstract = True

    @property
    def belongs_to(self) -> Dialogue:
        """Where it is shown."""
        return self.dialogue


class Meeting(OfOneDialogue, Told):
    """The sides met.

    Holds: no names, only which roles took part; words checked by the text guard. Erased with
    the community's record.
    """

    where = models.CharField(max_length=200)
    who_took_part = models.TextField()
    what_was_said = models.TextField()

    objects = OfDialogue.as_manager()

    def __str__(self) -> str:
        return f"{self.when}, {self.where}"


class Position(OfOneDialogue):
    """What one side fears, asks or offers, in its own words.

    ``as_told``: written down by somebody who accompanies the community, for another side.

    Holds: words of a side, checked by the text guard. Erased with the community's record.
    """

    class Kind(models.TextChoices):
        """What the words are."""

        CONCERN = "concern", _("concern")
        REQUEST = "request", _("request")
        OFFER = "offer", _("offer")

    side = models.CharField(max_length=LONGEST_SIDE)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    words = models.TextField()
    translation = models.TextField(blank=True)
    as_told = models.BooleanField(default=False)

    objects = OfDialogue.as_manager()

    def __str__(self) -> str:
        return Truncator(self.words).words(12)


class Obstacle(OfOneDialogue, Told):
    """Something stands in the way; later perhaps, how it was solved.

    Holds: no names; words checked by the text guard. Erased with the community's record.
    """

    words = models.TextField()
    how_solved = models.TextField(blank=True)
    solved_on = models.DateField(null=True, blank=True)
    solved_words = models.CharField(max_length=LONGEST_WORDS, blank=True)

    objects = OfDialogue.as_manager()

    def __str__(self) -> str:
        return Truncator(self.words).words(12)

    @property
    def is_solved(self) -> bool:
        """Whether a way was found."""
        return bool(self.how_solved)

    @property
    def solved(self) -> RoughDate:
        """When it was solved, as told."""
        return RoughDate(self.solved_on, self.solved_words)
