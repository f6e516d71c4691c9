"""What pages and devices ask of the sealed room."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from kinbridge.foundation.letters import as_bytes, as_text
from kinbridge.people.models import Person
from kinbridge.people.roles import Deed
from kinbridge.places.models import Area, Country, Level, paths_above
from kinbridge.referral.content import Need
from kinbridge.referral.ladder import CLOCKS, SETTLED_BY
from kinbridge.referral.minutes import as_minute, epoch_at
from kinbridge.referral.models import (
    FocalPoint,
    Mailbox,
    Referral,
    SignedDirectory,
    Slot,
    Step,
)
from kinbridge.referral.models.letters import ReferralQuerySet

MOST_PLACES = 600
WIDE = (Level.CHIEFDOM, Level.DISTRICT)
FEWEST = 2  # recipients, of as many organisations
ANSWERS = (Step.Kind.YES, Step.Kind.NO, Step.Kind.NOT_KNOWN)
# What somebody did or said. After the last of these nothing is known, however long ago it is.
NEWS = frozenset({
    Step.Kind.OPENED, Step.Kind.ACCEPTED, Step.Kind.DECLINED, Step.Kind.REDIRECTED,
    Step.Kind.KNOWS_PEOPLE, Step.Kind.CHILD_SEEN, Step.Kind.ACTED, *ANSWERS, Step.Kind.CLOSED,
})  # fmt: skip
MUST_BE_SERVED = (Need.HEALTH, Need.POLICE)  # the needs of those in danger now


# --- The directory that custodians sign. ---


def entries(country: Country, at: datetime) -> list[dict[str, Any]]:
    """Everybody in use with their keys, as the statement lists them."""
    now = epoch_at(at)
    points = FocalPoint.objects.in_use().filter(area__country=country)
    points = points.filter(identity__isnull=False).select_related("organisation", "area")
    return [
        {
            "person": str(point.key),
            "organisation": point.organisation.name,
            "organisation_key": str(point.organisation.key),
            "role": point.title,
            "area": point.area.pcode,
            "level": str(point.area.level),
            "needs": point.needs,
            "rank": point.rank,
            "hours": point.hours,
            "phone": point.phone,
            "identity": point.identity,
            "mailboxes": [
                {
                    "kid": box.kid,
                    "epoch": box.epoch,
                    "key": box.jwk,
                    "signature": box.signature,
                }
                for box in point.mailboxes.filter(
                    epoch__gte=now, revoked_at__isnull=True
                ).order_by("epoch", "pk")
            ],
        }
        for point in points
    ]


def revoked(country: Country, at: datetime) -> list[str]:
    """Names of keys that devices may still hold and must not seal to."""
    held = FocalPoint.objects.exclude(pk__in=FocalPoint.objects.in_use().values("pk"))
    boxes = Mailbox.objects.filter(focal_point__area__country=country, epoch__gte=epoch_at(at))
    gone = boxes.filter(revoked_at__isnull=False) | boxes.filter(focal_point__in=held)
    return sorted(gone.values_list("kid", flat=True))


def latest_directory(country: Country) -> SignedDirectory | None:
    """The newest signed directory of a country."""
    return SignedDirectory.objects.filter(country=country).order_by("-version").first()


# --- The sender. ---


def sent_letter(ref: object, capability: object) -> Referral | None:
    """A letter, for its sender: whoever holds what its watch is the digest of."""
    try:
        watch = as_text(hashlib.sha256(as_bytes(str(capability), 32)).digest())
    except ValueError:
        return None
    found = Referral.objects.filter(ref=str(ref)[:40]).first()
    is_theirs = found is not None and secrets.compare_digest(watch, found.watch)
    return found if is_theirs else None


def told_to_sender(referral: Referral) -> dict[str, Any]:
    """What the sender's device shows: who did what and when, by roles; what is asked."""
    slots = {
        slot.pk: slot
        for slot in referral.slots.select_related("focal_point__organisation").order_by("place")
    }
    steps = list(
        referral.steps.exclude(kind__in=[Step.Kind.CALLED, Step.Kind.SAT]).order_by("pk")
    )
    news = [step.at for step in steps if step.kind in NEWS]
    return {
        "ref": referral.ref,
        "state": state_of(referral, slots.values()),
        "urgency": referral.urgency,
        "is_red": referral.red_at is not None,
        "asks": referral.closed_at is None and referral.asked > 0,
        "answer_by": [int(after.total_seconds()) for after in CLOCKS[referral.urgency].ask],
        "steps": [_told(step, slots) for step in steps],
        "news": as_minute(max(news, default=referral.stored_at)),
        "dead": sorted(slot.kid for slot in slots.values() if slot.out == Slot.Out.GONE),
        "reseal": referral.closed_at is None and is_too_old(referral),
    }


def is_too_old(referral: Referral) -> bool:
    """Whether a person must seal it anew or close it: it is never just erased."""
    return referral.red_at is not None and referral.red_at >= referral.stored_at + SETTLED_BY


def _told(step: Step, slots: dict[int, Slot]) -> dict[str, Any]:
    slot = slots.get(step.slot_id or 0)
    by = {} if slot is None else _role(slot, step)
    return {"what": step.kind, "at": as_minute(step.at), "reason": step.reason, **by}


def _role(slot: Slot, step: Step) -> dict[str, str]:
    point = slot.focal_point
    told = {"role": point.title, "organisation": point.organisation.name}
    if step.kind == Step.Kind.ACCEPTED:
        told["phone"] = slot.phone or point.phone
    return told


def state_of(referral: Referral, slots: Iterable[Slot]) -> str:
    """How far it has come, in one word of the ladder."""
    if referral.closed_at is not None:
        return "closed"
    known = list(slots)
    standing = [slot for slot in known if not slot.out]
    for state, name in (("acted", "acted_at"), ("accepted", "accepted_at")):
        if any(getattr(slot, name) for slot in standing):
            return state
    return "opened" if any(slot.opened_at for slot in known) else "stored"


def places_of_letters(country: Country) -> list[dict[str, Any]]:
    """The wider places that a letter may name: never a village. They are the same for all
    devices of a country, and so tell nothing of whose a device is. ``within``: what each lies
    in, by p-codes, the nearest first."""
    depths = [n for n, (_name, level) in enumerate(country.levels) if level in WIDE]
    found = list(Area.objects.filter(country=country, depth__in=depths).order_by("path"))
    parents = {above for area in found for above in paths_above(area.path)}
    lowest = [area for area in found if area.path not in parents]
    if len(lowest) > MOST_PLACES:
        lowest = [area for area in found if area.level == Level.DISTRICT]
    return [
        {
            "code": area.pcode,
            "name": area.name,
            "within": area.path.strip("/").split("/")[-2::-1],
        }
        for area in lowest
    ]


# --- The recipient. ---


def desks_of(person: Person) -> list[tuple[FocalPoint, str]]:
    """The desks of a person, each with the keys that were handed in for it: name:epoch."""
    points = own_focal_points(person).select_related(
        "area", "organisation", "deputy__organisation"
    )
    return [
        (
            point,
            " ".join(
                f"{box.kid}:{box.epoch}" for box in point.mailboxes.filter(revoked_at=None)
            ),
        )
        for point in points
    ]


def letters_for(person: Person) -> list[dict[str, Any]]:
    """The letters with a slot for somebody, still sealed; their device opens them."""
    slots = list(Slot.objects.visible_to(person).select_related("referral", "focal_point"))
    news = _news_of(slots)
    return [
        {
            "ref": slot.referral.ref,
            "kid": slot.kid,
            "envelope": slot.referral.envelope,
            "urgency": slot.referral.urgency,
            "stored": as_minute(slot.referral.stored_at),
            "opened": slot.opened_at and as_minute(slot.opened_at),
            "accepted": slot.accepted_at and as_minute(slot.accepted_at),
            "acted": slot.acted_at and as_minute(slot.acted_at),
            "is_red": slot.referral.red_at is not None,
            "is_closed": slot.referral.closed_at is not None,
            "news": as_minute(news[slot.referral_id][0]),
            "arrived": news[slot.referral_id][1],
        }
        for slot in slots
    ]


def _news_of(slots: Iterable[Slot]) -> dict[int, tuple[datetime, str]]:
    """When there was news of each letter last, and what its sender answered last."""
    found = {slot.referral_id: (slot.referral.stored_at, "") for slot in slots}
    rows = Step.objects.filter(referral__in=found, kind__in=NEWS)
    for letter, kind, at in rows.order_by("pk").values_list("referral", "kind", "at"):
        last, arrived = found[letter]
        found[letter] = (max(last, at), kind if kind in ANSWERS else arrived)
    return found


def own_focal_points(person: Person) -> "QuerySet[FocalPoint]":
    """The desks at which somebody receives letters."""
    return FocalPoint.objects.visible_to(person).filter(person=person)


# --- Those who watch over it. ---


def uncovered(person: Person, deed: Deed, at: datetime) -> list[Area]:
    """The districts, in the places where somebody holds a right, that no letter can be sealed
    for: fewer than two in use with keys, or all of one organisation."""
    districts = [
        area
        for area in Area.objects.under(person.areas_for(deed)).select_related("country")
        if area.level == Level.DISTRICT
    ]
    return without_cover(districts, at)


def without_cover(districts: Iterable[Area], at: datetime) -> list[Area]:
    """Those of the districts that no letter for health care, or none for the police, can be
    sealed for at this moment: a letter goes to two organisations that serve the same need."""
    live = list(FocalPoint.objects.live(epoch_at(at)).select_related("area"))

    def serving(district: Area, need: str) -> set[int]:
        near = [point for point in live if district.is_under(point.area)]
        return {point.organisation_id for point in near if need in point.needs}

    return [
        district
        for district in districts
        if any(len(serving(district, need)) < FEWEST for need in MUST_BE_SERVED)
    ]


def waiting_longest(referrals: ReferralQuerySet) -> datetime | None:
    """Since when the oldest letter has waited that nobody has accepted."""
    first = referrals.open().filter(is_paused=False).order_by("stored_at", "pk").first()
    return first.stored_at if first else None
