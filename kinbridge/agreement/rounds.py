"""The days on which promises came round, and what each side said of each: side by side."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kinbridge.agreement.models import (
    Agreement,
    Commitment,
    Reminder,
    Report,
    Responsible,
    Rhythm,
)
from kinbridge.dialogue.sides import Side
from kinbridge.notices.models import Channel, Notice


def notice_key(reminder: UUID, channel: str) -> UUID:
    """The key of the notice by which a reminder goes out on one way."""
    return uuid.uuid5(reminder, channel)


@dataclass(frozen=True)
class Told:
    """One side and one day: whether it was reminded, how that went, what it answered."""

    side: Side
    responsible: Responsible
    notices: list[Notice]
    report: Report | None


@dataclass(frozen=True)
class Round:
    """One promise on one day, as each side tells it."""

    commitment: Commitment
    day: date
    moved_from: date | None
    told: list[Told]

    @property
    def reports(self) -> list[Report]:
        """What was answered."""
        return [told.report for told in self.told if told.report]

    @property
    def differs(self) -> bool:
        """Whether two sides see it differently: information, not alarm."""
        return len({report.state for report in self.reports}) > 1


@dataclass(frozen=True)
class Agreed:
    """The rhythm of a promise, and who has still to say yes to its wording."""

    commitment: Commitment
    rhythm: Rhythm | None
    missing: list[Side]


def rhythms_of(agreement: Agreement) -> list[Agreed]:
    """Every standing promise with its days, if it has any. Three queries."""
    commitments = Commitment.objects.filter(agreement=agreement).standing()
    known = Rhythm.objects.filter(commitment__agreement=agreement).prefetch_related("yeses")
    by_commitment = {rhythm.commitment_id: rhythm for rhythm in known}
    found = []
    for commitment in commitments:
        commitment.agreement = agreement
        rhythm = by_commitment.get(commitment.pk)
        if rhythm is not None:
            rhythm.commitment = commitment
        said = {yes.side for yes in rhythm.yeses.all()} if rhythm else set()
        wanted = rhythm.sides_concerned if rhythm else []
        missing = [side for side in wanted if side.key not in said]
        found.append(Agreed(commitment, rhythm, missing))
    return found


def rounds_of(agreement: Agreement) -> list[Round]:
    """The days of all its promises, the latest first. Two queries."""
    reminders = (
        Reminder.objects.filter(rhythm__commitment__agreement=agreement)
        .select_related("rhythm__commitment", "responsible", "report")
        .order_by("-day", "rhythm__commitment__pk", "pk")
    )
    rows = list(reminders)
    notices = _notices(rows)
    sides = {side.key: side for side in agreement.sides}
    grouped: dict[tuple[int, date], list[Reminder]] = defaultdict(list)
    for reminder in rows:
        grouped[reminder.rhythm_id, reminder.day].append(reminder)
    return [_round(found, sides, notices) for found in grouped.values()]


def _round(
    reminders: list[Reminder], sides: dict[str, Side], notices: dict[UUID, list[Notice]]
) -> Round:
    first = reminders[0]
    told = [
        Told(
            sides[reminder.responsible.side],
            reminder.responsible,
            notices[reminder.key],
            reminder.report,
        )
        for reminder in reminders
        if reminder.responsible.side in sides
    ]
    return Round(first.rhythm.commitment, first.day, first.moved_from, told)


def _notices(reminders: Iterable[Reminder]) -> dict[UUID, list[Notice]]:
    """What was sent for each reminder, by the reminder's key. One query."""
    whose = {
        notice_key(reminder.key, channel): reminder.key
        for reminder in reminders
        for channel in Channel
    }
    found: dict[UUID, list[Notice]] = defaultdict(list)
    for notice in Notice.objects.filter(key__in=whose).defer("to").order_by("pk"):
        found[whose[notice.key]].append(notice)
    return found
