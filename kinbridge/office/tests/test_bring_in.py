"""Inviting people, granting roles, approving and ending them."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kinbridge.foundation.errors import Refusal
from kinbridge.journal.models import Entry
from kinbridge.office import operations
from kinbridge.office.operations import (
    LONGEST_ROLE,
    GrantIsOver,
    NotYoursToGive,
    OwnGrant,
    RolesExcludeEachOther,
    TooLong,
)
from kinbridge.people.acts import Act
from kinbridge.people.models import Grant, Organisation, Person
from kinbridge.people.roles import Deed, Role
from tests.cast import Cast, Doer, person, posted


def today(**later: int) -> date:
    return timezone.localdate() + timedelta(**later)


def act(by: Person) -> Act:
    """An act of now: roles are given by today's calendar."""
    now = timezone.now()
    return Act(by=by, at=now, received_at=now)


def invitation(**others: Any) -> dict[str, Any]:
    """What is filled in to invite a facilitator."""
    return {
        "display_name": "Facilitator, second village",
        "sign_in_name": "second-village",
        "role": "facilitator",
        "until": today(days=365),
        **others,
    }


def invite(by: Person, area: Any, **others: Any) -> Person:
    told = {"organisation": None, **invitation(**others)}
    return operations.invite_person(area=area, act=act(by), **told)


def grant(by: Person, to: Person, role: Role, area: Any, **others: Any) -> Grant:
    told = {"organisation": None, "until": today(days=100), **others}
    return operations.grant_role(person=to, role=role, area=area, act=act(by), **told)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("mentor", 302),
        ("manager", 302),
        ("administrator", 302),
        ("facilitator", 403),
        ("official", 403),
        ("auditor", 403),
        ("outsider", 404),
    ],
)
def test_who_may_invite_a_facilitator(
    cast: Cast, client: Client, who: str, status: int
) -> None:
    client.force_login(cast.person(who))
    address = reverse("do", args=[Deed.INVITE_PERSON, cast.chiefdom.key])
    answer = client.post(address, posted({"key": uuid.uuid4(), **invitation()}))
    assert answer.status_code == status
    found = Person.objects.filter(sign_in_name="second-village")
    assert found.count() == (1 if status == 302 else 0)
    if status == 302:
        assert answer["Location"] == reverse("person", args=[found.get().key])


def test_an_invited_person_has_a_role_and_no_passphrase_yet(cast: Cast) -> None:
    made = invite(cast.mentor, cast.chiefdom, sign_in_name="Second-Village ")
    assert made.sign_in_name == "second-village"
    assert not made.has_usable_password()
    assert made.roles_over(cast.village) == {Role.FACILITATOR}
    assert made.roles_over(cast.elsewhere) == frozenset()


def test_an_invitation_stands_in_the_journal_without_names(cast: Cast) -> None:
    made = invite(cast.mentor, cast.chiefdom)
    entry = Entry.objects.of("people").get()
    assert (entry.deed, entry.by, entry.about) == (
        Deed.INVITE_PERSON,
        cast.mentor,
        f"person:{made.key}",
    )
    assert entry.payload is not None
    assert entry.payload["role"] == "facilitator"
    assert "village" not in str(entry.payload).lower()
    assert "argon" not in str(entry.payload)


def test_the_same_invitation_sent_twice_counts_once(cast: Cast, client: Client) -> None:
    client.force_login(cast.mentor)
    address = reverse("do", args=[Deed.INVITE_PERSON, cast.chiefdom.key])
    form = posted({"key": uuid.uuid4(), **invitation()})
    first, second = client.post(address, form), client.post(address, form)
    assert first["Location"] == second["Location"]
    assert Grant.objects.filter(person__sign_in_name="second-village").count() == 1


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("sign_in_name", "mentor", "signs in with this name already"),
        ("sign_in_name", "MENTOR", "signs in with this name already"),
        ("sign_in_name", "me", "Three letters or more"),
        ("sign_in_name", "m\u0435ntor", "Three letters or more"),  # a Cyrillic letter
        ("sign_in_name", "", "required"),
        ("display_name", "", "required"),
        ("role", "manager", "not one of the available choices"),
        ("role", "administrator", "not one of the available choices"),
        ("until", "2020-01-01", "past already"),
        ("until", "2099-01-01", "a year at most"),
        ("until", "2030-02-30", "valid date"),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_typed_is_lost(
    cast: Cast, client: Client, field: str, value: str, message: str
) -> None:
    client.force_login(cast.mentor)
    address = reverse("do", args=[Deed.INVITE_PERSON, cast.chiefdom.key])
    told = invitation(new_organisation="Society of the Three Villages", **{field: value})
    answer = client.post(address, posted({"key": uuid.uuid4(), **told}))
    page = answer.content.decode()
    assert answer.status_code in {409, 422}
    assert message in page
    assert f'id="id_{field}_error"' in page
    assert "Society of the Three Villages" in page
    assert not Person.objects.filter(display_name="Facilitator, second village").exists()
    assert not Organisation.objects.filter(name__startswith="Society").exists()


def test_an_organisation_named_anew_is_made_once(cast: Cast) -> None:
    for name in ("one", "two"):
        invite(
            cast.manager,
            cast.chiefdom,
            sign_in_name=f"official-{name}",
            role="official",
            new_organisation=" Office of  Schooling ",
        )
    office = Organisation.objects.get(name__iexact="office of schooling")
    assert office.kind == Organisation.Kind.GOVERNMENT
    assert office.grants.count() == 2


def test_an_official_speaks_for_an_office(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        invite(cast.manager, cast.district, role="official")
    assert refused.value.field == "organisation"


@pytest.mark.parametrize(
    ("who", "role", "may"),
    [
        ("mentor", Role.FACILITATOR, True),
        ("mentor", Role.MENTOR, False),
        ("manager", Role.MENTOR, True),
        ("manager", Role.MANAGER, False),
        ("manager", Role.SAFEGUARDING_LEAD, False),
        ("administrator", Role.MANAGER, True),
        ("administrator", Role.AUDITOR, True),
        ("facilitator", Role.FACILITATOR, False),
        ("auditor", Role.FACILITATOR, False),
    ],
)
def test_each_brings_in_only_certain_roles(cast: Cast, who: str, role: Role, may: bool) -> None:
    if may:
        assert invite(cast.person(who), cast.chiefdom, role=role).pk
    else:
        with pytest.raises(NotYoursToGive):
            invite(cast.person(who), cast.chiefdom, role=role)


def test_nobody_gives_a_role_above_their_own_place(cast: Cast) -> None:
    with pytest.raises(NotYoursToGive):
        invite(cast.mentor, cast.province)
    with pytest.raises(NotYoursToGive):
        grant(cast.manager, cast.facilitator, Role.MENTOR, cast.province)


def test_a_role_over_one_place_gives_nothing_in_another(cast: Cast) -> None:
    made = person("mentor_elsewhere", Role.MENTOR, cast.elsewhere)
    Grant.objects.create(
        person=made,
        role=Role.FACILITATOR,
        area=cast.chiefdom,
        from_on=today(),
        until_on=today(),
    )
    with pytest.raises(NotYoursToGive):
        invite(made, cast.chiefdom)


@pytest.mark.parametrize(("days", "may"), [(366, True), (367, False)])
def test_a_role_lasts_a_year_at_most(cast: Cast, days: int, may: bool) -> None:
    assert LONGEST_ROLE.days == 366
    if may:
        invite(cast.mentor, cast.chiefdom, until=today(days=days))
    else:
        with pytest.raises(TooLong):
            invite(cast.mentor, cast.chiefdom, until=today(days=days))


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
