"""What a record of a choice says: who decided, how, who saw it differently."""

from django.db import models
from django.db.models import Q

from kinbridge.community.voices import Voice, in_order
from kinbridge.foundation.rough_dates import Told
from kinbridge.goals.deciders import DecidingBody


class DecidedBy(models.Model):
    """Mix-in of what a body of a community decided. No outsider can stand here.

    Holds: no personal data; the public name of a body.
    """

    deciding_body = models.CharField(max_length=20, choices=DecidingBody.choices)
    deciding_body_words = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(deciding_body=DecidingBody.OTHER_BODY)
                | ~Q(deciding_body_words=""),
                name="%(app_label)s_%(class)s_says_who_decided",
            )
        ]

    @property
    def decided_by(self) -> str:
        """The body that decided, in its own words where there are any."""
        return self.deciding_body_words or str(DecidingBody(self.deciding_body).label)


class Decided(DecidedBy, Told):
    """Mix-in of a choice: who decided, how, who saw it differently, who had not been heard.

    ``unheard`` is a fact of the day on which it was recorded, and stays as it was.

    Holds: words of groups, checked by the text guard; no names. Erased with the
    community's record.
    """

    how = models.TextField()
    dissent = models.TextField(blank=True)
    unheard = models.JSONField(default=list)

    class Meta(DecidedBy.Meta):
        abstract = True

    @property
    def not_heard(self) -> list[Voice]:
        """The groups that had not been heard when it was recorded."""
        return in_order(self.unheard)
