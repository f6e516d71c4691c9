"""The ladder at work: what ``ladder.step`` decides is written, then sent.

Every call is a row before anybody is told. A server that dies in between sends it when it is
back; two engines at once send the same call by the same key.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from kinbridge.foundation.transactions import whole
from kinbridge.journal.operations import leave_trace
from kinbridge.referral.content import State
from kinbridge.referral.ladder import Due, Effect, Event, Holder, Standing, step
from kinbridge.referral.models import Mailbox, Referral, Slot, Step

STREAM = "referrals"
CHANNELS = ("sms", "push")
_TIMES = ("opened_at", "accepted_at", "seen_at", "acted_at")


@whole
def advance(
    *,
    referral: Referral,
    at: datetime,
    event: Event | None = None,
    signed: Mapping[str, str] | None = None,
) -> bool:
    """Let something happen to a letter, or look whether something is due. Returns whether
    there was anything to do.

    ``signed``: the reason and the proof of what a recipient signed.
    """
    again = Referral.objects.select_for_update().get(pk=referral.pk)
    if event is None and (again.next_at is None or again.next_at > at):
        return False  # the other engine was first
    slots = list(again.slots.select_related("focal_point").order_by("place", "pk"))
    before = _standing_of(again, slots, at)
    after, effects = step(before, event or Due(), at)
    _keep(again, slots, before, after)
    written = _write(again, effects, at, signed or {})
    if written:
        told = [[kind, pk, turn] for kind, pk, turn in sorted(written)]
        minute = at.replace(second=0, microsecond=0)
        leave_trace(stream=STREAM, at=minute, payload={"ref": again.ref, "steps": told})
    return True


def _standing_of(referral: Referral, slots: Iterable[Slot], at: datetime) -> Standing:
    """How a letter stands, for the ladder."""
    ours = Mailbox.objects.live().filter(kid__in=[slot.kid for slot in slots])
    live = set(ours.values_list("kid", flat=True))
    return Standing(
        urgency=referral.urgency,
        stored_at=referral.stored_at,
        since=referral.since,
        turn=referral.turn,
        rungs=referral.rungs,
        called_at=referral.called_at,
        asked=referral.asked,
        is_paused=referral.is_paused,
        red_at=referral.red_at,
        closed_at=referral.closed_at,
        closed_as=referral.closed_as,
        next_at=referral.next_at,
        holders=tuple(_holder(slot, referral.urgency, at, live) for slot in slots),
    )


def _holder(slot: Slot, urgency: str, at: datetime, live: set[str]) -> Holder:
    point = slot.focal_point
    return Holder(
        pk=slot.pk,
        organisation=point.organisation_id,
        is_present=point.is_present(at, urgency),
        is_gone=slot.kid not in live,
        called_turn=slot.called_turn,
        out=slot.out,
        **{name: getattr(slot, name) for name in _TIMES},
    )


def _keep(referral: Referral, slots: Iterable[Slot], before: Standing, after: Standing) -> None:
    """Write what differs."""
    names = [
        "since", "turn", "rungs", "called_at", "asked", "is_paused", "red_at", "closed_at",
        "closed_as", "next_at", "stored_at",
    ]  # fmt: skip
    for name in names:
        setattr(referral, name, getattr(after, name))
    referral.save(update_fields=names)
    moved = {h.pk: h for h, was in zip(after.holders, before.holders, strict=True) if h != was}
    for slot in slots:
        if holder := moved.get(slot.pk):
            for name in (*_TIMES, "called_turn", "out"):
                setattr(slot, name, getattr(holder, name))
            slot.save(update_fields=[*_TIMES, "called_turn", "out"])


def _write(
    referral: Referral, effects: Iterable[Effect], at: datetime, signed: Mapping[str, str]
) -> list[tuple[str, int, int]]:
    """The rows of what happened; one that is there already is not written again."""
    minute = at.replace(second=0, microsecond=0)
    rows = [
        Step(
            referral=referral,
            slot_id=effect.pk,
            kind=effect.kind,
            turn=effect.turn,
            round=effect.round,
            channel=channel,
            at=minute,
            **(signed if effect.kind in State.values else {}),
        )
        for effect in effects
        for channel in (CHANNELS if effect.kind == Step.Kind.CALLED else ("",))
    ]
    Step.objects.bulk_create(rows, ignore_conflicts=True)
    return [(row.kind, row.slot_id or 0, row.turn) for row in rows if row.channel != "push"]
