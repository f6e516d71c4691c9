"""How a promise comes round, what may be sent about it, who is reminded, what they answer."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from django.db import models

from kinbridge.agreement.models.agreements import Agreement, Commitment
from kinbridge.agreement.models.reports import Report
from kinbridge.agreement.recurring import NTH, Pattern, Rule
from kinbridge.dialogue.models import BetweenSides, OfDialogue
from kinbridge.dialogue.sides import COMMUNITY, LONGEST_SIDE, Side
from kinbridge.foundation.rough_dates import LONGEST_WORDS, RoughDate
from kinbridge.people.models import Person
from kinbridge.people.roles import Deed

LONGEST_WORDING = 70  # letters: with a day, a code and how to answer it is one SMS
MORNING = time(8)


class RhythmQuerySet(OfDialogue):
    """Questions about many rhythms."""

    def due(self, at: datetime) -> Self:
        """Those whose next moment has come."""
        return self.filter(next_at__lte=at).order_by("next_at", "pk")

    def resting(self) -> Self:
        """Those of which nobody is reminded before the agreement is renewed."""
        return self.filter(next_at__isnull=True, next_on__isnull=False)

    def with_agreement(self) -> Self:
        """With all that it belongs to."""
        agreement = "commitment__agreement"
        return self.select_related(
            f"{agreement}__dialogue__goal__community", f"{agreement}__ending"
        )


class Rhythm(BetweenSides):
    """When a promise comes round, and the wording in which it may be reminded of.

    Both sides have to say yes to the wording before anything is sent (``DECISIONS`` 23).
    ``next_on`` is the next day on which it falls, ``next_at`` the moment to remind of it:
    nothing waits but in these two. With a day and no moment it rests, because the agreement
    has lapsed.

    Holds: no personal data; a wording that tells a bystander nothing. Erased with the
    agreement.
    """

    way = "commitment__agreement__dialogue"
    within = Deed.SEE_COMMUNITY
    commitment = models.OneToOneField(
        Commitment, on_delete=models.CASCADE, related_name="rhythm"
    )
    words = models.CharField(max_length=LONGEST_WORDING)
    pattern = models.CharField(max_length=13, choices=Pattern.choices)
    every = models.PositiveSmallIntegerField(default=1)
    weekday = models.PositiveSmallIntegerField(default=0, help_text="Monday is 0")
    nth = models.SmallIntegerField(
        default=1, choices=NTH, help_text="which such day of a month; -1 is the last"
    )
    day = models.PositiveSmallIntegerField(default=1)
    begins_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    days_before = models.PositiveSmallIntegerField(default=0)
    time_zone = models.CharField(max_length=40, help_text="by whose clock it is morning")
    next_on = models.DateField(
        null=True, blank=True, help_text="the next day on which it falls"
    )
    next_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="when to remind of that day; empty while it rests, and once it is over",
    )

    objects = RhythmQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["next_at"], name="agreement_rhythm_due")]

    def __str__(self) -> str:
        return str(self.rule)

    @property
    def belongs_to(self) -> Agreement:
        """Where it is shown."""
        return self.commitment.agreement

    @property
    def rule(self) -> Rule:
        """As a rule of calendars."""
        return Rule(
            pattern=self.pattern,
            begins_on=self.begins_on,
            every=self.every,
            weekday=self.weekday,
            nth=self.nth,
            day=self.day,
            until_on=self.until_on,
        )

    @property
    def is_resting(self) -> bool:
        """Whether nobody is reminded of it before the agreement is renewed."""
        return self.next_at is None and self.next_on is not None

    def moment(self, day: date) -> datetime:
        """When to remind of a day: in the morning, there, so many days before."""
        before = day - timedelta(days=self.days_before)
        return datetime.combine(before, MORNING, ZoneInfo(self.time_zone)).astimezone(UTC)

    @property
    def sides_concerned(self) -> list[Side]:
        """The side that promised, and the community; or those to whom it promised."""
        if self.commitment.side == COMMUNITY:
            return self.sides
        return [side for side in self.sides if side.key in {COMMUNITY, self.commitment.side}]


class RhythmYes(BetweenSides):
    """A side said that this wording may be sent on these days.

    Holds: no personal data.
    """

    way = "rhythm__commitment__agreement__dialogue"
    within = Deed.SEE_COMMUNITY
    rhythm = models.ForeignKey(Rhythm, on_delete=models.CASCADE, related_name="yeses")
    side = models.CharField(max_length=LONGEST_SIDE)
    as_told = models.BooleanField(default=False)
    at = models.DateTimeField()

    objects = OfDialogue.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rhythm", "side"], name="agreement_yes_once_a_side")
        ]

    def __str__(self) -> str:
        return self.side

    @property
    def belongs_to(self) -> Agreement:
        """Where it is shown."""
        return self.rhythm.belongs_to


class ResponsibleQuerySet(OfDialogue):
    """Questions about many who are responsible."""

    def now(self) -> Self:
        """Those who still are."""
        return self.filter(ended_at__isnull=True).order_by("pk")


class Responsible(BetweenSides):
    """Who is reminded for a side: a role, and the number or address that its holder gave for
    this. They need no account.

    Holds: a telephone number or an e-mail address, given for reminders of this agreement.
    Blanked when somebody else takes over, or when the agreement ends.
    """

    way = "agreement__dialogue"
    within = Deed.SEE_COMMUNITY
    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="responsibles"
    )
    side = models.CharField(max_length=LONGEST_SIDE)
    role = models.CharField(max_length=120)
    number = models.CharField(max_length=20, blank=True)
    email = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=8, default="en")
    named_by = models.ForeignKey(
        Person,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="who wrote the number down",
    )
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    why_ended = models.TextField(blank=True)
    introduced_on = models.DateField(null=True, blank=True)
    introduced_words = models.CharField(max_length=LONGEST_WORDS, blank=True)
    introduction = models.TextField(blank=True)

    objects = ResponsibleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "side"],
                condition=models.Q(ended_at__isnull=True),
                name="agreement_one_responsible_a_side",
            )
        ]

    def __str__(self) -> str:
        return self.role

    @property
    def belongs_to(self) -> Agreement:
        """Where it is shown."""
        return self.agreement

    @property
    def introduced(self) -> RoughDate:
        """When they were told what their side has promised."""
        return RoughDate(self.introduced_on, self.introduced_words)


class ReminderQuerySet(OfDialogue):
    """Questions about many reminders."""

    def unanswered(self) -> Self:
        """Those that nobody has answered."""
        return self.filter(report__isnull=True)


class Reminder(BetweenSides):
    """One side was reminded of one day, once. What it answers becomes its report.

    ``code`` is what it answers with by SMS. ``moved_from``: the day on which it fell, where a
    pause of the community moved it.

    Holds: no personal data; the number stands with who is responsible. Erased with the
    agreement.
    """

    way = "rhythm__commitment__agreement__dialogue"
    within = Deed.SEE_COMMUNITY
    rhythm = models.ForeignKey(Rhythm, on_delete=models.CASCADE, related_name="reminders")
    responsible = models.ForeignKey(
        Responsible, on_delete=models.CASCADE, related_name="reminders"
    )
    day = models.DateField(help_text="the day it is about")
    moved_from = models.DateField(
        null=True, blank=True, help_text="the day before a pause moved it"
    )
    code = models.CharField(max_length=4, help_text="what an answer by SMS begins with")
    sent_at = models.DateTimeField(help_text="when it was put into the queue")
    report = models.ForeignKey(
        Report,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="reminders",
        help_text="the latest answer",
    )

    objects = ReminderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rhythm", "responsible", "day"], name="agreement_reminded_once_a_day"
            )
        ]
        indexes = [models.Index(fields=["code"], name="agreement_reminder_code")]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.code}"

    @property
    def belongs_to(self) -> Agreement:
        """Where it is shown."""
        return self.rhythm.belongs_to

    @property
    def commitment(self) -> Commitment:
        """What it reminds of."""
        return self.rhythm.commitment


class FeedQuerySet(models.QuerySet["Feed"]):
    """Questions about many feeds."""

    def visible_to(self, person: Person) -> Self:
        """The own one."""
        return self.filter(person=person)


class Feed(models.Model):
    """The private address under which somebody's calendar finds the days of promises.

    Only a digest of the address is kept; a new one, or none, ends the old.

    Holds: that an account has one. Deleted by its owner, and with the account.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="feed")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    objects = FeedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}"
