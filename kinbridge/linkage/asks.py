"""What communities decided to send to offices, and what came back."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kinbridge.community.models import ACCOMPANYING, Community
from kinbridge.foundation.rough_dates import Told
from kinbridge.goals.decided import DecidedBy
from kinbridge.goals.within import Within
from kinbridge.linkage.named import BelongsToLinkage, Linkage
from kinbridge.people.models import Person
from kinbridge.people.roles import MAY, Deed, Role
from kinbridge.places.models import Area


class AskQuerySet(models.QuerySet["Ask"]):
    """Questions about many asks."""

    def visible_to(self, person: Person) -> Self:
        """Those of communities one accompanies, and those sent to one's own office."""
        accompanied = Community.objects.visible_to(person, Deed.SEE_TALK)
        own = Q(linkage__goal__community__in=accompanied.values("pk"))
        return self._with_office(own | _sent_to_offices_of(person))

    def sent_to(self, person: Person) -> Self:
        """Those sent to one's own office."""
        return self._with_office(_sent_to_offices_of(person))

    def _with_office(self, seen: Q) -> Self:
        return self.filter(seen).select_related(
            "linkage__goal__community__area__country", "linkage__helper__organisation"
        )

    def unanswered(self) -> Self:
        """Those after which nothing has come yet, however far the two had come before."""
        return self.filter(is_answered=False)


def offices_of(person: Person) -> list[tuple[int, Area]]:
    """The organisations that a person may answer for, each with the place of that role."""
    return [
        (grant.organisation_id, grant.area)
        for grant in person.grants
        if grant.organisation_id and grant.role in MAY[Deed.SEE_DIALOGUE] - ACCOMPANYING
    ]


def _sent_to_offices_of(person: Person) -> Q:
    sent = Q(pk__in=[])
    for organisation, area in offices_of(person):
        sent |= Q(
            linkage__helper__organisation=organisation,
            linkage__goal__community__area__path__startswith=area.path,
        )
    return sent


class Ask(BelongsToLinkage, DecidedBy, Told):
    """What a community decided to send to an office, and all that the office then sees.

    The goal's words stand here as they were sent. ``is_answered`` is written by
    ``operations.answer_asks`` only.

    Holds: words that the community decided to send, checked by the text guard. Erased with
    the community's record.
    """

    linkage = models.ForeignKey(Linkage, on_delete=models.CASCADE, related_name="asks")
    words = models.TextField()
    goal_words = models.TextField()
    goal_translation = models.TextField(blank=True)
    is_answered = models.BooleanField(
        default=False, help_text=_("a step, a meeting or an answer was recorded after it")
    )

    objects = AskQuerySet.as_manager()

    class Meta(DecidedBy.Meta):
        pass

    def __str__(self) -> str:
        return str(
            _("An ask from %(community)s, %(when)s")
            % {"community": self.community, "when": self.when}
        )

    def roles_of(self, person: Person) -> frozenset[Role]:
        """As over the community; of officials, only those of the office it was sent to."""
        held = super().roles_of(person) & ACCOMPANYING
        is_sent_to = any(
            organisation == self.linkage.helper.organisation_id and self.area.is_under(area)
            for organisation, area in offices_of(person)
        )
        return held | (frozenset({Role.OFFICIAL}) if is_sent_to else frozenset())


class AskAnswerQuerySet(models.QuerySet["AskAnswer"]):
    """Questions about many answers."""

    def visible_to(self, person: Person) -> Self:
        """Where the ask is seen."""
        seen = Ask.objects.visible_to(person).values("pk")
        return self.filter(ask__in=seen).order_by("-pk")


class AskAnswer(Within):
    """What an office answered to an ask.

    Holds: words of an office, checked by the text guard, and by which account they were
    entered. Erased with the community's record.
    """

    class Answer(models.TextChoices):
        """What can be answered at once; words say the rest."""

        COMING = "coming", _("We will come to you, to talk")
        COME = "come", _("Please come to us, to talk")
        MORE = "more", _("We need to know more first")
        ELSEWHERE = "elsewhere", _("Another office can help you better")
        NOT_NOW = "not_now", _("We cannot do it now")

    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="answers")
    answer = models.CharField(max_length=12, choices=Answer.choices)
    words = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ask_answers")
    answered_at = models.DateTimeField()

    objects = AskAnswerQuerySet.as_manager()

    def __str__(self) -> str:
        return self.get_answer_display()

    @property
    def belongs_to(self) -> Ask:
        """The ask that it answers."""
        return self.ask

    def roles_of(self, person: Person) -> frozenset[Role]:
        """As over the ask."""
        return self.ask.roles_of(person)
