"""Streams and their entries."""

from datetime import timedelta
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from kinbridge.people.models import Person
from kinbridge.people.roles import deeds


class Stream(models.Model):
    """A gapless series of entries: one a community, one a part that belongs to none.

    ``head`` is the number of the last entry and the cursor of the exchange; it is raised as
    the last write of a transaction, so that no reader can pass over a late commit.

    Holds: no personal data.
    """

    name = models.CharField(max_length=80, unique=True)
    head = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.name} at {self.head}"


class EntryQuerySet(models.QuerySet["Entry"]):
    """Questions about many entries."""

    def of(self, stream: str) -> Self:
        """The entries of one stream, the newest first."""
        return self.filter(stream__name=stream).order_by("-number", "pk")


class Entry(models.Model):
    """A deed that was done: what, about what, by whom, when.

    The chain runs over ``payload_digest``, a salted digest, so that a payload can be erased
    and the chain still verifies.

    Holds: who did it, by account, and in ``payload`` what was typed (checked by the text
    guard). Erasing a payload leaves the digests.
    """

    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveBigIntegerField()
    deed = models.CharField(max_length=40, choices=deeds)
    about = models.CharField(max_length=80)
    by = models.ForeignKey(
        Person,
        null=True,
        on_delete=models.PROTECT,
        related_name="entries",
        help_text="by which account; none for an answer from a telephone or a link",
    )
    at = models.DateTimeField(help_text=_("when the form was filled in, by the device’s clock"))
    received_at = models.DateTimeField()
    key = models.UUIDField()
    source = models.CharField(max_length=400, blank=True)
    illustrative = models.BooleanField(default=False)
    guard_passed = models.BooleanField(default=False)
    payload = models.JSONField(null=True)
    salt = models.CharField(max_length=32, blank=True)
    payload_digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stream", "number"], name="journal_number_once"),
            models.UniqueConstraint(
                fields=["stream", "key", "deed"], name="journal_deed_counts_once"
            ),
        ]
        indexes = [models.Index(fields=["about"], name="journal_about")]

    def __str__(self) -> str:
        return f"{self.number} {self.deed} {self.about}"

    @property
    def came_late(self) -> bool:
        """Whether it was filled in a day or more before it arrived."""
        return self.received_at - self.at >= timedelta(days=1)

    @property
    def is_erased(self) -> bool:
        """Whether only the digests are left."""
        return self.payload is None


class Trace(models.Model):
    """A line of a chained log that is no deed: a restricted reading, a step of a referral.

    Chained like the entries of the journal, in streams of its own, over a salted digest of
    what it tells.

    Holds: for readings, which account read what, by its key, and when. Readings go after 24
    months, steps of referrals after 12; the digests stay.
    """

    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="traces")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField(help_text="by the server’s clock")
    payload = models.JSONField(null=True)
    salt = models.CharField(max_length=32, blank=True)
    payload_digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stream", "number"], name="journal_trace_once")
        ]

    def __str__(self) -> str:
        return f"{self.stream_id} {self.number}"
