"""A phone that was lost, or is in other hands, forgets at its next contact."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.journal.models import Entry
from kinbridge.office import operations
from kinbridge.office.tests.bringing import act
from kinbridge.people.roles import Deed
from kinbridge.sync.devices import device_known_by, set_up
from kinbridge.sync.models import Device
from tests.cast import NOON, Cast


@pytest.mark.parametrize(
    ("who", "whose", "status"),
    [
        ("administrator", "facilitator", 302),
        ("manager", "mentor", 302),
        ("mentor", "facilitator", 302),
        ("mentor", "mentor", 403),
        ("mentor", "outsider", 404),
        ("facilitator", "mentor", 404),
        ("auditor", "facilitator", 404),
    ],
)
def test_who_may_let_whose_phone_forget(
    cast: Cast, client: Client, who: str, whose: str, status: int
) -> None:
    made = set_up(person=cast.person(whose), name="A phone", at=NOON)
    client.force_login(cast.person(who))
    address = reverse("do", args=[Deed.REVOKE_DEVICE, made.device.key])
    for _once_and_again in range(2):
        assert client.post(address, {"key": (key := uuid.uuid4())}).status_code in {status, 404}
        is_known = device_known_by(made.token) is not None
        assert is_known is (status != 302)
    assert Entry.objects.filter(deed=Deed.REVOKE_DEVICE).count() == (status == 302)
    assert Device.objects.filter(key=key).count() == 0


def test_the_page_of_a_person_lists_their_phones_for_whoever_may_let_them_go(
    cast: Cast, client: Client
) -> None:
    made = set_up(person=cast.facilitator, name="The small phone", at=NOON)
    address = reverse("do", args=[Deed.REVOKE_DEVICE, made.device.key])
    client.force_login(cast.mentor)
    page = client.get(reverse("person", args=[cast.facilitator.key])).content.decode()
    assert "The small phone" in page
    assert "last in touch on March 10, 2026" in page
    assert address in page
    client.force_login(cast.facilitator)
    assert "The small phone" in client.get(reverse("phone")).content.decode()
    operations.revoke_device(device=made.device, act=act(cast.mentor))
    client.force_login(cast.mentor)
    assert (
        address
        not in client.get(reverse("person", args=[cast.facilitator.key])).content.decode()
    )
