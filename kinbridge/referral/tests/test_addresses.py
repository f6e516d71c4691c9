"""Messages to a focal point come back: those who name them see it."""

from django.test import Client
from django.urls import reverse

from kinbridge.foundation.today import found_for
from kinbridge.notices.hooks import tell_of_address
from kinbridge.notices.models import Contact
from kinbridge.people.roles import Role
from kinbridge.referral.models import FocalPoint
from kinbridge.referral.operations import change_duty, verify_focal_point
from kinbridge.referral.tests.conftest import Room
from tests.cast import NOON, Cast, act_of, person

SAID = "messages come back from it"


def news(to: str, channel: str = "sms", *, arrives: bool = False) -> None:
    tell_of_address(channel=channel, to=to, arrives=arrives, at=NOON)


def test_a_manager_sees_whose_messages_come_back_until_one_arrives(
    room: Room, cast: Cast, client: Client
) -> None:
    FocalPoint.objects.filter(pk=room.nurse.point.pk).update(phone="+23276999999")
    news("+23276999999")
    client.force_login(cast.manager)
    page = client.get(reverse("focal_points")).content.decode()
    assert page.count(SAID) == 1
    assert (
        SAID in client.get(reverse("focal_point", args=[room.nurse.point.key])).content.decode()
    )
    waiting = [thing for thing in found_for(cast.manager) if "Messages come back" in thing.why]
    assert [thing.title for thing in waiting] == [str(room.nurse.point)]
    assert room.letter().slots.count() == 3  # letters go on to them
    news("+23276999999", arrives=True)
    assert SAID not in client.get(reverse("focal_points")).content.decode()


def test_an_e_mail_address_of_theirs_counts_too_and_a_strangers_does_not(room: Room) -> None:
    Contact.objects.create(
        person=room.police.person, channel="email", to="desk@example.org", made_at=NOON
    )
    news("desk@example.org", "email")
    news("somebody@example.org", "email")
    failing = FocalPoint.objects.filter(failing_since__isnull=False)
    assert [point.pk for point in failing] == [room.police.point.pk]


def test_a_new_number_that_was_verified_begins_unmarked(room: Room, cast: Cast) -> None:
    point = room.nurse.point
    news(point.phone)
    change_duty(
        focalpoint=point, hours="", begins=None, ends=None, away_until=None,
        phone="+23276111222", act=act_of(point.person),
    )  # fmt: skip
    second = person("second_custodian", Role.CUSTODIAN, cast.nation)
    verify_focal_point(focalpoint=point, act=act_of(second))
    point.refresh_from_db()
    assert (point.phone, point.failing_since) == ("+23276111222", None)
