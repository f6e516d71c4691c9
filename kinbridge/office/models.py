"""One-time links: how an account gets its first passphrase, or a new one."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from kinbridge.people.models import Person


class OneTimeLinkQuerySet(models.QuerySet["OneTimeLink"]):
    """Questions about many links."""

    def open_at(self, moment: datetime) -> Self:
        """Those that can still be used."""
        return self.filter(used_at__isnull=True, until_at__gt=moment).order_by("pk")


class OneTimeLink(models.Model):
    """A link handed over in person: it sets a passphrase once, within two days.

    Only a digest of its secret is kept, so that nobody can read it from the store.

    Holds: for which account it is and who made it. Gone a month after it ended.
    """

    class Kind(models.TextChoices):
        """What it is for."""

        WELCOME = "welcome", _("a first passphrase")
        RENEWAL = "renewal", _("a new passphrase")

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="one_time_links")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    digest = models.CharField(max_length=64, unique=True)
    forgets_factors = models.BooleanField(default=False)
    made_by = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="links_made"
    )
    made_at = models.DateTimeField()
    until_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = OneTimeLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.person}"
