"""Entering deeds, erasing payloads, signing heads, verifying chains."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import UTC
from typing import Any

from django.db.models import F, Model

from kinbridge.foundation.plain import canonical, facts, plain
from kinbridge.foundation.references import reference
from kinbridge.foundation.transactions import whole
from kinbridge.journal.models import Entry, Stream
from kinbridge.people.acts import Act
from kinbridge.people.roles import Deed


def digest_payload(salt: str, payload: Any) -> str:
    """A salted digest: the salt keeps short payloads from being guessed after erasure."""
    return hashlib.sha256(salt.encode() + canonical(payload)).hexdigest()


def digest_entry(entry: Entry, stream: str) -> str:
    """The link of the chain: over everything but the payload itself, and the link before."""
    said = [
        entry.previous,
        stream,
        entry.number,
        entry.deed,
        entry.about,
        str(entry.by_id),
        entry.at.astimezone(UTC).isoformat(),
        entry.received_at.astimezone(UTC).isoformat(),
        str(entry.key),
        entry.source,
        entry.illustrative,
        entry.guard_passed,
        entry.payload_digest,
    ]
    return hashlib.sha256(canonical(said)).hexdigest()


@whole
def open_stream(*, name: str) -> Stream:
    """Make the stream of a new community or part; an existing one is kept."""
    stream, _new = Stream.objects.get_or_create(name=name)
    return stream


def enter(
    *,
    stream: str,
    deed: Deed,
    about: Model,
    act: Act,
    payload: Mapping[str, Any] | None = None,
) -> Entry:
    """Enter a deed: the last write of its operation, inside its transaction.

    ``payload`` is what was told; missing, it is the facts of ``about``. Raising the counter
    takes the stream's row lock until commit, so numbers are gapless and in commit order.
    """
    if not Stream.objects.filter(name=stream).update(head=F("head") + 1):
        open_stream(name=stream)
        Stream.objects.filter(name=stream).update(head=F("head") + 1)
    row = Stream.objects.get(name=stream)
    salt = secrets.token_hex(16)
    told = facts(about) if payload is None else plain(payload)
    entry = Entry(
        stream=row,
        number=row.head,
        deed=deed,
        about=reference(about),
        by=act.by,
        at=act.at,
        received_at=act.received_at,
        key=act.key,
        source=act.source,
        illustrative=act.illustrative,
        guard_passed=act.guard_passed,
        payload=told,
        salt=salt,
        payload_digest=digest_payload(salt, told),
        previous=row.digest,
    )
    entry.digest = digest_entry(entry, stream)
    entry.save(force_insert=True)
    Stream.objects.filter(pk=row.pk).update(digest=entry.digest)
    return entry


@whole
def erase_payloads(*, about: str) -> int:
    """Erase what was told about a thing; the chain keeps its digests. Returns how many."""
    return Entry.objects.filter(about=about).update(payload=None, salt="")
