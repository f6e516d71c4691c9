"""Granting roles, approving them, ending them."""

import uuid
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.foundation.errors import Refusal
from kinbridge.office import operations
from kinbridge.office.operations import (
    GrantIsOver,
    NotYoursToGive,
    OwnGrant,
    RolesExcludeEachOther,
)
from kinbridge.office.tests.bringing import act, grant, today
from kinbridge.people.models import Grant, Person
from kinbridge.people.roles import Deed, Role
from tests.cast import Cast, Doer, person, posted


def test_a_manager_grants_a_role_through_the_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.manager)
    address = reverse("do", args=[Deed.GRANT_ROLE, cast.facilitator.key])
    page = client.get(address).content.decode()
    assert 'value="mentor"' in page
    assert 'value="auditor"' not in page
    assert str(cast.chiefdom.key) in page
    assert str(cast.elsewhere.key) not in page
    told = {"role": "mentor", "area": cast.chiefdom, "until": today(days=30)}
    answer = client.post(address, posted({"key": uuid.uuid4(), **told}))
    assert answer["Location"] == reverse("person", args=[cast.facilitator.key])
    fresh = Person.objects.get(pk=cast.facilitator.pk)
    assert Role.MENTOR in fresh.roles_over(cast.village)


def test_a_place_out_of_reach_is_no_choice(cast: Cast, client: Client) -> None:
    client.force_login(cast.manager)
    address = reverse("do", args=[Deed.GRANT_ROLE, cast.facilitator.key])
    told = {"role": "mentor", "area": cast.elsewhere, "until": today(days=30)}
    assert client.post(address, posted({"key": uuid.uuid4(), **told})).status_code == 422


def test_nobody_grants_a_role_to_themselves(cast: Cast, client: Client) -> None:
    with pytest.raises(OwnGrant):
        grant(cast.manager, cast.manager, Role.MENTOR, cast.district)
    client.force_login(cast.manager)
    address = reverse("do", args=[Deed.GRANT_ROLE, cast.manager.key])
    assert client.get(address).status_code == 403


def test_the_same_role_is_not_granted_twice(cast: Cast) -> None:
    with pytest.raises(Refusal, match="already"):
        grant(cast.manager, cast.facilitator, Role.FACILITATOR, cast.chiefdom)


def test_a_closed_account_gets_no_role(cast: Cast) -> None:
    Person.objects.filter(pk=cast.facilitator.pk).update(is_active=False)
    with pytest.raises(Refusal, match="closed"):
        grant(cast.manager, cast.facilitator, Role.MENTOR, cast.chiefdom)


@pytest.mark.parametrize(
    ("has", "gets", "may"),
    [
        (Role.ADMINISTRATOR, Role.AUDITOR, False),
        (Role.AUDITOR, Role.CUSTODIAN, False),
        (Role.FOCAL_POINT, Role.ADMINISTRATOR, False),
        (Role.CUSTODIAN, Role.FOCAL_POINT, False),
        (Role.FACILITATOR, Role.AUDITOR, True),
        (Role.AUDITOR, Role.FACILITATOR, True),
        (Role.MANAGER, Role.SAFEGUARDING_LEAD, True),
    ],
)
def test_guarded_roles_exclude_each_other(cast: Cast, has: Role, gets: Role, may: bool) -> None:
    who = person("somebody", has, cast.nation, cast.office)
    if may:
        assert grant(cast.administrator, who, gets, cast.nation).pk
    else:
        with pytest.raises(RolesExcludeEachOther):
            grant(cast.administrator, who, gets, cast.nation)


def test_a_role_that_waits_excludes_too(cast: Cast) -> None:
    grant(cast.administrator, cast.facilitator, Role.AUDITOR, cast.nation)
    with pytest.raises(RolesExcludeEachOther):
        grant(cast.second_administrator, cast.facilitator, Role.CUSTODIAN, cast.nation)


def test_a_guarded_role_counts_once_a_second_person_approved(
    cast: Cast, client: Client
) -> None:
    waiting = grant(cast.administrator, cast.facilitator, Role.AUDITOR, cast.nation)
    assert waiting.needs_approval
    assert Role.AUDITOR not in Person.objects.get(pk=cast.facilitator.pk).roles
    client.force_login(cast.second_administrator)
    assert "auditor" in client.get(reverse("people")).content.decode()
    address = reverse("do", args=[Deed.APPROVE_GRANT, waiting.key])
    page = client.get(address).content.decode()
    assert "Administrator" in page  # who granted it
    assert client.post(address, {"key": uuid.uuid4()}).status_code == 302
    assert Role.AUDITOR in Person.objects.get(pk=cast.facilitator.pk).roles


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("second_administrator", 302),
        ("administrator", 403),  # gave it
        ("facilitator", 404),  # would hold it, and sees no people
        ("manager", 404),
        ("mentor", 404),
        ("auditor", 404),
        ("official", 404),
    ],
)
def test_who_may_approve(cast: Cast, client: Client, who: str, status: int) -> None:
    waiting = grant(cast.administrator, cast.facilitator, Role.CUSTODIAN, cast.nation)
    client.force_login(cast.person(who))
    address = reverse("do", args=[Deed.APPROVE_GRANT, waiting.key])
    assert client.post(address, {"key": uuid.uuid4()}).status_code == status
    waiting.refresh_from_db()
    assert (waiting.approved_by is not None) is (status == 302)


def test_a_custodian_approves_but_never_their_own(cast: Cast) -> None:
    custodian = person("custodian", Role.CUSTODIAN, cast.nation)
    other = grant(cast.administrator, cast.facilitator, Role.AUDITOR, cast.nation)
    assert operations.approve_grant(grant=other, act=act(custodian)).approved_by == custodian
    own = grant(cast.administrator, custodian, Role.SAFEGUARDING_LEAD, cast.nation)
    with pytest.raises(OwnGrant):
        operations.approve_grant(grant=own, act=act(custodian))


def test_what_does_not_wait_is_not_approved(cast: Cast) -> None:
    plain = grant(cast.manager, cast.facilitator, Role.MENTOR, cast.chiefdom)
    with pytest.raises(GrantIsOver):
        operations.approve_grant(grant=plain, act=act(cast.administrator))
    waiting = grant(cast.administrator, cast.facilitator, Role.AUDITOR, cast.nation)
    operations.end_grant(grant=waiting, act=act(cast.second_administrator))
    with pytest.raises(GrantIsOver):
        operations.approve_grant(grant=waiting, act=act(cast.second_administrator))


def test_two_that_wait_and_exclude_each_other_are_not_both_approved(cast: Cast) -> None:
    first = grant(cast.administrator, cast.facilitator, Role.AUDITOR, cast.nation)
    second = Grant.objects.create(
        person=cast.facilitator,
        role=Role.CUSTODIAN,
        area=cast.nation,
        from_on=today(),
        until_on=today(days=9),
        granted_by=cast.administrator,
    )
    assert first.needs_approval
    with pytest.raises(RolesExcludeEachOther):
        operations.approve_grant(grant=second, act=act(cast.second_administrator))


def test_a_role_ends_before_its_day(cast: Cast, client: Client) -> None:
    held = cast.facilitator.all_grants.get()
    client.force_login(cast.manager)
    address = reverse("do", args=[Deed.END_GRANT, held.key])
    assert client.post(address, {"key": uuid.uuid4()}).status_code == 302
    assert Person.objects.get(pk=cast.facilitator.pk).roles == frozenset()
    with pytest.raises(GrantIsOver):
        operations.end_grant(grant=held, act=act(cast.manager))


@pytest.mark.parametrize(
    ("who", "whose", "status"),
    [
        ("manager", "mentor", 302),
        ("manager", "manager", 403),
        ("manager", "administrator", 404),
        ("mentor", "facilitator", 403),
        ("administrator", "manager", 302),
        ("administrator", "administrator", 403),
        ("administrator", "second_administrator", 302),
        ("auditor", "facilitator", 404),
    ],
)
def test_who_may_end_whose_role(
    cast: Cast, client: Client, who: str, whose: str, status: int
) -> None:
    held = cast.person(whose).all_grants.get()
    client.force_login(cast.person(who))
    address = reverse("do", args=[Deed.END_GRANT, held.key])
    assert client.post(address, {"key": uuid.uuid4()}).status_code == status


def test_operations_refuse_what_no_page_offers(cast: Cast) -> None:
    own = cast.administrator.all_grants.get()
    with pytest.raises(OwnGrant):
        operations.end_grant(grant=own, act=act(cast.administrator))
    with pytest.raises(NotYoursToGive):
        operations.end_grant(grant=own, act=act(cast.manager))


def test_a_deed_of_the_office_comes_through_the_one_door(cast: Cast, do: Doer) -> None:
    made = do(
        Deed.GRANT_ROLE,
        about=cast.facilitator,
        by=cast.manager,
        role="evaluator",
        area=cast.chiefdom,
        until=date(2026, 6, 1),  # the cast acts in March 2026
    )
    assert made.role == Role.EVALUATOR
