"""Notices on their way out, messages that came in, and how persons want to be reached."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from kinbridge.people.models import Person
from kinbridge.people.roles import Deed, Role

if TYPE_CHECKING:
    from uuid import UUID

STREAM = "notices"  # what is done here concerns no community (``DECISIONS`` 1)
LONGEST_ADDRESS = 500  # characters: those of browsers are long


class Channel(models.TextChoices):
    """By which way a notice goes."""

    SMS = "sms", _("SMS")
    EMAIL = "email", _("e-mail")
    PUSH = "push", _("a sign in the browser")


class ContactQuerySet(models.QuerySet["Contact"]):
    """Questions about many contacts."""

    def visible_to(self, person: Person) -> Self:
        """The own ones, and nobody else's."""
        return self.filter(person=person).order_by("channel", "made_at", "pk")

    def usable(self) -> Self:
        """Those that their owner confirmed."""
        return self.filter(confirmed_at__isnull=False)


class Contact(models.Model):
    """A number, an e-mail address or a browser at which a person wants notices.

    It counts once its owner has typed in the code that was sent to it. ``failing_since`` is
    set when a notice came back, and emptied when one arrives.

    Holds: a telephone number, an e-mail address or the address of a browser, of somebody with
    an account. Deleted by its owner at any time, and when the account is closed.
    """

    key: "models.UUIDField[UUID, UUID]" = models.UUIDField(unique=True, default=uuid.uuid4)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="contacts")
    channel = models.CharField(max_length=5, choices=Channel.choices)
    to = models.CharField(
        max_length=LONGEST_ADDRESS, help_text="the number, e-mail address or browser"
    )
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(
        null=True, blank=True, help_text="when its owner typed in the code"
    )
    code_digest = models.CharField(
        max_length=64, blank=True, help_text="the digest of the code that was sent to it"
    )
    code_until_at = models.DateTimeField(
        null=True, blank=True, help_text="until when that code counts"
    )
    n_tries = models.PositiveSmallIntegerField(
        default=0, help_text="how often a code was typed in"
    )
    failing_since = models.DateTimeField(
        null=True, blank=True, help_text="since when notices come back from it"
    )

    objects = ContactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "channel", "to"], name="notices_contact_once_a_person"
            )
        ]

    def __str__(self) -> str:
        return str(Channel.PUSH.label) if self.channel == Channel.PUSH else self.to


class State(models.TextChoices):
    """How far a notice has come."""

    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    DELIVERED = "delivered", _("delivered")
    FAILED = "failed", _("not delivered")
    GIVEN_UP = "given_up", _("given up")


# Reports come late, twice and in any order: only a higher one counts.
RANK = {
    State.WAITING: 0,
    State.GIVEN_UP: 1,
    State.SENT: 2,
    State.FAILED: 3,
    State.DELIVERED: 4,
}


class Kind(models.TextChoices):
    """Why a notice goes out. The first three carry one and the same neutral text."""

    URGENT = "urgent", _("at once")
    MESSAGE = "message", _("a message waits")
    HEARTBEAT = "heartbeat", _("sign of life")
    REMINDER = "reminder", _("reminder")
    ANSWER = "answer", _("answer")
    CODE = "code", _("code")


NEUTRAL = frozenset({Kind.URGENT, Kind.MESSAGE, Kind.HEARTBEAT})
# Asked for by somebody who waits for it at this moment, or a matter of life.
AT_ANY_HOUR = frozenset({Kind.URGENT, Kind.ANSWER, Kind.CODE})


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Questions about many notices."""

    def visible_to(self, person: Person) -> Self:
        """Those that somebody had sent, and those sent to them, the latest first."""
        return self.filter(Q(by=person) | Q(person=person)).order_by("-made_at", "-pk")

    def due(self, at: datetime) -> Self:
        """Those whose moment has come, the most urgent first, then in their order."""
        first = models.Case(models.When(kind=Kind.URGENT, then=0), default=1)
        waiting = self.filter(state=State.WAITING, next_at__lte=at)
        return waiting.order_by(first, "next_at", "pk")

    def unanswered(self, at: datetime) -> Self:
        """Those that a gateway took, and that it has to be asked about now."""
        return self.filter(state=State.SENT, next_at__lte=at).order_by("next_at", "pk")


class Notice(models.Model):
    """One message to one address, written into the transaction of what it tells about.

    ``key`` counts once: the same notice asked for twice is one. ``about`` names what it is
    about as ``kind:key``, for the pages of whoever sees that; the words never do.

    Holds: a number or address until 30 days after it was settled; words of the house, never
    of people, except a wording that both sides of an agreement allowed. Goes after 90 days.
    """

    key: "models.UUIDField[UUID, UUID]" = models.UUIDField(unique=True, default=uuid.uuid4)
    channel = models.CharField(max_length=5, choices=Channel.choices)
    to = models.CharField(
        max_length=LONGEST_ADDRESS, blank=True, help_text="the number or address"
    )
    person = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="notices",
        help_text="whose account it goes to, if it goes to one",
    )
    by = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="notices_sent",
        help_text="who had it sent, if somebody did",
    )
    kind = models.CharField(max_length=9, choices=Kind.choices)
    words = models.TextField(help_text="what it says")
    about = models.CharField(max_length=80, blank=True)
    time_zone = models.CharField(
        max_length=40, blank=True, help_text="by whose clock it is night"
    )
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    made_at = models.DateTimeField()
    next_at = models.DateTimeField(help_text="when it is tried, or asked about, next")
    until_at = models.DateTimeField(help_text="when it is given up")
    tried_at = models.DateTimeField(null=True, blank=True, help_text="when it was tried last")
    n_tries = models.PositiveSmallIntegerField(default=0, help_text="how often it was tried")
    settled_at = models.DateTimeField(
        null=True, blank=True, help_text="when its state changed last"
    )
    gateway_id = models.CharField(
        max_length=120, blank=True, help_text="what the gateway calls it"
    )
    why_not = models.CharField(
        max_length=200, blank=True, help_text="why it was not sent, in a machine’s words"
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "next_at"], name="notices_due"),
            models.Index(fields=["about"], name="notices_about"),
            models.Index(fields=["channel", "to", "tried_at"], name="notices_to_whom"),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.get_state_display()}"


class MessageQuerySet(models.QuerySet["Message"]):
    """Questions about many messages."""

    def visible_to(self, person: Person) -> Self:
        """All that nobody could place, for those who look through them; others see none."""
        seen = self.filter(state=Message.State.UNKNOWN)
        return (
            seen.order_by("-received_at", "-pk")
            if person.holds(Deed.SEE_MESSAGES)
            else (self.none())
        )


class Message(models.Model):
    """An SMS that came in. What no part understands stays for a person to look at.

    Holds: the number of somebody who wrote to us and what they wrote, which may be anything.
    Understood ones lose both within a day, the others 30 days after a person looked, at the
    latest after 90.
    """

    class State(models.TextChoices):
        """What became of it."""

        UNDERSTOOD = "understood", _("understood")
        UNKNOWN = "unknown", _("not understood")
        LOOKED_AT = "looked_at", _("looked at")

    key: "models.UUIDField[UUID, UUID]" = models.UUIDField(unique=True, default=uuid.uuid4)
    gateway = models.CharField(max_length=20, help_text="which gateway brought it")
    gateway_id = models.CharField(max_length=120, help_text="what the gateway calls it")
    sender = models.CharField(max_length=40, blank=True, help_text="the sender’s number")
    words = models.TextField(blank=True, help_text="what was written")
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.UNKNOWN)
    taken_by = models.CharField(max_length=40, blank=True, help_text="which part understood it")
    looked_at = models.DateTimeField(
        null=True, blank=True, help_text="when a person looked at it"
    )
    what_was_done = models.CharField(
        max_length=200, blank=True, help_text="what that person did about it"
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gateway", "gateway_id"], name="notices_message_once"
            )
        ]

    def __str__(self) -> str:
        return Truncator(self.words).words(12)

    def roles_of(self, person: Person) -> frozenset[Role]:
        """It belongs to no place: whoever may look through them, anywhere."""
        return person.roles
