"""Closing an account."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from kinbridge.foundation.errors import Refusal
from kinbridge.office import operations
from kinbridge.office.operations import NotYoursToGive, OwnGrant
from kinbridge.office.tests.bringing import act, grant
from kinbridge.people.models import Person
from kinbridge.people.operations.factors import begin_codes
from kinbridge.people.roles import Deed, Role
from tests.cast import Cast


@pytest.mark.parametrize(
    ("who", "whose", "status"),
    [
        ("administrator", "facilitator", 302),
        ("administrator", "second_administrator", 302),
        ("administrator", "administrator", 403),
        ("manager", "facilitator", 403),
        ("mentor", "facilitator", 403),
        ("facilitator", "mentor", 404),
        ("auditor", "facilitator", 404),
    ],
)
def test_who_may_close_whose_account(
    cast: Cast, client: Client, who: str, whose: str, status: int
) -> None:
    client.force_login(cast.person(who))
    address = reverse("do", args=[Deed.CLOSE_ACCOUNT, cast.person(whose).key])
    assert client.post(address, {"key": uuid.uuid4()}).status_code == status
    fresh = Person.objects.get(pk=cast.person(whose).pk)
    assert fresh.is_active is (status != 302)


def test_with_the_account_go_roles_factors_links_and_sessions(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.facilitator)
    begin_codes(person=cast.facilitator)
    _link, secret = operations.make_link(
        person=cast.facilitator, forgets_factors=False, act=act(cast.mentor)
    )
    operations.close_account(person=cast.facilitator, act=act(cast.administrator))
    fresh = Person.objects.get(pk=cast.facilitator.pk)
    assert fresh.roles == frozenset()
    assert fresh.closed_at is not None
    assert not TOTPDevice.objects.exists()
    assert client.get(reverse("account")).status_code == 302
    assert client.get(reverse("welcome", args=[secret])).status_code == 409


def test_a_closed_account_is_not_closed_again(cast: Cast) -> None:
    operations.close_account(person=cast.facilitator, act=act(cast.administrator))
    with pytest.raises(Refusal, match="before"):
        operations.close_account(person=cast.facilitator, act=act(cast.administrator))


def test_nobody_closes_their_own_account(cast: Cast) -> None:
    with pytest.raises(OwnGrant):
        operations.close_account(person=cast.administrator, act=act(cast.administrator))


def test_somebody_who_works_elsewhere_too_is_closed_by_whoever_looks_after_both(
    cast: Cast,
) -> None:
    grant(cast.administrator, cast.mentor, Role.ADMINISTRATOR, cast.district)
    waiting = cast.mentor.all_grants.get(role=Role.ADMINISTRATOR)
    operations.approve_grant(grant=waiting, act=act(cast.second_administrator))
    grant(cast.administrator, cast.facilitator, Role.MENTOR, cast.elsewhere)
    of_district = Person.objects.get(pk=cast.mentor.pk)
    with pytest.raises(NotYoursToGive):
        operations.close_account(person=cast.facilitator, act=act(of_district))
    assert operations.close_account(person=cast.facilitator, act=act(cast.administrator)).pk
