"""Openings, notebooks and their reflections, and single lines that a writer shares."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from kinbridge.community.models import BelongsToCommunity, OfTalk
from kinbridge.foundation.rough_dates import Told
from kinbridge.learning.models import A_LINE
from kinbridge.people.models import Person
from kinbridge.people.roles import Deed, Role
from kinbridge.places.models import Area

STREAM = "mentoring"  # openings concern places, and no single community


class OpeningQuerySet(models.QuerySet["Opening"]):
    """Questions about many openings."""

    def visible_to(self, person: Person) -> Self:
        """Those of the places around one's own, for who accompanies communities there."""
        areas = Area.objects.around(person.areas_for(Deed.SEE_OPENINGS))
        return self.filter(area__in=areas).select_related("area__country")

    def on(self, day: date) -> Self:
        """Those that have not passed, the next one first."""
        return self.filter(until_on__gte=day).order_by("when_sorts_on", "until_on", "pk")


class Opening(Told):
    """A moment at which an office can be moved: "the district plan is written this month".

    Holds: words about offices, checked by the text guard; no names. Goes 90 days after its
    day has passed.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="openings")
    words = models.TextField()
    until_on = models.DateField()

    objects = OpeningQuerySet.as_manager()

    def __str__(self) -> str:
        return Truncator(self.words).chars(A_LINE)

    @property
    def belongs_to(self) -> Area:
        """The place whose office it is."""
        return self.area

    def roles_of(self, person: Person) -> frozenset[Role]:
        """The roles held over its place."""
        return person.roles_over(self.area)


class NotebookQuerySet(models.QuerySet["Notebook"]):
    """Questions about many notebooks."""

    def visible_to(self, person: Person) -> Self:
        """The own one."""
        return self.filter(writer=person)


class Notebook(models.Model):
    """What only its writer can read: a key pair whose private half is locked by words that
    the writer alone knows. The server keeps the lock, never the words.

    Holds: which account has one. Goes with the account, or when its writer begins anew.
    """

    writer = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="notebook")
    public_key = models.JSONField(help_text="JWK")
    locked_key = models.TextField(help_text=_("the private key, as a JWE"))
    salt = models.CharField(max_length=64)
    begun_at = models.DateTimeField(help_text=_("when its words were chosen"))

    objects = NotebookQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.begun_at:%Y-%m-%d}"


class ReflectionQuerySet(models.QuerySet["Reflection"]):
    """Questions about many reflections."""

    def visible_to(self, person: Person) -> Self:
        """The own ones. Nobody else's, whatever the role."""
        return self.filter(notebook__writer=person).order_by("-written_at", "-pk")


class Reflection(models.Model):
    """A page of a notebook, sealed to its writer.

    Holds: sealed words of the writer, and of which community they may be. Goes when the writer
    tears it out, with the notebook, or with the community's record.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    notebook = models.ForeignKey(Notebook, on_delete=models.CASCADE, related_name="pages")
    community = models.ForeignKey(
        "community.Community", on_delete=models.CASCADE, related_name="reflections"
    )
    sealed = models.TextField(help_text="JWE")
    written_at = models.DateTimeField(help_text=_("by the clock of the device"))

    objects = ReflectionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.written_at:%Y-%m-%d}"

    def roles_of(self, person: Person) -> frozenset[Role]:
        """The writer's own roles over the community; nobody else has any here."""
        is_own = self.notebook.writer_id == person.pk
        return self.community.roles_of(person) if is_own else frozenset()


class SharedLineQuerySet(OfTalk):
    """Questions about many shared lines."""

    def visible_to(self, person: Person) -> Self:
        """Those that one shared, and those shared with oneself."""
        own = Q(writer=person) | Q(mentor=person)
        return super().visible_to(person).filter(own).order_by("-pk")


class SharedLine(BelongsToCommunity):
    """A line that a writer took out of the notebook, for one mentor and nobody else.

    Holds: words of the writer, checked by the text guard; who wrote it and who may read it.
    Goes with either account, when its writer takes it back, or after a year.
    """

    writer = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="lines_shared")
    mentor = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="lines_read")
    words = models.CharField(max_length=400)
    shared_at = models.DateTimeField(help_text=_("by the clock of the device"))

    objects = SharedLineQuerySet.as_manager()

    def __str__(self) -> str:
        return Truncator(self.words).chars(A_LINE)

    def roles_of(self, person: Person) -> frozenset[Role]:
        """The writer's and the mentor's own roles; nobody else has any here."""
        is_theirs = person.pk in {self.writer_id, self.mentor_id}
        return super().roles_of(person) if is_theirs else frozenset()
