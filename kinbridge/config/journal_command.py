"""``kinbridge journal``: verify the chain, anchor its heads outside."""

import json
from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from kinbridge.config.telling import complain, progress, say
from kinbridge.journal.chain import Fault, anchors, faults_against, faults_in, signing_key
from kinbridge.journal.models import Stream

MISUSED = 2


def anchor(told: Namespace) -> int:
    """Write the signed heads into a new file."""
    made = anchors(signing_key(Path(settings.DATA) / "anchor.key"), at=timezone.now())
    try:
        with told.out.open("x", encoding="utf-8") as out:
            out.write(json.dumps(made, indent=1) + "\n")
    except OSError as problem:
        complain(f"kinbridge: {told.out} cannot be written: {problem.strerror}")
        return MISUSED
    say(f"{told.out}: {len(made['heads'])} streams anchored.")
    say("Keep it where nobody who can change this server can change it.")
    return 0


def verify(told: Namespace) -> int:
    """Tell every fault; 1 if there is any."""
    try:
        anchored = [(path, _read(path)) for path in told.anchors]
    except ValueError as problem:
        complain(f"kinbridge: {problem}")
        return MISUSED
    faults = [*_in_streams(), *_against(anchored)]
    for fault in faults:
        say(str(fault))
    if faults:
        complain(f"{len(faults)} faults found.")
        return 1
    say(
        "The journal holds."
        if anchored
        else "The journal holds, as far as it can be seen here."
    )
    if not anchored:
        say("A history rewritten or cut as a whole shows only against --anchors.")
    return 0


def _in_streams() -> Iterator[Fault]:
    """All streams, with a bar that moves by their entries."""
    streams = list(Stream.objects.order_by("name", "pk"))
    total, done = sum(stream.head for stream in streams), 0
    with progress("Verifying the journal") as moved:
        for stream in streams:
            yield from faults_in(stream)
            done += stream.head
            moved(done, total)


def _read(path: Path) -> dict[str, Any]:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if {"at", "heads", "public_key", "signature"} <= set(told):
            return dict(told)
    except (OSError, ValueError, TypeError) as problem:
        raise ValueError(f"{path} cannot be read as anchors: {problem}") from problem
    raise ValueError(f"{path} holds no anchors")


def _against(anchored: Sequence[tuple[Path, dict[str, Any]]]) -> Iterator[Fault]:
    own = anchors(signing_key(Path(settings.DATA) / "anchor.key"), at=timezone.now())
    for path, told in anchored:
        yield from faults_against(told)
        if told["public_key"] != own["public_key"]:
            say(f"{path}: signed by another key than this server's. Do you know it?")
