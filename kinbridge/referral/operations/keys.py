"""Public keys: handed in by their owners, vouched for by custodians elsewhere."""

import hashlib
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.errors import Conflict
from kinbridge.foundation.transactions import whole
from kinbridge.journal.operations import enter
from kinbridge.people.acts import Act
from kinbridge.people.roles import Deed
from kinbridge.places.models import Area
from kinbridge.referral.directory_of_keys import (
    NotVouchedFor,
    Submission,
    digest,
    read_root,
    submitted,
    vouched_for,
)
from kinbridge.referral.minutes import epoch_at, from_minute
from kinbridge.referral.models import FocalPoint, Mailbox, Referral, SignedDirectory
from kinbridge.referral.operations.recipients import STREAM

AHEAD = 3  # epochs that keys may be made for


@whole
def submit_keys(*, focalpoint: FocalPoint, keys: str, act: Act) -> FocalPoint:
    """Keep the public halves that a focal point's own device made.

    Another identity is another device: the old keys are revoked at once, and a second person
    verifies anew.

    Raises: NotVouchedFor, Conflict.
    """
    told = submitted(keys)
    point = FocalPoint.objects.select_for_update().get(pk=focalpoint.pk)
    if point.identity is not None and point.identity != told.identity:
        _replace_identity(point, act)
    point.identity = told.identity
    point.save(update_fields=["identity", "verified_by", "verified_at"])
    for one in told.mailboxes:
        _keep(point, one, act)
    kids = [one["kid"] for one in told.mailboxes]
    enter(
        stream=STREAM,
        deed=Deed.SUBMIT_KEYS,
        about=point,
        act=act,
        payload={"kids": kids, "identity": _identity_digest(told)},
    )
    return point


def _identity_digest(told: Submission) -> str:
    return hashlib.sha256(repr(sorted(told.identity.items())).encode()).hexdigest()


def _replace_identity(point: FocalPoint, act: Act) -> None:
    point.mailboxes.filter(revoked_at__isnull=True).update(revoked_at=act.received_at)
    point.verified_by, point.verified_at = None, None
    waiting = Referral.objects.open().filter(slots__focal_point=point)
    Referral.objects.filter(pk__in=waiting.values("pk")).update(next_at=act.received_at)


def _keep(point: FocalPoint, told: dict[str, Any], act: Act) -> None:
    now, box = epoch_at(act.received_at), Mailbox.objects.filter(kid=told["kid"]).first()
    if box is not None:  # a device hands in all it has, those of the month before, too
        if (box.focal_point_id, box.jwk) != (point.pk, told["key"]):
            raise Conflict(_("Another key has this name."))
        return
    if not now <= told["epoch"] < now + AHEAD:
        raise NotVouchedFor(_("Keys are made for this time and the next two."))
    Mailbox.objects.create(
        focal_point=point,
        kid=told["kid"],
        epoch=told["epoch"],
        jwk=told["key"],
        signature=told["signature"],
        made_at=act.received_at,
    )


@whole
def publish_directory(*, area: Area, statement: str, act: Act) -> SignedDirectory:
    """Publish what two of three custodians signed elsewhere. Versions only go up.

    Raises: NotVouchedFor, Conflict.
    """
    latest = SignedDirectory.objects.filter(country=area.country).order_by("-version").first()
    words = vouched_for(
        statement, root=read_root(_root()), at=act.received_at, seen=_version(latest) + 1
    )
    if words["country"] != area.country.code:
        raise NotVouchedFor(_("This directory is of another country."))
    if words["previous"] != (digest(latest.statement) if latest else ""):
        raise NotVouchedFor(_("This directory does not follow the one before it."))
    made = SignedDirectory.objects.create(
        key=act.key,
        country=area.country,
        version=words["version"],
        statement=statement,
        digest=digest(statement),
        expires_at=from_minute(words["expires"]),
        published_at=act.received_at,
    )
    Mailbox.objects.filter(kid__in=words["revoked"], revoked_at__isnull=True).update(
        revoked_at=act.received_at
    )
    enter(
        stream=STREAM,
        deed=Deed.PUBLISH_DIRECTORY,
        about=made,
        act=act,
        payload={"version": made.version, "digest": made.digest},
    )
    return made


def _version(latest: SignedDirectory | None) -> int:
    return latest.version if latest else 0


def _root() -> str:
    """The custodians' public keys. Raises: NotVouchedFor."""
    if not settings.ROOT_FILE.exists():
        raise NotVouchedFor(_("No root of keys is set: see the operator’s handbook."))
    return str(settings.ROOT_FILE.read_text(encoding="utf-8"))
