"""Entering deeds, erasing payloads, signing heads, verifying chains."""

import secrets
from collections.abc import Mapping
from typing import Any

from django.db.models import F, Model

from kinbridge.foundation.plain import facts, plain
from kinbridge.foundation.references import reference
from kinbridge.foundation.transactions import whole
from kinbridge.journal.digests import digest_entry, digest_payload
from kinbridge.journal.models import Entry, Stream
from kinbridge.people.acts import Act
from kinbridge.people.roles import Deed


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
