"""Helpers are entered, and put right."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.directory.models import STREAM, Helper
from kinbridge.directory.operations import AlreadyInDirectory
from kinbridge.directory.tests.conftest import elders, entry
from kinbridge.journal.models import Entry
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, posted


def address(cast: Cast) -> str:
    return reverse("do", args=[Deed.ADD_HELPER, cast.chiefdom.key])


def test_an_office_of_the_district_stands_at_the_district(cast: Cast, do: Doer) -> None:
    made = do(Deed.ADD_HELPER, about=cast.chiefdom, by=cast.facilitator, **entry())
    assert made.area == cast.district
    assert str(made) == "District Health Office"


def test_a_helper_at_home_stands_in_the_place_itself(cast: Cast, do: Doer) -> None:
    made = do(Deed.ADD_HELPER, about=cast.chiefdom, by=cast.facilitator, **elders())
    assert made.area == cast.chiefdom


def test_a_level_that_the_country_does_not_have_above_leaves_the_helper_in_the_place(
    cast: Cast, do: Doer
) -> None:
    fields = entry(level="chiefdom")
    made = do(Deed.ADD_HELPER, about=cast.district, by=cast.mentor, **fields)
    assert made.area == cast.district


def test_an_entry_stands_in_the_journal_of_the_directory_and_of_no_community(
    cast: Cast, office: Helper
) -> None:
    assert Entry.objects.of(STREAM).get().about == f"helper:{office.key}"
    assert not Entry.objects.of(cast.community.stream).exists()


def test_the_same_office_is_entered_once(cast: Cast, do: Doer, office: Helper) -> None:
    fields = entry(name=" district health office ")
    with pytest.raises(AlreadyInDirectory):
        do(Deed.ADD_HELPER, about=cast.chiefdom, by=cast.facilitator, **fields)


def test_every_village_has_its_own_birth_attendant(
    cast: Cast, do: Doer, attendant: Helper
) -> None:
    do(Deed.ADD_HELPER, about=cast.chiefdom, by=cast.facilitator, **elders())
    assert Helper.objects.filter(name=attendant.name).count() == 2


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("facilitator", 302),
        ("mentor", 302),
        ("manager", 302),
        ("official", 403),
        ("outsider", 404),
        ("administrator", 403),
        ("auditor", 403),
    ],
)
def test_who_may_add_a_helper(cast: Cast, client: Client, who: str, status: int) -> None:
    client.force_login(cast.person(who))
    answer = client.post(address(cast), posted({"key": uuid.uuid4(), **entry()}))
    assert answer.status_code == status
    assert Helper.objects.count() == (1 if status == 302 else 0)


def test_the_same_form_sent_twice_makes_one_entry(cast: Cast, client: Client) -> None:
    client.force_login(cast.facilitator)
    form = posted({"key": uuid.uuid4(), **elders()})
    first, second = client.post(address(cast), form), client.post(address(cast), form)
    assert Helper.objects.count() == 1
    assert first["Location"] == second["Location"]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "required"),
        ("level", "moon", "not one of the available choices"),
        ("what_they_do", "She is Fatmata, 14, and helps.", "point to a person"),
        ("name", "Kadiatu, aged 19", "point to a person"),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_typed_is_lost(
    cast: Cast, client: Client, field: str, value: str, message: str
) -> None:
    client.force_login(cast.facilitator)
    fields = entry(**{field: value})
    answer = client.post(address(cast), posted({"key": uuid.uuid4(), **fields}))
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert "beside the court" in answer.content.decode()


def test_an_office_entered_already_is_told_at_its_name(
    cast: Cast, client: Client, office: Helper
) -> None:
    client.force_login(cast.facilitator)
    answer = client.post(address(cast), posted({"key": uuid.uuid4(), **entry()}))
    assert answer.status_code == 409
    assert "already in the directory" in answer.content.decode()


def seen(helper: Helper, **typed: Any) -> dict[str, Any]:
    """The form of a correction as the page carried it, with something typed over it."""
    shown = {name: getattr(helper, name) for name in entry()}
    before = {f"initial-{name}": value for name, value in shown.items()}
    return {
        **before,
        **shown,
        "base": 0,
        "initial-organisation": "",
        "organisation": "",
        **typed,
    }


def test_an_entry_is_put_right_field_by_field(cast: Cast, do: Doer, office: Helper) -> None:
    fields = seen(office, hours="all day", organisation=cast.office)
    made = do(Deed.CORRECT_HELPER, about=office, by=cast.mentor, **fields)
    assert (made.hours, made.where, made.organisation) == (
        "all day",
        "beside the court",
        cast.office,
    )
    assert Entry.objects.of(STREAM).first().payload == {  # type: ignore[union-attr]
        "hours": "all day",
        "organisation": f"organisation:{cast.office.key}",
    }


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("mentor", 302),
        ("manager", 302),
        ("facilitator", 403),
        ("official", 403),
        ("outsider", 404),
        ("auditor", 403),
    ],
)
def test_who_may_correct_an_office_of_the_district(
    cast: Cast, client: Client, office: Helper, who: str, status: int
) -> None:
    client.force_login(cast.person(who))
    page = reverse("do", args=[Deed.CORRECT_HELPER, office.key])
    fields = posted({"key": uuid.uuid4(), **seen(office, hours="never")})
    assert client.post(page, fields).status_code == status


def test_a_manager_corrects_a_nonformal_helper_without_seeing_the_number(
    cast: Cast, client: Client, attendant: Helper
) -> None:
    page = reverse("do", args=[Deed.CORRECT_HELPER, attendant.key])
    client.force_login(cast.manager)
    assert "076 555 200" not in client.get(page).content.decode()
    client.force_login(cast.facilitator)
    assert "076 555 200" in client.get(page).content.decode()


def test_an_official_corrects_the_entry_of_the_own_office_and_not_whose_it_is(
    cast: Cast, client: Client, do: Doer, office: Helper
) -> None:
    page = reverse("do", args=[Deed.CORRECT_HELPER, office.key])
    client.force_login(cast.official)
    assert client.get(page).status_code == 403
    do(
        Deed.CORRECT_HELPER,
        about=office,
        by=cast.mentor,
        **seen(office, organisation=cast.office),
    )
    shown = client.get(page).content.decode()
    assert "What they do" in shown
    assert 'name="organisation"' not in shown
    change = {"base": 1, "initial-hours": "mornings", "hours": "all day", "formality": "mixed"}
    assert client.post(page, posted({"key": uuid.uuid4(), **change})).status_code == 302
    office.refresh_from_db()
    assert (office.hours, office.formality) == ("all day", "formal")
