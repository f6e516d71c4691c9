"""Inviting people: who may, into which role, where, for how long."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.foundation.errors import Refusal
from kinbridge.journal.models import Entry
from kinbridge.office.operations import LONGEST_ROLE, NotYoursToGive, TooLong
from kinbridge.office.tests.bringing import grant, invitation, invite, today
from kinbridge.people.models import Grant, Organisation, Person
from kinbridge.people.roles import Deed, Role
from tests.cast import Cast, person, posted


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
