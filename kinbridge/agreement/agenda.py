"""The agenda of the next review writes itself: what was kept, what was not, what the sides see
differently, what nobody told of, what has ended, who is new."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from kinbridge.agreement.models import Agreement, Commitment, Report, Responsible, Rhythm
from kinbridge.agreement.models.agreements import LAPSES_AFTER
from kinbridge.agreement.queries import Promise
from kinbridge.agreement.rounds import Round, rounds_of
from kinbridge.community.models import Pause


@dataclass(frozen=True)
class Count:
    """How often a promise came round, and in how many of these it was kept."""

    commitment: Commitment
    rounds: list[Round]

    @property
    def n(self) -> int:
        """How often it came round."""
        return len(self.rounds)

    @property
    def n_kept(self) -> int:
        """How often all who answered say that it was kept."""
        return sum({row.state for row in one.reports} == {Report.Kept.KEPT}
                   for one in self.rounds)  # fmt: skip

    @property
    def untold(self) -> list[Round]:
        """Days of which nobody has told."""
        return [one for one in self.rounds if not one.reports]


@dataclass(frozen=True)
class Agenda:
    """What both sides may want to talk about, since they last did."""

    since: date
    counts: list[Count]
    missed: list[Round]
    disputed: list[Round]
    differing: list[Promise]
    expired: list[Rhythm]
    newcomers: list[Responsible]
    pauses: list[Pause]
    asks_whether_it_holds: bool


def agenda_of(agreement: Agreement, promises: Iterable[Promise], today: date) -> Agenda:
    """The agenda of an agreement ``with_state``; ``promises`` as the reader sees them. Seven
    queries."""
    last = agreement.reviews.order_by("-when_sorts_on", "-pk").first()
    since = last.when_sorts_on if last else (agreement.in_force_sorts_on or today)
    rounds = [one for one in rounds_of(agreement) if one.day >= since]
    repeating = {one.commitment.pk for one in rounds}
    in_order = sorted(rounds, key=lambda one: (one.commitment.pk, one.day))
    grouped = groupby(in_order, key=lambda one: one.commitment)
    new = Responsible.objects.filter(agreement=agreement, named_at__date__gte=since).now()
    return Agenda(
        since=since,
        counts=[Count(commitment, list(rows)) for commitment, rows in grouped],
        missed=[one for one in rounds if _is_missed(one)],
        disputed=[one for one in rounds if one.differs],
        differing=[
            one for one in promises if one.differs and one.commitment.pk not in repeating
        ],
        expired=list(_expired(agreement, today)),
        newcomers=list(new.order_by("named_at", "pk")),
        pauses=list(_pauses(agreement, since)),
        asks_whether_it_holds=not agreement.has_ended
        and agreement.review_due_on + LAPSES_AFTER < today,
    )


def _is_missed(one: Round) -> bool:
    states = {report.state for report in one.reports}
    return bool(states) and Report.Kept.KEPT not in states


def _expired(agreement: Agreement, today: date) -> Iterable[Rhythm]:
    ended = Rhythm.objects.filter(commitment__agreement=agreement, until_on__lt=today)
    return ended.select_related("commitment").order_by("until_on", "pk")


def _pauses(agreement: Agreement, since: date) -> Iterable[Pause]:
    rows = Pause.objects.filter(community=agreement.community)
    return rows.exclude(is_over=True, ended_on__lt=since).order_by("when_sorts_on", "pk")
