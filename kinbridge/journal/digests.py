"""The digests that chain a journal."""

import hashlib
from datetime import UTC
from typing import Any

from kinbridge.foundation.plain import canonical
from kinbridge.journal.models import Entry, Trace


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


def digest_trace(trace: Trace, stream: str) -> str:
    """The same for a line that is no deed."""
    said = [
        trace.previous,
        stream,
        trace.number,
        trace.at.astimezone(UTC).isoformat(),
        trace.payload_digest,
    ]
    return hashlib.sha256(canonical(said)).hexdigest()
