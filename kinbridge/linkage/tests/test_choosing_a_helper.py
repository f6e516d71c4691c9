"""An entry of the directory is chosen by typing, however many there are."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.directory.forms.choosing import OFFERED
from kinbridge.directory.models import Helper
from kinbridge.directory.operations.entries import index
from kinbridge.directory.tests.conftest import entry
from kinbridge.goals.models import Goal
from kinbridge.linkage.models import Linkage
from kinbridge.linkage.tests.conftest import named
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, posted


@pytest.fixture
def offices(cast: Cast, do: Doer) -> dict[str, Helper]:
    """Three offices of the district."""
    names = ["District Health Office", "District Social Welfare", "Court, first floor"]
    return {
        name: do(
            Deed.ADD_HELPER, about=cast.district, by=cast.mentor, **entry(name=name, phone="")
        )
        for name in names
    }


def naming(client: Client, cast: Cast, goal: Goal, typed: str) -> Any:
    client.force_login(cast.facilitator)
    form = posted({"key": uuid.uuid4(), **named(helper=typed)})
    return client.post(reverse("do", args=[Deed.NAME_HELPER, goal.key]), form)


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        ("District Health Office", "District Health Office"),
        ("district health office", "District Health Office"),
        ("welf soc", "District Social Welfare"),
        ("Court, first floor", "Court, first floor"),
        ("Court, first floor, {district}", "Court, first floor"),
        ("", ""),
    ],
)
def test_what_is_typed_leads_to_the_only_entry_called_so(
    cast: Cast, client: Client, goal: Goal, offices: dict[str, Helper], typed: str, chosen: str
) -> None:
    answer = naming(client, cast, goal, typed.format(district=cast.district))
    assert answer.status_code == 302
    helper = Linkage.objects.get().helper
    assert helper == offices[chosen] if chosen else helper not in offices.values()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("dist", "District Health Office, {district}; District Social Welfare, {district}"),
        ("the harbour master", "No entry around here is called so"),
    ],
)
def test_what_is_typed_and_could_be_none_or_several_is_told_with_them(
    cast: Cast, client: Client, goal: Goal, offices: dict[str, Helper], typed: str, told: str
) -> None:
    answer = naming(client, cast, goal, typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert told.format(district=cast.district) in page
    assert f'value="{typed}"' in page


def test_of_many_entries_the_nearest_few_are_offered_and_all_can_be_typed(
    cast: Cast, client: Client, goal: Goal
) -> None:
    told = {"area": cast.district, "level": "district", "kind": "role", "formality": "formal"}
    many = [Helper(name=f"Office number{n:03}", **told) for n in range(3 * OFFERED)]
    index(helpers=Helper.objects.bulk_create(many))
    client.force_login(cast.facilitator)
    page = client.get(reverse("do", args=[Deed.NAME_HELPER, goal.key])).content.decode()
    assert page.count('<option value="Office number') == OFFERED
    assert naming(client, cast, goal, "number170").status_code == 302
    assert Linkage.objects.get().helper.name == "Office number170"


def test_a_way_is_looked_for_by_typing_to_whom(
    cast: Cast, client: Client, offices: dict[str, Helper]
) -> None:
    client.force_login(cast.facilitator)
    address = reverse("ways", args=[cast.community.key])
    assert "has-errors" not in client.get(address).content.decode()
    page = client.get(address, {"to": "welfare"}).content.decode()
    assert f"introduce {cast.community} to District Social Welfare?" in page
    by_key = client.get(address, {"to": str(offices["District Health Office"].key)})
    assert f'value="District Health Office, {cast.district}"' in by_key.content.decode()
