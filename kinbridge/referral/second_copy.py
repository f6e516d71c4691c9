"""A second copy of each acknowledged letter, in a folder on another disk.

A file a letter, still sealed, with what carrying it needs and nothing else; it is on that disk
before the sender hears that the letter is stored, and goes when the letter is erased. After
the database was restored from a backup, what came after the backup is taken in again from here.
"""

import json
import logging
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings

from kinbridge.referral.minutes import as_minute
from kinbridge.referral.models import Referral

log = logging.getLogger("kinbridge")
NAMED = re.compile(r"[\w-]{22}\.json")


def folder() -> Path | None:
    """Where second copies lie, if the operator set it."""
    return Path(settings.SECOND_DISK) if settings.SECOND_DISK else None


def is_kept(referral: Referral) -> bool:
    """Whether a letter is on the second disk now, put there if it was not; true, too, where
    there is none to be had. Never raises: who asks does not acknowledge, and is asked again."""
    place = folder()
    if place is None or not referral.envelope:
        return True
    try:
        if not _file(place, referral.ref).exists():
            _write(_file(place, referral.ref), _told(referral))
    except OSError:
        log.exception("The second disk takes no letters: no receipts until it does")
        return False
    return True


def _told(referral: Referral) -> dict[str, Any]:
    return {
        "ref": referral.ref,
        "number": referral.number,
        "urgency": referral.urgency,
        "country": referral.area.country.code,
        "area": referral.area.pcode,
        "stored": as_minute(referral.stored_at),
        "watch": referral.watch,
        "envelope": json.loads(referral.envelope),
    }


def _write(file: Path, told: dict[str, Any]) -> None:
    """Whole on the disk, name and all, or not there."""
    half = file.with_suffix(".part")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        json.dump(told, out)
        out.flush()
        os.fsync(out.fileno())
    half.replace(file)
    _sync(file.parent)


def _sync(place: Path) -> None:
    here = os.open(place, os.O_RDONLY)
    try:
        os.fsync(here)
    finally:
        os.close(here)


def drop(ref: str) -> None:
    """A letter was erased: its second copy goes too."""
    place = folder()
    if place is not None:
        with suppress(OSError):  # not there now: the next look finds it
            _file(place, ref).unlink(missing_ok=True)


def kept() -> Iterator[dict[str, Any]]:
    """What lies there and can be read, in the order in which it was stored."""
    place = folder()
    found = []
    for file in sorted(place.iterdir()) if place and place.is_dir() else ():
        if not NAMED.fullmatch(file.name):
            continue
        try:
            told = json.loads(file.read_text(encoding="utf-8"))
            found.append((int(told["number"]), str(told["ref"]), told))
        except (OSError, ValueError, TypeError, KeyError):
            log.exception("A second copy cannot be read")
    yield from (told for _number, _ref, told in sorted(found, key=lambda one: one[:2]))


def _file(place: Path, ref: str) -> Path:
    return place / f"{ref}.json"
