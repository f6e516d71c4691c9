"""Phones that keep pages: set up by somebody signed in, known by a token, let go."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from kinbridge.foundation.transactions import whole
from kinbridge.people.lifetimes import NEED_SECOND_FACTOR
from kinbridge.people.models import Person
from kinbridge.sync.models import Device


@dataclass(frozen=True)
class SetUp:
    """A phone, and the token that only the phone keeps."""

    device: Device
    token: str


def may_keep_pages(person: Person) -> bool:
    """Whether the person's roles let a phone keep pages behind a PIN. Those who must sign in
    with two things never keep any."""
    return person.is_active and bool(person.roles) and not person.roles & NEED_SECOND_FACTOR


@whole
def set_up(*, person: Person, name: str, at: datetime) -> SetUp:
    """A phone begins to keep pages for a person."""
    token = secrets.token_urlsafe(32)
    device = Device.objects.create(
        person=person,
        name=name,
        token_digest=_digest(token),
        sessions=person.get_session_auth_hash(),
        made_at=at,
        last_seen_at=at,
    )
    return SetUp(device, token)


@whole
def let_go(*, device: Device, at: datetime) -> Device:
    """A phone is not trusted any more; at its next contact it forgets what it keeps."""
    device.revoked_at = device.revoked_at or at
    device.save(update_fields=["revoked_at"])
    return device


def device_known_by(token: str) -> Device | None:
    """The phone that a token proves, as long as it counts."""
    devices = Device.objects.select_related("person")
    device = devices.filter(token_digest=_digest(token), revoked_at__isnull=True).first()
    if device is None or not may_keep_pages(device.person):
        return None
    return device if device.sessions == device.person.get_session_auth_hash() else None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
