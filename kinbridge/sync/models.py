"""Receipts, versions, words on which two people differ; and the phones that keep pages."""

import uuid
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from kinbridge.people.models import Person
from kinbridge.people.roles import Deed, Role, deeds


class Receipt(models.Model):
    """The answer to a form: a key made on a device counts once, whatever the road it came.

    Holds: who sent it, by account; and fields of a form from another version, until a
    person has dealt with them.
    """

    key = models.UUIDField(unique=True)
    deed = models.CharField(max_length=40, choices=deeds)
    about = models.CharField(max_length=80)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="receipts")
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    made = models.CharField(max_length=80, blank=True)
    leads_to = models.CharField(max_length=200, blank=True)
    told_digest = models.CharField(
        max_length=64,
        blank=True,
        help_text=_("of what was typed: other words are no repetition"),
    )
    content_digest = models.CharField(
        max_length=64,
        blank=True,
        db_index=True,
        help_text=_("of what was recorded: the same once more is asked about first"),
    )
    unknown = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return f"{self.deed} {self.about}"


class Version(models.Model):
    """When a record was changed last, as a number that only rises. A record nobody changed has
    none: it is at 0.

    Holds: no personal data.
    """

    about = models.CharField(max_length=80, unique=True)
    number = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.about} at {self.number}"


class Wording(models.Model):
    """A value that somebody gave a field and that nobody who saw it has replaced.

    One a field is the rule; two that differ are a divergence, which a person settles. The
    record itself shows the one with the smallest key: no clock decides, and the same on
    every order of arrival.

    Holds: what was typed (checked by the text guard) and by which account. Replaced values
    are deleted here.
    """

    about = models.CharField(max_length=80)
    field = models.CharField(max_length=60)
    value = models.JSONField(null=True)
    number = models.PositiveIntegerField(help_text=_("the version that it made"))
    key = models.UUIDField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="wordings")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["about", "field", "key"], name="sync_wording_once")
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.field} {self.number}"


class DeviceQuerySet(models.QuerySet["Device"]):
    """Questions about many devices."""

    def of(self, person: Person) -> Self:
        """Somebody's own phones, as long as they are in use."""
        return self.filter(person=person, revoked_at__isnull=True).order_by("made_at", "pk")

    def visible_to(self, person: Person) -> Self:
        """Everybody sees their own; those of others whoever can let them forget."""
        seen = models.Q(person=person)
        if person.areas_for(Deed.REVOKE_DEVICE):
            seen |= models.Q(person__in=Person.objects.visible_to(person))
        return self.filter(seen, revoked_at__isnull=True).order_by("made_at", "pk")


class Device(models.Model):
    """A phone on which a person keeps pages, opened by a PIN that never leaves it.

    It proves itself by a token that lies encrypted on the phone; here is only its digest. It
    counts as long as the person's sessions do: a new passphrase, ending all sessions, or
    letting it go ends it, and at its next contact it forgets what it keeps.

    Holds: whose phone it is, the name its owner gave it, when it was last in touch. Goes with
    the account.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="devices")
    name = models.CharField(_("name"), max_length=60)
    token_digest = models.CharField(max_length=64, unique=True)
    sessions = models.CharField(
        max_length=64, help_text=_("what the person’s sessions were known by when it was made")
    )
    made_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    mark = models.CharField(
        max_length=8, blank=True, help_text=_("told to the phone with its last answers")
    )
    mark_before = models.CharField(
        max_length=8, blank=True, help_text=_("the one it told then: it may know no other")
    )

    objects = DeviceQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def belongs_to(self) -> Person:
        """Whose phone it is."""
        return self.person

    def roles_of(self, person: Person) -> frozenset[Role]:
        """The roles that somebody holds over the places where its person works."""
        return self.person.roles_of(person)


class Holding(models.Model):
    """What a phone holds of a scope, as check sums of the lines of its pages: so that the next
    exchange brings only the lines that changed.

    One that its phone has moved on from is deleted; without it, whole pages come.

    Holds: which pages an account keeps offline, by address; no words. Goes with the account,
    or 60 days after it changed last.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="holdings")
    scope = models.CharField(
        max_length=40, help_text=_("the key of a community, or “own” for pages of none")
    )
    digest = models.CharField(max_length=12)
    before = models.CharField(
        max_length=12, blank=True, help_text=_("the digest of what the phone held before")
    )
    pages = models.BinaryField(help_text=_("for each address, check sums; packed"))
    used_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "scope", "digest"], name="sync_holding_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.digest}"


class ArrivingFile(models.Model):
    """A file that comes in pieces, to go with a form. Its bytes lie beside the database.

    Holds: who sends it; its content may show what it should not until it has been looked at
    and cleaned. Goes two weeks after it began to arrive.
    """

    key = models.UUIDField(unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="arriving_files")
    size = models.PositiveIntegerField(help_text=_("bytes, when all have come"))
    digest = models.CharField(max_length=64)
    begun_at = models.DateTimeField(help_text=_("when its first piece came"))

    def __str__(self) -> str:
        return f"{self.digest[:8]}, {self.size} bytes"
