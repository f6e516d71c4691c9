"""Practices, how they stand to law and standard, what groups think, and by-laws.

Nothing here is a verdict, and nothing marks a community: its practices are seen only where its
talk is (``DECISIONS`` 12).
"""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import Max, Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from kinbridge.agreement.models import Agreement
from kinbridge.community.models import ACCOMPANYING, BelongsToCommunity, Community, OfTalk
from kinbridge.community.voices import Voice, in_order
from kinbridge.countries.labels import TOPICS
from kinbridge.foundation.rough_dates import Told
from kinbridge.goals.decided import DecidedBy
from kinbridge.goals.within import Within
from kinbridge.learning.models import A_LINE, InOwnWords
from kinbridge.linkage.models import Linkage, offices_of
from kinbridge.people.models import Person
from kinbridge.people.roles import Deed, Role

LOOK_AGAIN = timedelta(days=183)


class OfPractice(OfTalk):
    """Questions about what belongs to a practice."""

    through = "practice__community"


class Whose(models.TextChoices):
    """Misalignment has two sides."""

    COMMUNITY = "community", _("what people here do")
    SERVICE = "service", _("what a service does, or leaves undone")


class Danger(models.TextChoices):
    """Whether talking openly about it could put somebody in danger; asked first."""

    NO = "no", _("no, it can be talked about")
    SOME = "some", _("only in small groups, or with care")
    YES = "yes", _("yes: not openly now")
    NOT_KNOWN = "not_known", _("not known yet")


class PracticeQuerySet(OfTalk):
    """Questions about many practices."""

    def with_last_look(self) -> Self:
        """Each with ``looked_on``: when somebody last looked whether it still stands so."""
        return self.annotate(looked_on=Max("looks__when_sorts_on"))

    def to_look_at(self, day: date) -> Self:
        """Those that nobody has looked at for six months."""
        before = day - LOOK_AGAIN
        rows = self.with_last_look().filter(when_sorts_on__lt=before)
        return rows.filter(Q(looked_on__isnull=True) | Q(looked_on__lt=before))


class Practice(BelongsToCommunity, InOwnWords, Told):
    """Something that is done here to children, in people's own words, and why they value it.

    ``topic`` finds the provisions of law it stands beside; it names no offence.

    Holds: words of groups, checked by the text guard; no names, no families, no events.
    Sensitive. Erased with the community's record.
    """

    whose = models.CharField(max_length=10, choices=Whose.choices)
    topic = models.CharField(max_length=32, choices=list(TOPICS.items()))
    danger = models.CharField(max_length=10, choices=Danger.choices)
    danger_words = models.TextField(blank=True)
    to_whom = models.CharField(max_length=200, blank=True)
    valued_for = models.TextField(blank=True)
    upheld_by = models.CharField(max_length=300, blank=True)
    who_suffers = models.TextField(blank=True)
    done_otherwise = models.TextField(blank=True)
    feared = models.TextField(blank=True)

    objects = PracticeQuerySet.as_manager()

    @property
    def is_careful(self) -> bool:
        """Whether it is not to be talked about openly."""
        return self.danger != Danger.NO


class OfOnePractice(Within):
    """Mix-in of what belongs to a practice.

    Holds: no personal data.
    """

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="%(class)ss")

    class Meta:
        abstract = True

    @property
    def belongs_to(self) -> Practice:
        """Where it is shown."""
        return self.practice


class PracticeLook(OfOnePractice, Told):
    """Somebody looked again whether it stands so, and whether talking is safe.

    Holds: words of groups, checked by the text guard; no names. Erased with the
    community's record.
    """

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="looks")
    danger = models.CharField(max_length=10, choices=Danger.choices)
    words = models.TextField(blank=True)

    objects = OfPractice.as_manager()

    def __str__(self) -> str:
        return f"{self.get_danger_display()}, {self.when}"


class Alignment(OfOnePractice, Told):
    """Where some groups see the practice, the law and the standard meet, and where they stand
    apart, with the reason. Another view stands beside it; none is the last word.

    The words of the law are kept as they stood that day, with their source.

    Holds: words of groups, checked by the text guard; no names. Erased with the
    community's record.
    """

    law = models.JSONField(null=True, help_text=_("the provision as it was read that day"))
    standard = models.JSONField(null=True, help_text=_("the standard as it was read that day"))
    meet = models.TextField(blank=True)
    apart = models.TextField(blank=True)
    why = models.TextField(blank=True)
    voices = models.JSONField(default=list)

    objects = OfPractice.as_manager()

    def __str__(self) -> str:
        return Truncator(self.apart or self.meet).chars(A_LINE)

    @property
    def said_by(self) -> list[Voice]:
        """The groups that see it so, in their steady order."""
        return in_order(self.voices)


class Leaning(models.TextChoices):
    """What a group would like to become of it. Asked, never assumed."""

    GO_ON = "go_on", _("let it go on as it is")
    CHANGE = "change", _("change something in it")
    STOP = "stop", _("let it end")
    DIVIDED = "divided", _("we see it differently among ourselves")


class GroupView(OfOnePractice, Told):
    """What one group said when it was asked. What it said before stays beside it.

    Holds: words of a group, checked by the text guard; no names. Erased with the community's
    record.
    """

    voice = models.CharField(max_length=24, choices=Voice.choices)
    leaning = models.CharField(max_length=8, choices=Leaning.choices)
    words = models.TextField()

    objects = OfPractice.as_manager()

    def __str__(self) -> str:
        return f"{self.get_voice_display()}: {self.get_leaning_display()}"


class ByLaw(OfOnePractice, InOwnWords, DecidedBy, Told):
    """A rule that the community made for itself, and the agreements and linkages that bear it.

    Holds: words of a body, checked by the text guard; no names. Erased with the community's
    record.
    """

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="by_laws")
    linkages = models.ManyToManyField(Linkage, related_name="by_laws")
    agreements = models.ManyToManyField(Agreement, related_name="by_laws")

    objects = OfPractice.as_manager()

    class Meta(DecidedBy.Meta):
        pass


class SharedViewQuerySet(models.QuerySet["SharedView"]):
    """Questions about many shared views."""

    def visible_to(self, person: Person) -> Self:
        """Those of communities one accompanies, and those sent to one's own office."""
        accompanied = Community.objects.visible_to(person, Deed.SEE_TALK)
        seen = Q(practice__community__in=accompanied.values("pk"))
        return self._with_office(seen | self._sent_to(person))

    def sent_to(self, person: Person) -> Self:
        """Those sent to one's own office."""
        return self._with_office(self._sent_to(person))

    def _with_office(self, seen: Q) -> Self:
        return self.filter(seen).select_related(
            "practice__community__area__country", "linkage__helper__organisation"
        )

    def _sent_to(self, person: Person) -> Q:
        sent = Q(pk__in=[])
        for organisation, area in offices_of(person):
            sent |= Q(
                linkage__helper__organisation=organisation,
                practice__community__area__path__startswith=area.path,
            )
        return sent


class SharedView(OfOnePractice, DecidedBy, Told):
    """What a community decided to tell an office about a practice: these words and no more.

    Holds: words that the community decided to share, checked by the text guard. Erased with
    the community's record.
    """

    linkage = models.ForeignKey(Linkage, on_delete=models.CASCADE, related_name="shared_views")
    words = models.TextField()

    objects = SharedViewQuerySet.as_manager()

    class Meta(DecidedBy.Meta):
        pass

    def __str__(self) -> str:
        return Truncator(self.words).chars(A_LINE)

    def roles_of(self, person: Person) -> frozenset[Role]:
        """As over the community; of officials, only those of the office it was told to."""
        held = super().roles_of(person) & ACCOMPANYING
        is_told = any(
            organisation == self.linkage.helper.organisation_id and self.area.is_under(area)
            for organisation, area in offices_of(person)
        )
        return held | (frozenset({Role.OFFICIAL}) if is_told else frozenset())
