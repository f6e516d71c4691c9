"""Reminders go out once, wait for pauses, and are answered by SMS or by one tap."""

import re
import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from kinbridge.agreement.models import (
    Agreement,
    Commitment,
    Reminder,
    Report,
    Responsible,
    Rhythm,
)
from kinbridge.agreement.operations.reminding import answer_address, remind_due
from kinbridge.agreement.rounds import rounds_of
from kinbridge.agreement.tests.conftest import CHAIR, MORNING, NURSE, SATURDAYS
from kinbridge.agreement.tests.test_keeping import LEAVING
from kinbridge.journal.chain import verify
from kinbridge.journal.models import Entry
from kinbridge.linkage.models import Linkage
from kinbridge.notices.gateways.protocol import Incoming
from kinbridge.notices.models import Message, Notice
from kinbridge.notices.operations import take_message
from kinbridge.people.roles import Deed
from tests.cast import NOON, Cast, Doer, when

A_DAY = timedelta(days=1)


@pytest.fixture
def reminded(rhythm: Rhythm, responsibles: list[Responsible]) -> dict[str, Reminder]:
    """Both sides are reminded of the first Saturday; by the number of who is responsible."""
    assert remind_due(at=MORNING) == 2
    return {row.responsible.number: row for row in Reminder.objects.order_by("pk")}


def test_each_side_is_reminded_once_in_the_wording_both_agreed_to(
    reminded: dict[str, Reminder], rhythm: Rhythm, settings: Settings
) -> None:
    assert [remind_due(at=MORNING), remind_due(at=MORNING + A_DAY)] == [0, 0]
    code = reminded[NURSE].code
    sms = "Saturday at the school, Sat 14 Mar. Reply: {} 1 kept, 2 partly, 3 not yet"
    told = {notice.to: notice.words for notice in Notice.objects.all()}
    assert told[NURSE] == sms.format(code)
    assert told[CHAIR] == sms.format(reminded[CHAIR].code)
    assert len(told[NURSE]) < 160
    assert told["nurse@example.org"] == (
        "Saturday at the school, Sat 14 Mar\n\nHow did it go? One tap: "
        f"{settings.SITE}{answer_address(reminder=reminded[NURSE])}"
    )
    rhythm.refresh_from_db()
    assert rhythm.next_on == date(2026, 4, 11)


def test_after_a_long_silence_of_the_machine_only_the_last_day_is_reminded_of(
    rhythm: Rhythm, responsibles: list[Responsible]
) -> None:
    assert remind_due(at=MORNING + timedelta(days=100)) == 2
    assert {row.day for row in Reminder.objects.all()} == {date(2026, 6, 13)}


def test_a_reminder_comes_so_many_days_before_in_the_morning_there(
    rhythm: Rhythm, responsibles: list[Responsible]
) -> None:
    rhythm.days_before, rhythm.time_zone = 2, "Asia/Dhaka"
    rhythm.next_at = rhythm.moment(date(2026, 3, 14))
    rhythm.save()
    due = datetime(2026, 3, 12, 2, 0, tzinfo=MORNING.tzinfo)
    assert rhythm.next_at == due
    assert [remind_due(at=due - timedelta(seconds=1)), remind_due(at=due)] == [0, 2]


def test_what_falls_in_a_pause_moves_to_its_end_once(
    cast: Cast, do: Doer, rhythm: Rhythm, responsibles: list[Responsible], in_force: Agreement
) -> None:
    pause = do(Deed.BEGIN_PAUSE, about=cast.community, by=cast.facilitator, reason="harvest",
               when=when(on="2026-03-09"))  # fmt: skip
    for n in range(60):  # March's and April's Saturday fall in it
        assert remind_due(at=MORNING + n * A_DAY) == 0
    do(Deed.END_PAUSE, about=pause, by=cast.facilitator, when=when(words="after the harvest"))
    assert remind_due(at=MORNING + 60 * A_DAY) == 2
    row = Reminder.objects.all()[0]
    assert (row.day, row.moved_from) == (date(2026, 5, 13), date(2026, 5, 9))
    assert remind_due(at=MORNING + 61 * A_DAY) == 0
    rhythm.refresh_from_db()
    assert rhythm.next_on == date(2026, 6, 13)


def test_days_set_anew_after_a_reminder_went_out_send_no_second_one(
    cast: Cast, do: Doer, rhythm: Rhythm, responsibles: list[Responsible], linkage: Linkage,
    theirs: Commitment,
) -> None:  # fmt: skip
    told = {**SATURDAYS, "begins_on": "2026-03-14", "days_before": "7", "pattern": "week"}
    for words, n in (("Saturday", 2), ("Saturday morning", 0)):
        told["words"] = words
        do(Deed.SET_RHYTHM, about=theirs, by=cast.official, side=linkage.key, **told)
        do(Deed.AGREE_TO_RHYTHM, about=rhythm, by=cast.facilitator, side="community")
        assert remind_due(at=NOON) == n
    assert remind_due(at=MORNING) == 2


# --- By SMS ---------------------------------------------------------------------------------


@pytest.fixture
def write(db: None) -> Callable[..., Message]:
    def writing(
        words: str, sender: str = NURSE, at: datetime = MORNING, **told: str
    ) -> Message:
        incoming = Incoming(told.get("id", str(uuid.uuid4())), sender, words)
        return take_message(gateway="kannel", incoming=incoming, at=at)

    return writing


@pytest.mark.parametrize(
    ("words", "state", "why"),
    [
        ("{code} 1", "kept", ""),
        ("{code} 2 the road was flooded", "partly", "the road was flooded"),
        ("ref {code}: 3", "not_yet", ""),
        ("1", "kept", ""),
        ("{code}1", "", ""),
        ("  {code}   1.", "kept", ""),
        ("٢", "partly", ""),
        ("{code} \N{ARABIC-INDIC DIGIT ONE}", "kept", ""),
        ("{code} 4", "", ""),
        ("{code}", "", ""),
        ("9999999 1", "", ""),
        ("what is this?", "", ""),
        ("", "", ""),
        ("{code} 1 call Mariama Kamara on 076 999 888", "kept", ""),
    ],
)  # fmt: skip
def test_an_sms_is_read_or_kept_for_a_person(
    reminded: dict[str, Reminder], write: Any, words: str, state: str, why: str
) -> None:
    message = write(words.format(code=reminded[NURSE].code))
    told = [(report.state, report.why) for report in Report.objects.all()]
    assert told == ([(state, why)] if state else [])
    is_safe = bool(state) and "Mariama" not in words
    assert message.state == ("understood" if is_safe else "unknown")
    answers = Notice.objects.filter(kind="answer", to=NURSE)
    assert answers.get().words.startswith("Thank you" if state else "Please reply: ")


def test_both_sides_answer_and_differ_and_the_page_shows_both(
    cast: Cast, client: Client, reminded: dict[str, Reminder], write: Any, in_force: Agreement,
    linkage: Linkage,
) -> None:  # fmt: skip
    write(f"{reminded[NURSE].code} 1")
    write(f"{reminded[CHAIR].code} 2 only two villages", CHAIR)
    (found,) = rounds_of(in_force)
    assert found.differs
    assert [report.by_reply for report in found.reports] == [True, True]
    linkage.refresh_from_db()
    assert linkage.state == "active"
    client.force_login(cast.facilitator)
    page = client.get(reverse("reminders", args=[in_force.key])).content.decode()
    assert "They see it differently: for the next review." in page
    assert "only two villages" in page
    agreement = client.get(reverse("agreement", args=[in_force.key])).content.decode()
    assert "answered to a reminder" in agreement
    journal = client.get(reverse("journal", args=[cast.community.key])).content.decode()
    assert "an answer by telephone or link" in journal
    assert Entry.objects.filter(by=None).count() == 2
    assert verify() == []


def test_wrong_late_doubled_and_foreign_answers(
    cast: Cast, do: Doer, reminded: dict[str, Reminder], write: Any, in_force: Agreement
) -> None:
    code = reminded[NURSE].code
    # Doubled by the network, and by a person who is not sure.
    for n in range(3):
        write(f"{code} 1", id="once" if n < 2 else "twice")
    assert Report.objects.count() == 1
    # Another answer counts, and the first is kept.
    write(f"{code} 2")
    assert list(Report.objects.order_by("pk").values_list("state", flat=True)) == [
        "kept",
        "partly",
    ]
    # From another telephone, even with the right code.
    foreign = write(f"{code} 3", "+33612345678")
    assert (foreign.state, Report.objects.count()) == ("unknown", 2)
    assert not Notice.objects.filter(to="+33612345678").exists()
    # From the other side's telephone: her code is hers.
    assert write(f"{code} 3", CHAIR).state == "unknown"
    assert Report.objects.count() == 2
    # Late: the next reminder is out already, the code tells which is meant.
    april = MORNING.replace(month=4, day=11)
    remind_due(at=april)
    assert write(f"{reminded[CHAIR].code} 3", CHAIR, april).state == "understood"
    assert Report.objects.latest("pk").when.on == date(2026, 3, 14)
    # After an ending nobody is known any more; it stays for a person.
    do(Deed.END_AGREEMENT, about=in_force, by=cast.mentor, side="community", **LEAVING)
    assert write(f"{code} 1").state == "unknown"
    assert Report.objects.count() == 3


def test_a_machine_that_answers_a_machine_is_told_once_a_day(
    reminded: dict[str, Reminder], write: Any
) -> None:
    for n in range(40):
        write("Your message was received.", at=MORNING + n * timedelta(hours=1))
    assert Notice.objects.filter(kind="answer").count() == 2


def test_without_a_code_only_the_one_that_waits_can_be_meant(
    reminded: dict[str, Reminder], write: Any
) -> None:
    remind_due(at=MORNING.replace(month=4, day=11))
    assert write("1").state == "unknown"
    write(f"{reminded[NURSE].code} 1")
    assert write("3").state == "understood"
    assert Report.objects.latest("pk").when.on == date(2026, 4, 11)


# --- By a link ------------------------------------------------------------------------------


def test_one_tap_answers_without_an_account_and_tells_nothing(
    client: Client, reminded: dict[str, Reminder], theirs: Commitment, in_force: Agreement
) -> None:
    address = answer_address(reminder=reminded[NURSE])
    page = client.get(address).content.decode()
    assert not Report.objects.exists()
    for secret in (theirs.what, in_force.title, "Saturday at the school", "Three Villages"):
        assert secret not in page
    assert len(re.findall(r'<button class="btn" name="state"', page)) == 3
    for _again in range(2):
        answer = client.post(address, {"state": "kept"}).content.decode()
        assert "Thank you. It is noted." in answer
    client.post(address, {"state": "excellent"})
    assert [report.state for report in Report.objects.all()] == ["kept"]


def test_a_link_that_is_forged_or_over_opens_nothing(
    cast: Cast, client: Client, do: Doer, reminded: dict[str, Reminder], in_force: Agreement
) -> None:
    address = answer_address(reminder=reminded[NURSE])
    mine, other = reminded[NURSE].key.hex, reminded[CHAIR].key.hex
    assert client.post(address.replace(mine, other), {"state": "kept"}).status_code == 404
    do(Deed.END_AGREEMENT, about=in_force, by=cast.mentor, side="community", **LEAVING)
    answer = client.post(address, {"state": "kept"})
    assert answer.status_code == 404
    assert "no longer in use" in answer.content.decode()
    assert not Report.objects.exists()
