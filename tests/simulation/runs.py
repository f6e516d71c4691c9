"""One seed, from the letter to its end, and what must hold of it (``SECURITY`` 4.8)."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.db import connection

from kinbridge.notices.models import AT_ANY_HOUR, NEUTRAL, Notice
from kinbridge.notices.quiet import out_of_quiet
from kinbridge.notices.words import faults
from kinbridge.referral import second_copy
from kinbridge.referral.ladder import CLOCKS
from kinbridge.referral.models import FocalPoint, Mailbox, Pulse, Referral, Slot
from kinbridge.referral.operations import run_once
from tests.room import CONTENT, Officer, Sender
from tests.simulation.calls import Calls
from tests.simulation.chance import HOUR, MINUTE, NEVER, luck
from tests.simulation.restoring import lose
from tests.simulation.sending import prepare
from tests.simulation.world import BASE, DEADLINE, TICK, World

CANARIES = ("+23276000001", str(CONTENT["code"]))
CLOSES = {"confirmed": {"yes"}, "acted": {"acted"}, "resealed": set()}


@dataclass(frozen=True)
class Outcome:
    """What a seed came to."""

    seed: int
    digest: str
    failures: tuple[str, ...]
    counts: Counter[str]
    minutes_to_accept: float | None


def run(seed: int, officers: dict[str, Officer], sender: Sender) -> Outcome:
    """One letter in one world. Leaves the store as it found it."""
    world = World(luck(seed, list(officers)), officers, sender)
    begin(world)
    with world.store.beneath():
        world.run()
    outcome = _outcome(world)
    clean(officers)
    return outcome


def begin(world: World) -> None:
    """Everything that happens by itself."""
    prepare(world)
    world.at(0, world.try_to_send)
    world.at(DEADLINE[world.luck.urgency], world.deadline)
    world.at(world.draw.uniform(1, 10) * MINUTE, world.poll)
    for after in CLOCKS[world.luck.urgency].ask:
        world.at(after.total_seconds() + HOUR, world.did_help_arrive)
    for name, one in sorted(world.luck.officers.items()):
        world.at(one.looks_by_itself, partial(world.looks_around, name))
    for jump, _off in world.luck.jumps:
        world.at(jump, lambda: world.wind(world.now + TICK))
    name, when = world.luck.suspended
    if name:
        world.at(when, lambda: world.suspend(name))
    if world.luck.restored_at < NEVER:
        world.at(world.luck.restored_at, partial(lose, world))
    if "engine" in world.luck.on:
        world.at(5 * MINUTE, world.bark)
    if world.luck.kill_one_in:
        world.store.kill = lambda: world.draw.random() < 1 / world.luck.kill_one_in


def clean(officers: dict[str, Officer]) -> None:
    """Everybody in use again, no letter left."""
    for told in second_copy.kept():
        second_copy.drop(told["ref"])
    Referral.objects.all().delete()
    Pulse.objects.all().delete()
    Notice.objects.all().delete()
    FocalPoint.objects.update(held="", held_at=None)
    Mailbox.objects.update(revoked_at=None)


def _outcome(world: World) -> Outcome:
    referral = Referral.objects.first()
    failures = [*world.failures, *_broken(world, referral)]
    counts: Counter[str] = Counter({"seeds": 1, "forged and refused": world.forged})
    accepted = [n for n, state in world.signed if state == "accepted"]
    honest = [n for n in accepted if world.luck.officers[n].way == "honest"]
    counts["stored"] += world.stored_at < NEVER
    counts["accepted"] += bool(accepted)
    counts["helped"] += world.helped_at < NEVER
    counts["alarmed"] += world.alarmed_at < NEVER
    counts["killed at a step"] += world.store.n_killed
    counts["slots for the excluded"] += _slots_of_excluded(world)
    counts["notices read"] += Notice.objects.count()
    counts["captured"] += _is_captured(world, bool(honest))
    is_silent = not honest and world.alarmed_at == NEVER and world.helped_at == NEVER
    counts["phone lost before its alarm"] += is_silent and _phone_died(world)
    if is_silent and not _somebody_sees(world, referral):
        counts["silent"] += 1
        failures.append("nobody at work, and a living phone that sounded no alarm")
    return Outcome(
        world.luck.seed, world.digest, tuple(failures), counts, _minutes_to_accept(world)
    )


def _phone_died(world: World) -> bool:
    """Before it could say by its own clock that nobody came, or that no help did."""
    urgency = world.luck.urgency
    asks = CLOCKS[urgency].ask[0].total_seconds() + HOUR
    return world.luck.phone_dies < max(DEADLINE[urgency], asks)


def _somebody_sees(world: World, referral: Referral | None) -> bool:
    """The phone is lost: what the server has is red to the auditor and whoever holds a slot, or
    goes on."""
    if not _phone_died(world):
        return False
    if referral is None:
        return world.stored_at == NEVER
    return referral.red_at is not None or referral.closed_at is None


def _minutes_to_accept(world: World) -> float | None:
    return world.accepted_at / 60 if world.accepted_at < NEVER else None


def _slots_of_excluded(world: World) -> int:
    names = world.luck.excluded
    return Slot.objects.filter(focal_point__person__sign_in_name__in=names).count()


def _is_captured(world: World, has_honest: bool) -> bool:
    """Long afterwards: does it rest, or is it closed, on the word of somebody who only sat?"""
    referral = Referral.objects.first()
    if referral is None or has_honest or world.helped_at < NEVER:
        return False
    later = BASE + timedelta(seconds=world.luck.end) + timedelta(days=30)
    run_once(at=later, transport=Calls(world))
    referral.refresh_from_db()
    return referral.is_paused or referral.closed_at is not None


def _broken(world: World, referral: Referral | None) -> list[str]:
    """The invariants that do not hold at the end."""
    if referral is None:
        return []
    kinds = set(referral.steps.values_list("kind", flat=True))
    wanted = CLOSES.get(referral.closed_as, set())
    checks = {
        "I1: open without a next moment": not (referral.closed_at or referral.next_at),
        "I2: not accepted, and the living phone was silent": _deaf_to_deadline(world),
        "I3: a slot for somebody excluded": bool(_slots_of_excluded(world)),
        "I4: accepted without a signature": _accepted_unsigned(world, referral),
        f"I8: closed as {referral.closed_as} by {sorted(kinds)}": not wanted <= kinds,
    }
    told = [failure for failure, is_so in checks.items() if is_so]
    seen = _canaries() if world.luck.seed % 50 == 0 else []
    return [*told, *_off_plan(world, referral), *_telling(), *seen]


def _telling() -> list[str]:
    """I7: no notice tells a bystander anything, nor by its length; at night, only the most
    urgent go out."""
    found = list(Notice.objects.filter(kind__in=NEUTRAL))
    told = {fault for notice in found for fault in faults(notice.words)}
    if len({(notice.person_id, len(notice.words)) for notice in found}) > len(
        {notice.person_id for notice in found}
    ):
        told.add("lengths differ")
    for notice in found:
        if notice.kind not in AT_ANY_HOUR and notice.next_at != out_of_quiet(
            notice.next_at, notice.time_zone
        ):
            told.add(f"a {notice.kind} goes out at night")
    return [f"I7: {fault}" for fault in sorted(told)]


def _accepted_unsigned(world: World, referral: Referral) -> bool:
    accepted = referral.slots.filter(accepted_at__isnull=False)
    names = accepted.values_list("focal_point__person__sign_in_name", flat=True)
    return any((name, "accepted") not in world.signed for name in names)


def _deaf_to_deadline(world: World) -> bool:
    lives = world.luck.phone_dies > DEADLINE[world.luck.urgency]
    signed = any(state in {"accepted", "acted"} for _name, state in world.signed)
    return lives and not signed and world.alarmed_at == NEVER


def _off_plan(world: World, referral: Referral) -> list[str]:
    """I6: in calm weather the first turn keeps its times, to the minute."""
    if not world.luck.is_calm:
        return []
    rungs = CLOCKS[referral.urgency].rungs
    calls = referral.steps.filter(kind="called", turn=1, round=0, channel="sms")
    slack = timedelta(seconds=70)
    # Calls are noted to the minute, so those of the minute of a disturbance may be its own.
    first = BASE + timedelta(seconds=min(world.disturbed_at, world.luck.end)) - slack
    return [
        f"I6: call {number} came after {call.at - referral.stored_at}"
        for number, call in enumerate(calls.order_by("pk"))
        if call.at < first and abs(call.at - referral.stored_at - rungs[number]) > slack
    ]


def _canaries() -> list[str]:
    """I10: no word of the letter lies in any table."""
    with connection.cursor() as cursor:
        names = [
            n for n in connection.introspection.table_names(cursor) if "kinbridge" not in n
        ]
        for name in names:
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - names of our own tables
            told = repr(cursor.fetchall())
            if any(canary in told for canary in CANARIES):
                return [f"I10: words of the letter lie in {name}"]
    return []
