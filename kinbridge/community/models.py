"""Communities, and what happens in them."""

import uuid
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kinbridge.community.voices import OF_WHOM, WHOLE, Voice
from kinbridge.foundation.references import kind_of
from kinbridge.foundation.rough_dates import Told
from kinbridge.people.models import Person
from kinbridge.people.roles import MAY, Deed, Role
from kinbridge.places.models import Area

if TYPE_CHECKING:
    from uuid import UUID

ACCOMPANYING = frozenset({Role.FACILITATOR, Role.MENTOR})


class CommunityQuerySet(models.QuerySet["Community"]):
    """Questions about many communities."""

    def visible_to(self, person: Person, deed: Deed = Deed.SEE_COMMUNITY) -> Self:
        """Those that a person accompanies, or looks after as a manager.

        ``deed`` narrows it to where the person may do that.
        """
        roles = MAY[deed]
        others = [
            Q(area__path__startswith=grant.area.path)
            for grant in person.grants
            if grant.role in roles and grant.role not in ACCOMPANYING
        ]
        seen = Q(
            pk__in=Accompaniment.objects.now()
            .filter(person=person, role__in=roles & ACCOMPANYING & person.roles)
            .values("community")
        )
        for area in others:
            seen |= area
        return self.filter(seen).select_related("area__country").order_by("name", "pk")


class Community(models.Model):
    """The body that decides together: a village, or a cluster of villages.

    Goal, agreement, journal and counter belong to the body that decides; the villages of a
    cluster are communities too (``DECISIONS`` 10).

    Holds: no personal data; a coarse place, no position.
    """

    class Kind(models.TextChoices):
        """Village or cluster."""

        VILLAGE = "village", _("village")
        CLUSTER = "cluster", _("cluster of villages")

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="communities")
    cluster = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="villages"
    )
    language = models.CharField(max_length=8, help_text=_("BCP 47 code of what people speak"))
    office_language = models.CharField(max_length=8, default="en")
    welcomed_at = models.DateTimeField()

    objects = CommunityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "name"], name="community_name_once_in_area")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        """The name of its stream in the journal."""
        return f"community:{self.key}"

    def roles_of(self, person: Person) -> frozenset[Role]:
        """Roles over its place; facilitator and mentor only for who accompanies it."""
        held = person.roles_over(self.area)
        return (held - ACCOMPANYING) | (held & accompanied_by(person).get(self.pk, frozenset()))


def accompanied_by(person: Person) -> dict[int, frozenset[Role]]:
    """Which communities a person accompanies, in which roles. One query, kept on the person."""
    kept: dict[int, frozenset[Role]] | None = getattr(person, "_accompanies", None)
    if kept is None:
        kept = {}
        for row in Accompaniment.objects.now().filter(person=person):
            kept[row.community_id] = kept.get(row.community_id, frozenset()) | {Role(row.role)}
        person._accompanies = kept  # type: ignore[attr-defined]
    return kept


class OfCommunity(models.QuerySet):  # type: ignore[type-arg]
    """Questions about records that belong to a community: they are seen where it is."""

    through = "community"
    deed = Deed.SEE_COMMUNITY

    def visible_to(self, person: Person) -> Self:
        """Those of communities where the person may read this kind of record."""
        seen = Community.objects.visible_to(person, self.deed).values("pk")
        related = self.through.replace(".", "__")
        return self.filter(**{f"{related}__in": seen}).select_related(
            f"{related}__area__country"
        )


class OfTalk(OfCommunity):
    """What was said in gatherings: for those who accompany the community."""

    deed = Deed.SEE_TALK


class AccompanimentQuerySet(OfCommunity):
    """Questions about accompaniments."""

    def now(self) -> Self:
        """Those that have not ended."""
        return self.filter(ended_at__isnull=True).order_by("began_at", "pk")


class Accompaniment(models.Model):
    """A facilitator or mentor walks with a community.

    Holds: which account accompanies which community. Goes with the account.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    community = models.ForeignKey(
        Community, on_delete=models.CASCADE, related_name="accompaniments"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="accompanies")
    role = models.CharField(
        max_length=20, choices=[(r.value, r.label) for r in sorted(ACCOMPANYING)]
    )
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = AccompanimentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "person", "role"],
                condition=Q(ended_at__isnull=True),
                name="community_accompanied_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.person}"

    @property
    def belongs_to(self) -> Community:
        """The community accompanied."""
        return self.community

    def roles_of(self, person: Person) -> frozenset[Role]:
        """As over the community."""
        return self.community.roles_of(person)


class BelongsToCommunity(models.Model):
    """Mix-in of a record that belongs to a community.

    Holds: no personal data.
    """

    key: "models.UUIDField[UUID, UUID]" = models.UUIDField(unique=True, default=uuid.uuid4)
    community = models.ForeignKey(
        Community, on_delete=models.CASCADE, related_name="%(class)ss"
    )

    class Meta:
        abstract = True

    @property
    def belongs_to(self) -> Community:
        """Where it is shown."""
        return self.community

    @property
    def area(self) -> Area:
        """The place of its community."""
        return self.community.area

    def roles_of(self, person: Person) -> frozenset[Role]:
        """As over the community."""
        return self.community.roles_of(person)


class Gathering(BelongsToCommunity, Told):
    """People came together: who was heard, as counts by group, and what was said.

    Holds: no names of who came; words of groups, checked by the text guard. Erased with the
    community's record.
    """

    class Kind(models.TextChoices):
        """How people came together."""

        LARGE_MEETING = "large_meeting", _("large meeting")
        SMALL_GROUP = "small_group", _("small group")
        HOME_VISIT = "home_visit", _("home visit")
        FEEDBACK = "feedback", _("feedback")
        PLANNING = "planning", _("planning")
        OTHER = "other", _("other")

    kind = models.CharField(max_length=16, choices=Kind.choices)
    where = models.CharField(max_length=200)
    language = models.CharField(max_length=40, blank=True)
    girls = models.PositiveSmallIntegerField(default=0)
    boys = models.PositiveSmallIntegerField(default=0)
    women = models.PositiveSmallIntegerField(default=0)
    men = models.PositiveSmallIntegerField(default=0)
    elders = models.PositiveSmallIntegerField(default=0)
    people_with_disabilities = models.PositiveSmallIntegerField(default=0)
    what_was_said = models.TextField(blank=True)

    objects = OfTalk.as_manager()

    def __str__(self) -> str:
        return gettext(", ").join([self.get_kind_display(), str(self.when)])

    @property
    def total(self) -> int:
        """How many came: elders and people with disabilities are among them, not besides."""
        return sum(getattr(self, voice) for voice in WHOLE)

    @property
    def counts(self) -> list[tuple[Voice, int]]:
        """The groups that came, with their counts."""
        return [(voice, getattr(self, voice)) for voice in (*WHOLE, *OF_WHOM)]

    @property
    def heard(self) -> list[Voice]:
        """The groups that were there."""
        return [voice for voice, n in self.counts if n]


_attachable: "list[type[models.Model]]" = [Gathering]


def attachable(model: "type[models.Model]") -> None:
    """A part of a higher floor says which of its records a file can be attached to."""
    if model not in _attachable:
        _attachable.append(model)


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Questions about attachments."""

    def visible_to(self, person: Person) -> Self:
        """Whoever sees a record sees what is attached to it."""
        seen = Q(pk__in=[])
        for model in _attachable:
            records = model._default_manager.visible_to(person)  # type: ignore[attr-defined]
            keys = records.order_by().values("key")
            seen |= Q(of_kind=kind_of(model), of_key__in=keys)
        return self.filter(seen).select_related("community__area__country").order_by("pk")

    def of(self, record: models.Model) -> Self:
        """What is attached to a record, in the order it came."""
        mine = self.filter(of_kind=kind_of(record), of_key=record.key)  # type: ignore[attr-defined]
        return mine.order_by("pk")


class Attachment(BelongsToCommunity):
    """A photo of a flip chart, or an adult reading a saved text aloud; nothing else.

    Holds: a picture or a voice, asked about before: no child, no name. Cleaned of place, time
    and device. Erased with the community's record, or when somebody removes it.
    """

    class Kind(models.TextChoices):
        """What it is."""

        PHOTO = "photo", _("photo of a flip chart")
        READING = "reading", _("recording of the text read aloud")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    of_kind = models.CharField(
        max_length=40, help_text=_("what kind of record it is attached to")
    )
    of_key = models.UUIDField(help_text=_("which record"))
    words = models.CharField(max_length=200, blank=True)
    file = models.CharField(max_length=70, help_text=_("digest of the content, and its kind"))
    size = models.PositiveIntegerField(help_text=_("bytes"))
    added_at = models.DateTimeField(help_text=_("by the clock of whoever added it"))

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["of_kind", "of_key"], name="community_attached_to")]

    def __str__(self) -> str:
        return self.words or self.get_kind_display()

    @property
    def kilobytes(self) -> int:
        """Its size as a reader is told it."""
        return max(1, round(self.size / 1000))

    @cached_property
    def belongs_to(self) -> Any:
        """The record that it is attached to."""
        model = next(one for one in _attachable if kind_of(one) == self.of_kind)
        return model._default_manager.get(key=self.of_key)

    def roles_of(self, person: Person) -> frozenset[Role]:
        """As over that record."""
        held: frozenset[Role] = self.belongs_to.roles_of(person)
        return held


class Pause(BelongsToCommunity, Told):
    """The community rests from this: harvest, rain, mourning, an outbreak. Never overdue.

    Holds: no personal data.
    """

    reason = models.CharField(max_length=200)
    ended_on = models.DateField(null=True, blank=True)
    ended_words = models.CharField(max_length=120, blank=True)
    is_over = models.BooleanField(default=False)

    objects = OfCommunity.as_manager()

    def __str__(self) -> str:
        return self.reason
