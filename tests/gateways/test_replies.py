"""Reminders and what is answered to them, through a real Kannel: right, wrong, late, doubled,
from another country's telephone."""

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from kinbridge.agreement.models import Reminder, Report, Responsible, Rhythm
from kinbridge.agreement.operations.reminding import remind_due
from kinbridge.agreement.tests.conftest import CHAIR, NURSE
from kinbridge.notices.models import Message, Notice, State
from kinbridge.notices.operations import send_due
from tests.gateways.kannel import Kannel, received, wait_until

pytestmark = pytest.mark.django_db(transaction=True)
FOREIGN = "+33612345678"


def test_answers_by_sms(
    kannel: Kannel, rhythm: Rhythm, responsibles: list[Responsible], settings: Settings
) -> None:
    settings.QUIET_HOURS = (0, 0)
    now = timezone.now()
    Rhythm.objects.update(next_on=now.date(), next_at=now)
    assert remind_due(at=now) == 2
    codes = {row.responsible.number: row.code for row in Reminder.objects.all()}
    with kannel.telephone() as log:
        send_due(at=now)
        wait_until(lambda: len(received(log)) == 2, "both were reminded")
    for number, code in codes.items():
        assert any(told.startswith(number) and code in told for told in received(log))

    def write(number: str, words: str, times: int = 1) -> None:
        n = Message.objects.count()
        with kannel.telephone(f"{number} {words}", times=times) as log:
            wait_until(lambda: Message.objects.count() == n + times, f"{words} has come in")
            send_due(at=timezone.now())
            answers = Notice.objects.filter(kind="answer", state__in=["waiting", "sent"])
            wait_until(lambda: not answers.exists(), "what is answered has arrived")
        told.extend(received(log))

    told: list[str] = []
    write(NURSE, f"{codes[NURSE]} 1", times=2)  # doubled
    write(CHAIR, f"{codes[CHAIR]} maybe")  # cannot be read
    write(FOREIGN, f"{codes[NURSE]} 3")  # the right code from a stranger
    write(CHAIR, f"{codes[NURSE]} 3")  # the other side's code
    write(CHAIR, f"{codes[CHAIR]} 2 only two villages")  # late, after all of that
    reports = [(row.side == "community", row.state, row.why) for row in Report.objects.all()]
    assert sorted(reports) == [(False, "kept", ""), (True, "partly", "only two villages")]
    assert Message.objects.filter(state="unknown").count() == 3
    assert sorted(line.split(" ", 1)[0] for line in told) == [NURSE, NURSE, CHAIR, CHAIR]
    assert {notice.state for notice in Notice.objects.filter(channel="sms")} == {
        State.DELIVERED
    }
