"""Verifying the chain, and anchoring its heads outside.

``verify`` finds every change, gap and reordering inside what it can see. A history that was
rewritten as a whole, or cut at its end, is found only against anchors that left the machine:
``anchor`` writes them, signed.
"""

import base64
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from kinbridge.foundation.plain import canonical
from kinbridge.journal.digests import digest_entry, digest_payload, digest_trace
from kinbridge.journal.models import Entry, Stream, Trace


@dataclass(frozen=True)
class Fault:
    """Something in a stream that does not hold."""

    stream: str
    number: int
    what: str

    def __str__(self) -> str:
        return f"{self.stream} entry {self.number}: {self.what}"


def faults_in(stream: Stream) -> Iterator[Fault]:
    """Walk one stream from its beginning; memory does not grow with it."""
    expected, previous = 1, ""
    for entry in _lines(stream):
        if entry.number != expected:
            yield Fault(stream.name, entry.number, f"follows a gap: {expected} was expected")
        if entry.previous != previous:
            yield Fault(stream.name, entry.number, "does not follow the entry before it")
        if entry.digest != _digest(entry, stream.name):
            yield Fault(stream.name, entry.number, "was changed")
        told = entry.payload
        if told is not None and entry.payload_digest != digest_payload(entry.salt, told):
            yield Fault(stream.name, entry.number, "has another payload than was told")
        expected, previous = entry.number + 1, entry.digest
    if (expected - 1, previous) != (stream.head, stream.digest):
        yield Fault(stream.name, stream.head, "the head does not match the last entry")


def _lines(stream: Stream) -> Iterator[Entry | Trace]:
    """The entries of a stream, or its traces: a stream holds one or the other."""
    kind = Trace if Trace.objects.filter(stream=stream).exists() else Entry
    lines = kind._default_manager.filter(stream=stream).order_by("number", "pk")
    yield from lines.iterator(chunk_size=500)


def _digest(line: Entry | Trace, stream: str) -> str:
    return digest_trace(line, stream) if isinstance(line, Trace) else digest_entry(line, stream)


def signing_key(path: Path) -> Ed25519PrivateKey:
    """The instance's key for anchors; made on first use, readable by its owner only."""
    if path.exists():
        return Ed25519PrivateKey.from_private_bytes(path.read_bytes())
    key = Ed25519PrivateKey.generate()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()))
    return key


def anchors(key: Ed25519PrivateKey, *, at: datetime) -> dict[str, Any]:
    """The heads of all streams, signed: to be kept where the server cannot reach."""
    heads = [
        {"stream": stream.name, "number": stream.head, "digest": stream.digest}
        for stream in Stream.objects.order_by("name", "pk")
    ]
    said = {"at": at.isoformat(), "heads": heads}
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return {
        **said,
        "public_key": base64.b64encode(public).decode(),
        "signature": base64.b64encode(key.sign(canonical(said))).decode(),
    }


def faults_against(anchored: dict[str, Any]) -> Iterator[Fault]:
    """What contradicts signed heads: a history rewritten or cut since."""
    said = {"at": anchored["at"], "heads": anchored["heads"]}
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(anchored["public_key"]))
    try:
        public.verify(base64.b64decode(anchored["signature"]), canonical(said))
    except InvalidSignature:
        yield Fault("anchors", 0, "the signature of the anchor file does not hold")
        return
    for head in anchored["heads"]:
        entry = _line(head["stream"], head["number"])
        if head["number"] and entry is None:
            yield Fault(head["stream"], head["number"], "was cut off since the anchor")
        elif entry is not None and entry.digest != head["digest"]:
            yield Fault(head["stream"], head["number"], "was rewritten since the anchor")


def _line(stream: str, number: int) -> Entry | Trace | None:
    told = {"stream__name": stream, "number": number}
    return Entry.objects.filter(**told).first() or Trace.objects.filter(**told).first()


def verify(anchored: Iterable[str] = ()) -> list[Fault]:
    """All faults, over all streams and against the anchor files given as JSON texts."""
    faults = [
        fault for stream in Stream.objects.order_by("name", "pk") for fault in faults_in(stream)
    ]
    for text in anchored:
        faults += faults_against(json.loads(text))
    return faults
