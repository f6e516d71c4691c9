"""Agreements: the working text, its drafts, who heard and signed them, how it is kept."""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kinbridge.dialogue.models import BetweenSides, Dialogue, OfDialogue
from kinbridge.dialogue.sides import LONGEST_SIDE
from kinbridge.foundation.rough_dates import LONGEST_WORDS, RoughDate, Told
from kinbridge.people.roles import Deed

# After the day on which both sides meant to look at an agreement again.
LAPSES_AFTER = timedelta(days=180)


class State(models.TextChoices):
    """How far an agreement has come. It follows from what was done; nobody sets it."""

    BEING_DRAFTED = "being_drafted", _("being drafted")
    PUT_FORWARD = "put_forward", _("put forward")
    SIGNED_BY_SOME = "signed_by_some", _("signed by some")
    IN_FORCE = "in_force", _("in force")
    LAPSED = "lapsed", _("lapsed")
    ENDED = "ended", _("ended")
    RENEWED = "renewed", _("renewed")


class AgreementQuerySet(OfDialogue):
    """Questions about many agreements."""

    def with_state(self, today: date | None = None) -> Self:
        """With ``state`` as it is on a day; ``review_due_on``: a day to sort the next review
        by; ``review_told_on``: that day, if both sides named one."""
        long_ago = (today or timezone.localdate()) - LAPSES_AFTER
        drafts = Draft.objects.filter(agreement=OuterRef("pk"))
        later = Draft.objects.filter(
            agreement=OuterRef("draft__agreement"), number__gt=OuterRef("draft__number")
        )
        signed = Signature.objects.filter(~Exists(later), draft__agreement=OuterRef("pk"))
        reviews = Review.objects.filter(agreement=OuterRef("pk"))
        last_review = reviews.order_by("-when_sorts_on", "-pk")
        told_on = Case(
            When(Exists(reviews), then=Subquery(last_review.values("next_review_on")[:1])),
            default=F("review_on"),
        )
        return self.select_related("ending").annotate(
            review_told_on=told_on,
            state=Case(
                When(ending__renewed_as__isnull=False, then=Value(State.RENEWED)),
                When(ending__isnull=False, then=Value(State.ENDED)),
                When(
                    in_force_sorts_on__isnull=False,
                    review_told_on__lt=long_ago,
                    then=Value(State.LAPSED),
                ),
                When(in_force_sorts_on__isnull=False, then=Value(State.IN_FORCE)),
                When(Exists(signed), then=Value(State.SIGNED_BY_SOME)),
                When(Exists(drafts), then=Value(State.PUT_FORWARD)),
                default=Value(State.BEING_DRAFTED),
            ),
            review_due_on=Coalesce(
                Subquery(last_review.values("next_review_sorts_on")[:1]), "review_sorts_on"
            ),
        )

    def in_state(self, *states: State) -> Self:
        """Those that have come this far, and no further."""
        return self.with_state().filter(**{"state__in": states})

    def lapsed(self, today: date) -> Self:
        """Those in force at which nobody looked again, long after the day that both named for
        it. One that was to be looked at "after the harvest" never lapses by itself."""
        return self.with_state(today).filter(**{"state": State.LAPSED})

    def to_review_by(self, day: date) -> Self:
        """Those that the sides meant to look at again by this day, the first first."""
        by_then = self.with_state().filter(**{"review_due_on__lte": day})
        return by_then.order_by("review_due_on", "pk")


class Agreement(BetweenSides, Told):
    """What a community and those it talked with promise one another.

    The columns are the working text. What is put forward is frozen as a ``Draft``; once every
    side has signed the same draft, the text stands and only a renewal can change it. ``when``
    is when work on it began.

    Holds: no names; words checked by the text guard. Kept for the life of the agreement and
    five years; erased with the community's record.
    """

    class Prevailing(models.TextChoices):
        """Which text counts where the two differ."""

        FIRST = "first", _("the first language")
        SECOND = "second", _("the second language")
        BOTH = "both", _("both the same")

    within = Deed.SEE_COMMUNITY
    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="agreements")
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by"
    )
    why_renewed = models.TextField(blank=True)
    language = models.CharField(max_length=8, help_text=_("BCP 47 code of the first language"))
    second_language = models.CharField(max_length=8)
    title = models.CharField(max_length=200)
    title_translation = models.CharField(max_length=200, blank=True)
    purpose = models.TextField()
    purpose_translation = models.TextField(blank=True)
    safeguards = models.TextField()
    safeguards_translation = models.TextField(blank=True)
    disputes = models.TextField()
    disputes_translation = models.TextField(blank=True)
    leaving = models.TextField()
    leaving_translation = models.TextField(blank=True)
    review_on = models.DateField(null=True, blank=True)
    review_words = models.CharField(max_length=LONGEST_WORDS, blank=True)
    review_sorts_on = models.DateField()
    prevailing = models.CharField(max_length=6, choices=Prevailing.choices)
    in_force_on = models.DateField(null=True, blank=True)
    in_force_words = models.CharField(max_length=LONGEST_WORDS, blank=True)
    in_force_sorts_on = models.DateField(null=True, blank=True)

    objects = AgreementQuerySet.as_manager()

    state: str  # this and the next from ``with_state``
    review_due_on: date
    review_told_on: date | None

    def __str__(self) -> str:
        return self.title

    @property
    def belongs_to(self) -> Dialogue:
        """The dialogue it came from."""
        return self.dialogue

    @property
    def state_name(self) -> str:
        """How far it has come, in words."""
        return str(State(self.state).label)

    @property
    def review(self) -> RoughDate:
        """When both sides look at it again, as the text says."""
        return RoughDate(self.review_on, self.review_words)

    @property
    def in_force(self) -> RoughDate:
        """Since when every side has signed, as told; false while it has not come to that."""
        return RoughDate(self.in_force_on, self.in_force_words)

    @property
    def latest_draft(self) -> "Draft | None":
        """The draft that counts: the last put forward."""
        return self.drafts.order_by("-number").first()

    @property
    def has_ended(self) -> bool:
        """Whether a side has left it, or a renewal stands in its place."""
        return hasattr(self, "ending")

    @property
    def is_open_to_change(self) -> bool:
        """Whether the text may still change: nobody is bound yet, and nobody has left."""
        return not self.in_force and not self.has_ended


class OfOneAgreement(BetweenSides):
    """Mix-in of a record that belongs to an agreement.

    Holds: no personal data.
    """

    way = "agreement__dialogue"
    within = Deed.SEE_COMMUNITY
    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="%(class)ss"
    )

    class Meta:
        abstract = True

    @property
    def belongs_to(self) -> Agreement:
        """Where it is shown."""
        return self.agreement


class CommitmentQuerySet(OfDialogue):
    """Questions about many commitments."""

    def standing(self) -> Self:
        """Those that nobody dropped, in the order they were made."""
        return self.filter(dropped_at__isnull=True).order_by("pk")


class Commitment(OfOneAgreement):
    """What one side promises to do. A dropped one stays on record, with why. ``as_told``:
    written down for another side, which neither signed nor reworded it yet.

    Holds: no names, only roles; words checked by the text guard. Erased with the agreement.
    """

    side = models.CharField(max_length=LONGEST_SIDE)
    what = models.TextField()
    what_translation = models.TextField(blank=True)
    who = models.CharField(max_length=200)
    how_often = models.CharField(max_length=200)
    until = models.CharField(max_length=200, blank=True)
    needs = models.CharField(max_length=400, blank=True)
    as_told = models.BooleanField(default=False)
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_why = models.TextField(blank=True)

    objects = CommitmentQuerySet.as_manager()

    def __str__(self) -> str:
        return Truncator(self.what).words(12)

    @property
    def is_dropped(self) -> bool:
        """Whether it was taken back before anybody was bound."""
        return self.dropped_at is not None


class Draft(OfOneAgreement):
    """The text as it was put forward, frozen: nothing changes it, a new one follows it.

    ``content`` has the shape told in ``content.py``; ``digest`` is taken over all of it.

    Holds: what the agreement held at that moment. Erased with it.
    """

    number = models.PositiveIntegerField()
    words = models.TextField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    put_forward_at = models.DateTimeField()

    objects = OfDialogue.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"], name="agreement_draft_number_once"
            )
        ]

    def __str__(self) -> str:
        return gettext(", ").join([self.agreement.title, gettext("draft %d") % self.number])

    @property
    def code(self) -> str:
        """The beginning of the digest, as it stands on paper."""
        return self.digest[:8].upper()


class OfOneDraft(BetweenSides, Told):
    """Mix-in of a record that belongs to a draft.

    Holds: no personal data.
    """

    way = "draft__agreement__dialogue"
    within = Deed.SEE_COMMUNITY
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="%(class)ss")

    class Meta:
        abstract = True

    @property
    def belongs_to(self) -> Agreement:
        """Where it is shown."""
        return self.draft.agreement


class ReadBack(OfOneDraft):
    """A draft was read aloud to a group, which said what it thinks of it.

    Holds: words of a group, checked by the text guard. Erased with the agreement.
    """

    class Answer(models.TextChoices):
        """What the group said."""

        AGREES = "agrees", _("agrees")
        CHANGES = "changes", _("wants changes")
        NO = "no", _("does not agree")

    voice = models.CharField(max_length=LONGEST_SIDE)
    answer = models.CharField(max_length=8, choices=Answer.choices)
    what_they_said = models.TextField()

    objects = OfDialogue.as_manager()

    def __str__(self) -> str:
        return f"{self.voice}: {self.get_answer_display()}"


class Signature(OfOneDraft):
    """A role signed for its side: how, when, before which adult roles.

    The marks themselves stay on paper (``DECISIONS`` 25).

    Holds: roles, never names; words checked by the text guard. Erased with the agreement.
    """

    class How(models.TextChoices):
        """How the role signed; the labels end a sentence."""

        HAND = "hand", _("by hand")
        THUMB = "thumb", _("by thumb")
        SPOKEN = "spoken", _("spoken before witnesses")

    side = models.CharField(max_length=LONGEST_SIDE)
    role = models.CharField(max_length=120)
    how = models.CharField(max_length=6, choices=How.choices)
    before = models.CharField(max_length=200)

    objects = OfDialogue.as_manager()

    def __str__(self) -> str:
        return f"{self.role}, {self.get_how_display()}"


class Review(OfOneAgreement, Told):
    """Both sides looked at it again, and said when they will next.

    Holds: words about the agreement, checked by the text guard. Erased with it.
    """

    words = models.TextField()
    next_review_on = models.DateField(null=True, blank=True)
    next_review_words = models.CharField(max_length=LONGEST_WORDS, blank=True)
    next_review_sorts_on = models.DateField()

    objects = OfDialogue.as_manager()

    def __str__(self) -> str:
        return str(self.when)

    @property
    def next_review(self) -> RoughDate:
        """When they look at it again, as told."""
        return RoughDate(self.next_review_on, self.next_review_words)


class Ending(BetweenSides, Told):
    """An agreement is over: a side left it, or a renewal stands in its place.

    Holds: words of a side, checked by the text guard. Erased with the agreement.
    """

    way = "agreement__dialogue"
    within = Deed.SEE_COMMUNITY
    agreement = models.OneToOneField(Agreement, on_delete=models.CASCADE, related_name="ending")
    renewed_as = models.OneToOneField(
        Agreement, null=True, blank=True, on_delete=models.PROTECT, related_name="ended_before"
    )
    side = models.CharField(max_length=LONGEST_SIDE, blank=True)
    words = models.TextField(blank=True)

    objects = OfDialogue.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(side="", renewed_as__isnull=False)
                | ~Q(side="") & Q(renewed_as__isnull=True),
                name="agreement_ended_by_a_side_or_a_renewal",
            )
        ]

    def __str__(self) -> str:
        return str(self.when)

    @property
    def belongs_to(self) -> Agreement:
        """Where it is shown."""
        return self.agreement
