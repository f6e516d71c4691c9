"""From the queue to the gateway: once, in order, not at night, never lost."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from kinbridge.notices import hooks
from kinbridge.notices.gateways.chosen import report_address
from kinbridge.notices.models import RANK, Channel, Contact, Kind, Notice, State
from kinbridge.notices.operations import (
    forget_notices,
    notify,
    queue_notice,
    send_due,
    take_report,
)
from kinbridge.notices.quiet import out_of_quiet
from kinbridge.notices.tests.conftest import NUMBER, Loopback
from tests.cast import NOON, Cast

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def queue(kind: Kind = Kind.REMINDER, at: datetime = NOON, **told: Any) -> Notice:
    fields: dict[str, Any] = {
        "key": uuid.uuid4(),
        "channel": Channel.SMS,
        "to": NUMBER,
        "words": "Market day. Ref 12",
    }
    return queue_notice(kind=kind, at=at, **{**fields, **told})


def now(notice: Notice) -> Notice:
    return Notice.objects.get(pk=notice.pk)


def test_a_notice_goes_to_the_gateway_once(kannel: Loopback, db: None) -> None:
    notice = queue()
    assert [send_due(at=NOON), send_due(at=NOON), send_due(at=NOON + HOUR)] == [1, 0, 0]
    asked = kannel.asked[0]
    assert (asked["method"], asked["path"], asked["body"]) == (
        "POST",
        "/cgi-bin/sendsms",
        "Market day. Ref 12",
    )
    assert asked["headers"]["x-kannel-to"] == NUMBER
    assert asked["headers"]["x-kannel-password"] == "secret"
    report = report_address("kannel", str(notice.key))
    assert asked["headers"]["x-kannel-dlr-url"] == (
        f"https://kinbridge.example.org{report}?state=%d"
    )
    assert now(notice).state == State.SENT


def test_the_same_key_is_one_notice(db: None) -> None:
    key = uuid.uuid4()
    assert queue(key=key).pk == queue(key=key, words="Another").pk


def test_a_notice_of_what_was_undone_is_undone_too(db: None) -> None:
    class Undone(Exception):
        pass

    def half_done() -> None:
        with transaction.atomic():
            queue()
            raise Undone

    with pytest.raises(Undone):
        half_done()
    assert not Notice.objects.exists()


def test_a_gateway_that_does_not_answer_is_tried_again_less_and_less_often(
    kannel: Loopback, db: None
) -> None:
    kannel.answer((503, "busy"))
    notice = queue()
    at, tries = NOON, []
    while now(notice).state == State.WAITING:
        send_due(at=at)
        tries.append(at - NOON)
        at = max(at + MINUTE, now(notice).next_at)
    assert [round(t / MINUTE) for t in tries[:4]] == [0, 1, 6, 21]
    assert now(notice).state == State.GIVEN_UP
    assert now(notice).why_not == "HTTP 503 busy"
    assert tries[-1] <= timedelta(days=3)
    assert len(kannel.asked) < 16


def test_whoever_dies_while_sending_leaves_a_notice_that_is_tried_again(
    kannel: Loopback, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = queue(Kind.URGENT, words="")

    def dies(_notice: Notice) -> None:
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr("kinbridge.notices.gateways.chosen.send", dies)
        with pytest.raises(SystemExit):
            send_due(at=NOON)
    assert send_due(at=NOON) == 0  # nobody else takes it up at the same moment
    assert send_due(at=NOON + MINUTE) == 1
    assert now(notice).state == State.SENT


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ((400, "no such number"), State.FAILED),
        ((202, "4: Temporal failure"), State.FAILED),
        ((302, "elsewhere"), State.WAITING),
        ((403, "Authorization failed"), State.WAITING),
    ],
)
def test_a_refusal_is_final_and_says_why(
    kannel: Loopback, db: None, answer: tuple[int, str], state: State
) -> None:
    kannel.answer(answer)
    notice = queue()
    send_due(at=NOON)
    assert now(notice).state == state
    assert answer[1] in now(notice).why_not


@pytest.mark.parametrize(
    ("zone", "hour", "sent_after"),
    [
        ("UTC", 23, 8), ("UTC", 3, 4), ("UTC", 12, 0), ("UTC", 20, 0), ("UTC", 21, 10),
        ("Asia/Dhaka", 18, 7), ("Africa/Freetown", 6, 1), ("Asia/Kolkata", 0, 1.5),
    ],
)  # fmt: skip
def test_nights_are_quiet_but_for_what_cannot_wait(
    db: None, kannel: Loopback, zone: str, hour: int, sent_after: float
) -> None:
    at = NOON.replace(hour=hour)
    quiet = queue(at=at, time_zone=zone)
    urgent = queue(Kind.URGENT, at=at, time_zone=zone)
    assert quiet.next_at - at == sent_after * HOUR
    assert urgent.next_at == at
    Notice.objects.filter(pk=quiet.pk).update(next_at=at)  # due again by its back-off
    send_due(at=at)
    assert (now(quiet).state == State.SENT) == (not sent_after)


@given(
    st.integers(0, 4 * 365 * 24 * 60),
    st.sampled_from(["Europe/Paris", "Asia/Kolkata", "America/St_Johns", "Pacific/Apia"]),
)
def test_nothing_leaves_in_quiet_hours_in_any_zone(minutes: int, zone: str) -> None:
    moment = NOON + minutes * MINUTE
    later = out_of_quiet(moment, zone)
    assert moment <= later < moment + 11 * HOUR
    assert out_of_quiet(later, zone) == later


def test_a_person_hears_the_neutral_text_once_in_ten_minutes(
    kannel: Loopback, cast: Cast, contact: Contact
) -> None:
    for kind in (Kind.URGENT, Kind.MESSAGE, Kind.URGENT):
        notify(key=uuid.uuid4(), person=cast.mentor, kind=kind, at=NOON)
    reminder = queue()
    for minutes in range(0, 30):
        send_due(at=NOON + minutes * MINUTE)
    sent = Notice.objects.exclude(pk=reminder.pk).order_by("tried_at")
    assert [(notice.tried_at - NOON) / MINUTE for notice in sent] == [0, 10, 20]  # type: ignore[operator]
    assert now(reminder).tried_at == NOON


def test_a_person_is_told_in_their_language_at_each_confirmed_contact(
    cast: Cast, contact: Contact
) -> None:
    cast.mentor.language = "ar"
    Contact.objects.create(
        person=cast.mentor, channel="email", to="m@example.org", made_at=NOON
    )
    key = uuid.uuid4()
    for _again in range(2):
        notices = notify(key=key, person=cast.mentor, kind=Kind.URGENT, at=NOON, ref="4821")
    assert [(notice.to, notice.by) for notice in notices] == [(NUMBER, None)]
    assert "4821" in notices[0].words
    assert not notices[0].words.isascii()
    assert notify(key=key, person=cast.official, kind=Kind.URGENT, at=NOON) == []


@given(st.lists(st.sampled_from([True, False, None]), max_size=6))
@pytest.mark.django_db
def test_reports_in_any_order_end_alike(reports: list[bool | None]) -> None:
    notice = queue()
    Notice.objects.filter(pk=notice.pk).update(state=State.SENT)
    for n, told in enumerate(reports):
        before = now(notice).state
        take_report(key=notice.key, is_delivered=told, at=NOON + n * MINUTE)
        assert RANK[State(now(notice).state)] >= RANK[State(before)]
    expected = (
        State.DELIVERED
        if True in reports
        else (State.FAILED if False in reports else State.SENT)
    )
    assert now(notice).state == expected


def test_a_number_at_which_nothing_arrives_is_marked_until_something_does(
    kannel: Loopback, contact: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[dict[str, Any]] = []
    monkeypatch.setitem(hooks._hearing, "figures", lambda **news: told.append(news))
    first, second = queue(), queue()
    send_due(at=NOON)
    take_report(key=first.key, is_delivered=False, at=NOON + MINUTE)
    contact.refresh_from_db()
    assert contact.failing_since == NOON + MINUTE
    gone = {"channel": "sms", "to": NUMBER, "arrives": False, "at": NOON + MINUTE}
    assert told == [gone]
    take_report(key=second.key, is_delivered=True, at=NOON + 2 * MINUTE)
    assert not Contact.objects.filter(failing_since__isnull=False).exists()
    assert told[1:] == [{**gone, "arrives": True, "at": NOON + 2 * MINUTE}]
    assert take_report(key=uuid.uuid4(), is_delivered=True, at=NOON) is None


def test_what_is_not_set_up_is_given_up_and_says_so(db: None, settings: Settings) -> None:
    notice = queue(until=NOON + 2 * MINUTE)
    for minutes in range(4):
        send_due(at=NOON + minutes * MINUTE)
    assert (now(notice).state, now(notice).why_not) == (State.GIVEN_UP, "sms is not set up")


def test_numbers_go_after_a_month_and_notices_after_three(kannel: Loopback, db: None) -> None:
    notice, waiting = queue(), queue(at=NOON + HOUR)
    send_due(at=NOON)
    forget_notices(at=NOON + timedelta(days=29))
    assert now(notice).to == NUMBER
    forget_notices(at=NOON + timedelta(days=31))
    assert now(notice).to == ""
    forget_notices(at=NOON + timedelta(days=91))
    assert list(Notice.objects.all()) == [waiting]
