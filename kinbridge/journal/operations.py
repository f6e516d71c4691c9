"""Entering deeds, erasing payloads, signing heads, verifying chains."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, Model

from kinbridge.foundation.plain import facts, plain
from kinbridge.foundation.references import reference
from kinbridge.foundation.transactions import whole
from kinbridge.journal.digests import digest_entry, digest_payload, digest_trace
from kinbridge.journal.models import Entry, Stream, Trace
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
    row = _raised(stream)
    salt = secrets.token_hex(16)
    told = facts(about) if payload is None else plain(payload)
    entry = Entry(
        stream=row,
        number=row.head,
        deed=deed,
        about=reference(about),
        by=None if act.is_reply else act.by,
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


def _raised(stream: str) -> Stream:
    """The stream with its counter raised, and locked until commit."""
    if not Stream.objects.filter(name=stream).update(head=F("head") + 1):
        open_stream(name=stream)
        Stream.objects.filter(name=stream).update(head=F("head") + 1)
    return Stream.objects.get(name=stream)


@whole
def leave_trace(*, stream: str, at: datetime, payload: Mapping[str, Any]) -> Trace:
    """Chain a line that is no deed: the last write of its transaction."""
    row = _raised(stream)
    salt, told = secrets.token_hex(16), plain(payload)
    trace = Trace(
        stream=row,
        number=row.head,
        at=at,
        payload=told,
        salt=salt,
        payload_digest=digest_payload(salt, told),
        previous=row.digest,
    )
    trace.digest = digest_trace(trace, stream)
    trace.save(force_insert=True)
    Stream.objects.filter(pk=row.pk).update(digest=trace.digest)
    return trace


@whole
def forget_traces(*, stream: str, before: datetime) -> int:
    """Erase what the lines of a stream told before a day; their digests stay. Returns how
    many."""
    old = Trace.objects.filter(stream__name=stream, at__lt=before, payload__isnull=False)
    return old.update(payload=None, salt="")


@whole
def erase_payloads(*, about: str) -> int:
    """Erase what was told about a thing; the chain keeps its digests. Returns how many."""
    return Entry.objects.filter(about=about).update(payload=None, salt="")
