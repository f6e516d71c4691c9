"""Erasing letters and forgetting what is past its day (``docs/retention.md``)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from kinbridge.foundation.transactions import whole
from kinbridge.journal.operations import forget_traces, leave_trace
from kinbridge.people.models import Person
from kinbridge.referral import second_copy
from kinbridge.referral.minutes import is_over
from kinbridge.referral.models import (
    Drawn,
    FocalPoint,
    Mailbox,
    PastReferrals,
    Referral,
    SignedDirectory,
    Slot,
    Step,
    SubmissionToken,
)
from kinbridge.referral.operations.climbing import STREAM
from kinbridge.referral.operations.steps import NotThere

LETTER_KEPT = timedelta(days=14)  # after closing
TIMES_KEPT = timedelta(days=365)
TOKENS_KEPT = timedelta(days=60)


@whole
def erase_letter(*, ref: str, by: Person, at: datetime) -> Referral:
    """A closed letter went into the service's own records: whoever acted on it erases it here.

    Raises: NotThere.
    """
    mine = Slot.objects.visible_to(by).filter(
        referral__ref=ref, referral__closed_at__isnull=False, acted_at__isnull=False
    )
    slot = mine.select_related("referral").first()
    if slot is None:
        raise NotThere
    _erase([slot.referral], at)
    return slot.referral


@whole
def erase_letters(*, at: datetime) -> int:
    """Erase letters 14 days after they were closed. An open one is never erased. Returns how
    many."""
    old = list(
        Referral.objects.filter(closed_at__lte=at - LETTER_KEPT, erased_at__isnull=True)
        .select_for_update()
        .order_by("pk")
    )
    _erase(old, at)
    return len(old)


def _erase(referrals: Iterable[Referral], at: datetime) -> None:
    minute = at.replace(second=0, microsecond=0)
    for referral in referrals:
        referral.envelope, referral.erased_at = "", minute
        referral.save(update_fields=["envelope", "erased_at"])
        Step.objects.create(referral=referral, kind=Step.Kind.ERASED, at=minute)
        leave_trace(stream=STREAM, at=minute, payload={"erased": referral.ref})
        transaction.on_commit(partial(second_copy.drop, referral.ref))


@whole
def count_past(*, at: datetime) -> int:
    """A year after closing, a referral becomes a count of its month. Returns how many."""
    old = Referral.objects.filter(closed_at__lte=at - TIMES_KEPT, erased_at__isnull=False)
    rows = list(old.prefetch_related("slots").order_by("pk"))
    for referral in rows:
        month = timezone.localdate(referral.stored_at).replace(day=1)
        count, _new = PastReferrals.objects.get_or_create(
            area_id=referral.area_id,
            month=month,
            urgency=referral.urgency,
            closed_as=referral.closed_as,
            defaults={"n": 0, "minutes_to_accept": 0},
        )
        PastReferrals.objects.filter(pk=count.pk).update(
            n=F("n") + 1,
            minutes_to_accept=F("minutes_to_accept") + _minutes_to_accept(referral),
        )
        referral.delete()
    forget_traces(stream=STREAM, before=at - TIMES_KEPT)
    return len(rows)


def _minutes_to_accept(referral: Referral) -> int:
    accepted = [slot.accepted_at for slot in referral.slots.all() if slot.accepted_at]
    first = min(accepted, default=referral.stored_at)
    return max(0, int((first - referral.stored_at).total_seconds() // 60))


@whole
def forget_old(*, at: datetime) -> int:
    """Delete tokens, old keys, old directories, and focal points nobody was for a year.
    Returns how many rows."""
    day, year = timezone.localdate(at), at - TIMES_KEPT
    n = 0
    for old in (
        SubmissionToken.objects.filter(made_on__lte=day - TOKENS_KEPT),
        Drawn.objects.filter(made_on__lte=day - TOKENS_KEPT),
        Mailbox.objects.filter(made_at__lte=year, epoch__in=_epochs_over(at)),
        SignedDirectory.objects.filter(expires_at__lte=year),
        FocalPoint.objects.exclude(person__all_grants__until_on__gte=day - TIMES_KEPT).filter(
            slots__isnull=True, named_at__lte=year
        ),
    ):
        n += old.delete()[0]
    return n


def _epochs_over(at: datetime) -> list[int]:
    epochs = Mailbox.objects.values_list("epoch", flat=True).distinct()
    return [epoch for epoch in epochs if is_over(epoch, at - TIMES_KEPT)]
