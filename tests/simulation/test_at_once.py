"""Very many letters at once: none is passed over, and the urgent ones come first.

``KINBRIDGE_LETTERS`` says how many.
"""

import os
import sys
import time
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.db import connection

from kinbridge.notices.models import Notice
from kinbridge.referral import running, second_copy
from kinbridge.referral.models import Referral, Step
from kinbridge.referral.operations import draw_tokens, run_once, store_letter
from kinbridge.referral.operations.engine import AT_ONCE
from kinbridge.referral.running import ByNotices
from tests.cast import Cast
from tests.room import Officer, Sender
from tests.simulation.world import BASE

LETTERS = int(os.environ.get("KINBRIDGE_LETTERS") or 300)
MINUTE = timedelta(minutes=1)
KINDS = ("U3", "U2", "U1")


def stored(n: int, officers: dict[str, Officer], cast: Cast) -> list[float]:
    """So many letters of all urgencies, all of the same minute; how long each took."""
    took = []
    phone = Sender([], "A" * 43)
    for number in range(n):
        if not phone.tokens:
            week = BASE - timedelta(weeks=1 + number // 60)
            phone.tokens = draw_tokens(by=cast.facilitator, at=week)
        urgency = KINDS[number % 3]
        letter = phone.seals(*list(officers.values())[:4], at=BASE, urgency=urgency)
        token = phone.tokens.pop()
        begun = time.perf_counter()
        kept = store_letter(
            token=token, urgency=urgency, letter=letter, watch=phone.watch, at=BASE
        )
        assert second_copy.is_kept(kept.referral)
        took.append(time.perf_counter() - begun)
    return took


def test_of_very_many_letters_none_is_passed_over(
    officers: dict[str, Officer], cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.SECOND_DISK = str(tmp_path)
    took = sorted(stored(LETTERS, officers, cast))
    assert len(list(tmp_path.iterdir())) == LETTERS
    at, calls = BASE + 15 * MINUTE, Step.objects.filter(kind="called", channel="sms")
    begun, looks = time.perf_counter(), 0
    while (moved := run_once(at=at, transport=ByNotices())) == AT_ONCE:
        looks += 1
        if looks == 1 and LETTERS > 3 * AT_ONCE:
            second = calls.filter(slot__place=2).values_list("referral__urgency", flat=True)
            assert set(second) == {"U1"}, "the most urgent come first"
    seconds = time.perf_counter() - begun
    urgent = Referral.objects.filter(urgency="U1")
    assert moved < AT_ONCE
    assert not Referral.objects.due(at).exists()
    assert not Step.objects.to_send().exists()
    assert calls.filter(slot__place=2).count() == urgent.count() == LETTERS // 3
    # However much waits, a person gets one message for it, and the next look is soon.
    assert Notice.objects.filter(kind="urgent").count() <= 4 * (looks + 2)
    assert seconds < max(60, LETTERS / 10)
    rows = (
        f"{LETTERS} letters of one minute on {connection.vendor}",
        f"to store one with its second copy, in the middle: {1000 * took[LETTERS // 2]:.0f} ms",
        f"… for 95 of 100: {1000 * took[LETTERS * 95 // 100]:.0f} ms",
        f"to call the next of {urgent.count()}, 15 minutes later: {seconds:.1f} s",
    )
    sys.stdout.write("".join(f"\n- {row}" for row in rows) + "\n")


def test_while_more_is_due_than_one_look_takes_up_the_engine_does_not_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stop, left, waited = Event(), [AT_ONCE, AT_ONCE, 7], []

    def look(**_told: Any) -> int:
        return left.pop(0)

    def wait(_seconds: float) -> bool:
        waited.append(len(left))
        stop.set()
        return True

    monkeypatch.setattr(stop, "wait", wait)
    monkeypatch.setattr(running, "run_once", look)
    monkeypatch.setattr(running, "close_old_connections", lambda: None)
    running.climb(stop)
    assert waited == [0]
