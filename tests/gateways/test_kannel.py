"""SMS through a real Kannel: out, reported, and in."""

import uuid

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from kinbridge.directory.models import Freshness, Helper
from kinbridge.notices.models import Channel, Kind, Message, Notice, State
from kinbridge.notices.operations import queue_notice, send_due
from tests.gateways.kannel import NOBODY, Kannel, received, wait_until

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER, OTHER = "+23276123456", "+33612345678"


def queue(language: str, to: str = NUMBER) -> Notice:
    return queue_notice(
        key=uuid.uuid4(), channel=Channel.SMS, to=to, kind=Kind.URGENT, at=timezone.now(),
        language=language, ref="4821",
    )  # fmt: skip


def test_sms_go_out_are_reported_and_come_in(kannel: Kannel) -> None:
    english, arabic = queue("en"), queue("ar", OTHER)
    with kannel.telephone(f"{NUMBER} 12 1 we kept it", f"{OTHER} Qui est-ce?", times=2) as log:
        assert send_due(at=timezone.now()) == 2
        for notice in (english, arabic):
            assert Notice.objects.get(pk=notice.pk).state in {State.SENT, State.DELIVERED}
        delivered = Notice.objects.filter(state=State.DELIVERED)
        wait_until(lambda: delivered.count() == 2, "both are reported")
        assert sorted(received(log)) == sorted(
            [f"{NUMBER} {english.words}", f"{OTHER} {arabic.words}"]
        )
        wait_until(lambda: Message.objects.count() == 2, "both messages have come in")
    told = {(message.sender, message.words) for message in Message.objects.all()}
    assert told <= {(NUMBER, "12 1 we kept it"), (OTHER, "Qui est-ce?")}


def test_a_wrong_password_keeps_a_notice_waiting_and_is_told(
    kannel: Kannel, settings: Settings
) -> None:
    settings.SMS_PASSWORD = "wrong"
    notice = queue("en")
    send_due(at=timezone.now())
    notice.refresh_from_db()
    assert notice.state == State.WAITING
    assert "403" in notice.why_not


def test_a_number_that_is_nobodys_is_marked_wherever_it_stands(
    kannel: Kannel, office: Helper
) -> None:
    """The gateway's own word is enough: no part that sends knows who looks at numbers."""
    Helper.objects.filter(pk=office.pk).update(phone="099 123 456")
    notice = queue("en", f"{NOBODY}123456")
    with kannel.telephone() as log:
        send_due(at=timezone.now())
        notices = Notice.objects.filter(pk=notice.pk, state=State.FAILED)
        wait_until(notices.exists, "the gateway says that nobody is there")
        assert received(log) == []
    assert Helper.objects.get(pk=office.pk).freshness == Freshness.DOUBTED
