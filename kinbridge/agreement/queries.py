"""Shapes that pages need: how each side sees each commitment, who has heard a draft."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils import timezone

from kinbridge.agreement.models import (
    Agreement,
    AgreementQuerySet,
    Commitment,
    Draft,
    ReadBack,
    Report,
    Signature,
    State,
)
from kinbridge.community.models import Community
from kinbridge.community.voices import Voice
from kinbridge.dialogue.sides import Side, spoken_for_by
from kinbridge.foundation.errors import Text
from kinbridge.linkage.models import Linkage, offices_of
from kinbridge.people.models import Person
from kinbridge.people.roles import Deed

SOON = timedelta(days=60)


@dataclass(frozen=True)
class SeenBy:
    """How one side sees that a commitment is kept: what it said, its own words before those
    told for it, then the latest first."""

    side: Side
    reports: list[Report]

    @property
    def latest(self) -> Report | None:
        """The report that counts."""
        return self.reports[0] if self.reports else None

    @property
    def earlier(self) -> list[Report]:
        """What else it said."""
        return self.reports[1:]


@dataclass(frozen=True)
class Promise:
    """A commitment, whose it is, and how each side sees it."""

    commitment: Commitment
    side: Side
    seen: list[SeenBy]

    @property
    def community(self) -> SeenBy:
        """How the community sees it."""
        return self.seen[0]

    @property
    def others(self) -> list[SeenBy]:
        """How those see it who promised it, or for whom it was promised."""
        return self.seen[1:]

    @property
    def is_told(self) -> bool:
        """Whether any side has reported."""
        return any(seen.latest for seen in self.seen)

    @property
    def differs(self) -> bool:
        """Whether two sides see it differently: information, not alarm."""
        return len({seen.latest.state for seen in self.seen if seen.latest}) > 1


@dataclass(frozen=True)
class Shown:
    """An agreement with its commitments as both sides see them."""

    agreement: Agreement
    promises: list[Promise]

    @property
    def differs(self) -> bool:
        """Whether the sides see any commitment differently."""
        return any(promise.differs for promise in self.promises)


@dataclass(frozen=True)
class Heard:
    """A group or a side, and what it said when a draft was read back, the latest first."""

    key: str
    name: Text
    answers: list[ReadBack]

    @property
    def disagrees(self) -> bool:
        """Whether its latest answer is no, or that it wants changes."""
        return bool(self.answers) and self.answers[0].answer != ReadBack.Answer.AGREES


def sees_reports(person: Person, agreement: Agreement) -> bool:
    """Whether a person may read the reports: the parties and who accompanies them do
    (``DECISIONS`` 26)."""
    return bool(spoken_for_by(person, agreement.community, agreement.sides))


def with_promises(agreements: "QuerySet[Agreement]") -> "QuerySet[Agreement]":
    """Agreements with all that ``promises_of`` needs: three queries more."""
    linkages = Linkage.objects.select_related("helper").order_by("helper__name", "pk")
    return agreements.prefetch_related(
        Prefetch("dialogue__linkages", linkages),
        Prefetch("commitments", Commitment.objects.all().standing()),
        Prefetch(
            "commitments__reports", Report.objects.order_by("as_told", "-when_sorts_on", "-pk")
        ),
    )


def promises_of(agreement: Agreement, person: Person) -> list[Promise]:
    """The commitments of an agreement, the community's first; from ``with_promises``."""
    is_told = sees_reports(person, agreement)
    place = {side.key: n for n, side in enumerate(agreement.sides)}
    commitments = sorted(agreement.commitments.all(), key=lambda row: place[row.side])
    return [
        Promise(
            commitment,
            agreement.sides[place[commitment.side]],
            _seen(agreement.sides, commitment, is_told=is_told),
        )
        for commitment in commitments
    ]


def _seen(sides: list[Side], commitment: Commitment, *, is_told: bool) -> list[SeenBy]:
    said: defaultdict[str, list[Report]] = defaultdict(list)
    for report in commitment.reports.all() if is_told else ():
        said[report.side].append(report)
    return [
        SeenBy(side, said[side.key])
        for side in sides
        if side.is_community
        or side.key in {commitment.side, *said}
        or commitment.side == sides[0].key
    ]


def agreements_of(community: Community, person: Person) -> list[Shown]:
    """The agreements of a community that the person may see, the latest first, as both sides
    see them. Four queries."""
    seen = Agreement.objects.visible_to(person).filter(dialogue__goal__community=community)
    return _shown(seen, person)


def own_agreements(person: Person) -> list[Shown]:
    """The agreements to which an official's office is a party. Four queries."""
    return _shown(Agreement.objects.of_office_of(person), person)


def _shown(agreements: AgreementQuerySet, person: Person) -> list[Shown]:
    rows = with_promises(agreements.with_state())
    return [
        Shown(agreement, promises_of(agreement, person))
        for agreement in rows.order_by("-when_sorts_on", "-pk")
    ]


@dataclass(frozen=True)
class SignedBy:
    """A side, and the roles that signed for it."""

    side: Side
    signatures: list[Signature]


def signed(draft: Draft) -> list[SignedBy]:
    """Each side of a draft, and who signed it. One query."""
    by_side: defaultdict[str, list[Signature]] = defaultdict(list)
    for signature in draft.signatures.order_by("when_sorts_on", "pk"):
        by_side[signature.side].append(signature)
    return [SignedBy(side, by_side[side.key]) for side in draft.sides]


def heard(draft: Draft) -> list[Heard]:
    """Each group and each side, and what it said to this draft. One query."""
    said: defaultdict[str, list[ReadBack]] = defaultdict(list)
    for answer in ReadBack.objects.filter(draft=draft).order_by("-when_sorts_on", "-pk"):
        said[answer.voice].append(answer)
    groups: list[tuple[str, Text]] = [(voice.value, voice.label) for voice in Voice]
    sides = [(side.key, side.name) for side in draft.sides]
    return [Heard(key, name, said[key]) for key, name in (*groups, *sides)]


def silent_sides(agreement: Agreement) -> list[Side]:
    """The sides that promise nothing in the working text. Two queries."""
    promising = Commitment.objects.filter(agreement=agreement).standing()
    keys = set(promising.values_list("side", flat=True))
    return [side for side in agreement.sides if side.key not in keys]


def unreported(person: Person) -> "QuerySet[Commitment]":
    """Commitments in force that an official's own office made and has not reported on; none
    that was only told for it. Two queries."""
    own = Agreement.objects.of_office_of(person).in_state(State.IN_FORCE)
    offices = [office for office, _area in offices_of(person)]
    linkages = Linkage.objects.filter(helper__organisation__in=offices)
    sides = [str(key) for key in linkages.values_list("key", flat=True)]
    told = Report.objects.filter(commitment=OuterRef("pk"), side=OuterRef("side"))
    return (
        Commitment.objects.filter(~Exists(told), agreement__in=own.values("pk"))
        .filter(side__in=sides, as_told=False)
        .standing()
        .select_related("agreement__dialogue__goal__community")
    )


def seen_differently(person: Person) -> list[Shown]:
    """Agreements in force that the person accompanies and whose sides report differently.
    Four queries."""
    shown = _shown(_accompanied(person).in_state(State.IN_FORCE), person)
    return [one for one in shown if one.differs]


def not_read_back(person: Person) -> list[tuple[Draft, list[Text]]]:
    """Drafts that wait for signatures, with the groups that have not heard them. Two
    queries."""
    waiting = _accompanied(person).in_state(State.PUT_FORWARD, State.SIGNED_BY_SOME)
    drafts = Draft.objects.filter(agreement__in=waiting.values("pk"))
    later = Draft.objects.filter(agreement=OuterRef("agreement"), number__gt=OuterRef("number"))
    latest = drafts.filter(~Exists(later)).select_related(
        "agreement__dialogue__goal__community"
    )
    rows = latest.prefetch_related("readbacks").order_by("put_forward_at", "pk")
    missing = [(draft, _not_heard(draft.readbacks.all())) for draft in rows]
    return [(draft, groups) for draft, groups in missing if groups]


def _not_heard(answers: Iterable[ReadBack]) -> list[Text]:
    said = {answer.voice for answer in answers}
    return [voice.label for voice in Voice if voice.value not in said]


def reviews_coming(person: Person, today: date) -> AgreementQuerySet:
    """Agreements in force that the sides meant to look at again about now, the first first."""
    return _accompanied(person).in_state(State.IN_FORCE).to_review_by(today + SOON)


def lapsed_for(person: Person) -> list[Agreement]:
    """Agreements that have lapsed, for those who may renew them: the sides, and who
    accompanies them."""
    rows = Agreement.objects.visible_to(person).lapsed(timezone.localdate())
    return [one for one in rows.order_by("review_due_on", "pk") if sees_reports(person, one)]


def _accompanied(person: Person) -> AgreementQuerySet:
    communities = Community.objects.visible_to(person, Deed.SEE_TALK).values("pk")
    return Agreement.objects.visible_to(person).filter(
        dialogue__goal__community__in=communities
    )
