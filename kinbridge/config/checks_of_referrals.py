"""Whether sealed referrals would arrive. Nothing here stops the start (``DECISIONS`` 22): in
need people call; but it is said, loudly, beforehand."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.checks import CheckMessage, Warning

from kinbridge.foundation.errors import Refusal
from kinbridge.places.models import Area, Country, Level
from kinbridge.referral.directory_of_keys import read_root
from kinbridge.referral.models import FocalPoint, Referral
from kinbridge.referral.operations.engine import ENGINE, SILENT, pulses
from kinbridge.referral.queries import latest_directory, without_cover

SOON = timedelta(days=7)
NAMED = 12  # places, in one line


def faults_of_referrals(*, at: datetime) -> Iterator[CheckMessage]:
    """What would keep a letter from being sealed, sent on or read."""
    yield from _root()
    yield from _directories(at)
    yield from _cover(at)
    yield from _engine(at)
    yield from _second_disk()


def _warn(number: int, said: str, do: str) -> Warning:
    return Warning(said, hint=do, id=f"kinbridge.W{number:03}")


def _root() -> Iterator[CheckMessage]:
    try:
        read_root(settings.ROOT_FILE.read_text(encoding="utf-8"))
    except (OSError, Refusal):
        yield _warn(
            20,
            "There is no root of three custodians' keys: no referral can be sealed.",
            "Hold the ceremony of docs/guides/custodian.md and set KINBRIDGE_ROOT.",
        )


def _directories(at: datetime) -> Iterator[CheckMessage]:
    for country in Country.objects.order_by("code", "pk"):
        if not FocalPoint.objects.in_use().filter(area__country=country).exists():
            continue
        latest = latest_directory(country)
        if latest is None or latest.expires_at <= at + SOON:
            yield _warn(
                21,
                f"{country.code}: the signed directory is missing, or runs out within a week.",
                "Fetch the next one under Focal points; two custodians sign it.",
            )


def _cover(at: datetime) -> Iterator[CheckMessage]:
    areas = Area.objects.select_related("country").order_by("path", "pk")
    districts = [area for area in areas if area.level == Level.DISTRICT]
    bare = without_cover(districts, at)
    if bare:
        names = ", ".join(str(area) for area in bare[:NAMED])
        more = f" and {len(bare) - NAMED} more" if len(bare) > NAMED else ""
        yield _warn(
            22,
            f"No referral can be sealed for {names}{more}: people there must call.",
            "Name and verify two focal points of two organisations; see docs/operator.md.",
        )


def _engine(at: datetime) -> Iterator[CheckMessage]:
    last = pulses().get(ENGINE)
    waits = Referral.objects.open().exists()
    if waits and (last is None or abs(at - last) > SILENT):
        yield _warn(
            23,
            "Letters are open, and the engine that climbs the ladder is silent.",
            "Let kinbridge serve, or kinbridge escalate, run.",
        )
    if not settings.OPERATORS:
        yield _warn(
            24,
            "The watch-dog has nobody to tell when the engine is silent.",
            "Set KINBRIDGE_OPERATORS to numbers and e-mail addresses, divided by commas.",
        )


def _second_disk() -> Iterator[CheckMessage]:
    if not settings.SECOND_DISK:
        yield _warn(
            25,
            "Sealed letters lie on one disk only: those since a backup are lost with it.",
            "Set KINBRIDGE_SECOND_DISK to a folder on another disk.",
        )
        return
    place = Path(settings.SECOND_DISK)
    if not (place.is_dir() and os.access(place, os.W_OK | os.X_OK)):
        yield _warn(
            26,
            "The second disk takes no letters: senders get no receipt, and are told to call.",
            f"Let the folder {place} be there, and the program write into it.",
        )
    elif place.stat().st_dev == Path(settings.DATA).stat().st_dev:
        yield _warn(
            27,
            "The folder of second copies is on the same disk as the data.",
            "Set KINBRIDGE_SECOND_DISK to a folder on another disk.",
        )
