"""The engine, its ways out and its watch-dog; destruction; who looked at what."""

import json
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.test import Client

from kinbridge.foundation.today import found_for
from kinbridge.journal.chain import verify
from kinbridge.journal.models import Trace
from kinbridge.notices.models import Notice
from kinbridge.referral import queries, running
from kinbridge.referral.models import (
    FocalPoint,
    PastReferrals,
    Pulse,
    Referral,
    Slot,
    Step,
)
from kinbridge.referral.operations import (
    NotThere,
    answer,
    count_past,
    erase_letter,
    erase_letters,
    forget_old,
    run_once,
    suspend_focal_point,
    watch,
)
from kinbridge.referral.running import ByNotices
from kinbridge.referral.tests.conftest import Room
from tests.cast import NOON, Cast, act_of

MINUTES, DAYS = timedelta(minutes=1), timedelta(days=1)
OUT = ByNotices()


def climb(minutes: float) -> None:
    run_once(at=NOON + minutes * MINUTES, transport=OUT)


def to_numbers() -> list[str]:
    return sorted(Notice.objects.filter(kind="urgent").values_list("words", flat=True))


def test_a_call_is_a_neutral_message_to_the_duty_number_sent_once(room: Room) -> None:
    room.letter()
    for minutes in (0, 0, 1):
        climb(minutes)
    words = to_numbers()
    assert len(words) == 1
    greetings = set(Notice.objects.filter(kind="heartbeat").values_list("words", flat=True))
    assert {len(text) for text in {*words, *greetings}} == {len(words[0])}
    assert not Step.objects.to_send().exists()


def test_what_was_written_before_the_server_died_is_sent_when_it_is_back(room: Room) -> None:
    class Dies(ByNotices):
        def call(self, *told: Any, **more: Any) -> None:
            raise KeyboardInterrupt

    room.letter()
    with pytest.raises(KeyboardInterrupt):
        run_once(at=NOON, transport=Dies())
    assert Step.objects.to_send().exists()
    climb(1)
    assert len(to_numbers()) == 1


def test_a_clock_set_back_by_two_days_stops_no_ladder(room: Room) -> None:
    referral = room.letter()
    climb(1)
    climb(1 - 48 * 60)
    referral.refresh_from_db()
    assert referral.next_at is not None
    assert referral.next_at <= NOON + (16 - 48 * 60) * MINUTES
    climb(17 - 48 * 60)
    assert Slot.objects.filter(called_turn__gt=0).count() == 2


def test_a_silent_engine_is_noticed_and_everybody_is_called(room: Room, settings: Any) -> None:
    settings.OPERATORS = ["operator@example.org"]
    room.letter()
    assert watch(at=NOON + 20 * MINUTES, transport=OUT)
    assert watch(at=NOON + 21 * MINUTES, transport=OUT)
    assert Notice.objects.filter(to="operator@example.org").count() == 1
    assert len(to_numbers()) == 4
    climb(22)
    assert not watch(at=NOON + 23 * MINUTES, transport=OUT)


def test_it_runs_beside_the_pages_until_told_to_stop(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, stop = [], Event()

    def look(**told: Any) -> None:
        looked.append(told["transport"])
        stop.set()
        raise OSError("the first look fails")

    monkeypatch.setattr(running, "run_once", look)
    monkeypatch.setattr(running, "close_old_connections", lambda: None)
    running.begin(stop).join(timeout=5)
    assert looked == [ByNotices()]


def test_who_is_suspended_is_passed_over_at_once_and_sees_nothing(
    room: Room, cast: Cast
) -> None:
    referral = room.letter()
    climb(0)
    suspend_focal_point(focalpoint=room.nurse.point, act=act_of(cast.manager))
    climb(1)
    assert list(referral.slots.filter(called_turn=1).values_list("place", "out")) == [
        (1, "gone"),
        (2, ""),
    ]
    assert queries.letters_for(room.nurse.person) == []
    assert queries.told_to_sender(referral)["dead"] == [room.nurse.kid]


def test_a_letter_is_erased_after_closing_never_before(room: Room) -> None:
    referral = room.letter()
    assert erase_letters(at=NOON + 400 * DAYS) == 0
    run_once(at=NOON + 41 * DAYS, transport=OUT)
    referral.refresh_from_db()
    assert queries.is_too_old(referral)
    with pytest.raises(NotThere):
        erase_letter(ref=referral.ref, by=room.nurse.person, at=NOON)
    answer(referral=referral, arrived="yes", at=NOON + 42 * DAYS)
    assert erase_letters(at=NOON + 55 * DAYS) == 0
    assert erase_letters(at=NOON + 56 * DAYS) == 1
    referral.refresh_from_db()
    assert referral.envelope == ""
    with pytest.raises(NotThere):
        answer(referral=referral, arrived="no", at=NOON + 57 * DAYS)
    assert count_past(at=NOON + 400 * DAYS) == 0
    assert count_past(at=NOON + 407 * DAYS) == 1
    assert not Referral.objects.exists()
    assert PastReferrals.objects.get().n == 1
    assert verify() == []
    assert forget_old(at=NOON + 900 * DAYS) > 0


def test_who_acted_may_erase_a_closed_letter(room: Room, client: Client) -> None:
    referral = room.letter()
    room.nurse.does(referral, "acted", NOON + MINUTES)
    answer(referral=referral, arrived="yes", at=NOON + 2 * MINUTES)
    client.force_login(room.nurse.person)
    body = {"ref": referral.ref}
    told = client.post("/mailbox/erase/", body, content_type="application/json")
    assert told.json() == {"letters": []}
    again = client.post("/mailbox/erase/", body, content_type="application/json")
    assert again.status_code == 404


def test_a_letter_sealed_anew_closes_the_old_one(room: Room) -> None:
    old, new = room.letter(), room.letter()
    with pytest.raises(NotThere):
        answer(referral=old, arrived="resealed", at=NOON, instead="no such letter")
    with pytest.raises(NotThere):
        answer(referral=old, arrived="perhaps", at=NOON)
    answer(referral=old, arrived="resealed", at=NOON, instead=new.ref)
    old.refresh_from_db()
    assert old.closed_as == "resealed"


def test_what_waits_is_said_on_the_page_of_today(room: Room, cast: Cast) -> None:
    room.letter()
    run_once(at=NOON + 5 * DAYS, transport=OUT)
    nurse = found_for(room.nurse.person)
    assert nurse[0].title == "1 letter waits for you"
    assert [thing.title for thing in found_for(cast.auditor)] == [
        "Nobody has answered 1 letter"
    ]
    assert [thing.where for thing in found_for(cast.manager)] == ["Bombali"]
    FocalPoint.objects.filter(pk=room.police.point.pk).update(identity=None, verified_by=None)
    assert any(thing.url.endswith("/") for thing in found_for(room.police.person))


def test_who_looks_at_states_and_letters_is_written_down_first(
    room: Room, cast: Cast, client: Client
) -> None:
    room.letter()
    for who, page in ((cast.auditor, "/referrals/"), (room.nurse.person, "/mailbox/")):
        client.force_login(who)
        assert client.get(page).status_code == 200
        line = Trace.objects.filter(stream__name="readings").latest("pk")
        assert line.payload is not None
        assert (line.payload["by"], line.payload["page"]) == (str(who.key), page)
    client.force_login(cast.manager)
    client.get("/referrals/")
    assert Trace.objects.filter(stream__name="readings").count() == 2
    assert verify() == []
    Trace.objects.filter(stream__name="readings").update(payload={"by": "nobody"})
    assert len(verify()) == 2


def test_a_reading_that_cannot_be_noted_is_not_shown(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(**_told: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("kinbridge.journal.readings.leave_trace", fails)
    client.force_login(cast.auditor)
    with pytest.raises(OSError, match="disk full"):
        client.get("/referrals/")


def test_the_auditor_sees_times_and_no_place_below_the_district(
    room: Room, cast: Cast, client: Client
) -> None:
    referral = room.letter()
    room.nurse.does(referral, "accepted", NOON)
    client.force_login(cast.auditor)
    page = client.get("/referrals/").content.decode()
    assert "Bombali" in page
    assert "District Health Office" in page
    assert "First Chiefdom" not in page
    assert referral.envelope[:40] not in page


def test_pulses_are_few(room: Room) -> None:
    for second in range(30):
        run_once(at=NOON + timedelta(seconds=second), transport=OUT)
    assert json.dumps(sorted(Pulse.objects.values_list("name", flat=True))) == (
        '["daily", "engine"]'
    )
