"""Who works here: the list, a place, a person."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.office.tests.bringing import grant, invite
from kinbridge.people.roles import Role
from tests.cast import Cast


def page(client: Client, name: str, *keys: Any) -> str:
    answer = client.get(reverse(name, args=keys))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("mentor", 200),
        ("manager", 200),
        ("administrator", 200),
        ("facilitator", 403),
        ("official", 403),
        ("auditor", 403),
    ],
)
def test_who_sees_who_works_here(cast: Cast, client: Client, who: str, status: int) -> None:
    client.force_login(cast.person(who))
    assert client.get(reverse("people")).status_code == status


def test_one_sees_the_people_of_ones_own_places(cast: Cast, client: Client) -> None:
    client.force_login(cast.mentor)
    told = page(client, "people")
    assert "Facilitator" in told
    assert "Manager" in told
    assert "Outsider" not in told  # another district
    assert "Auditor" not in told  # above
    assert reverse("people_in", args=[cast.district.key]) in told


def test_a_place_shows_its_parts_and_invites(cast: Cast, client: Client) -> None:
    client.force_login(cast.mentor)
    told = page(client, "people_in", cast.district.key)
    assert reverse("people_in", args=[cast.chiefdom.key]) in told
    assert f"/do/invite_person/{cast.district.key}/" in told
    told = page(client, "people_in", cast.chiefdom.key)
    assert "Facilitator" in told
    assert "Manager" not in told
    assert 'href="/people/in/' in told  # the way back up


def test_a_place_out_of_sight_is_not_found(cast: Cast, client: Client) -> None:
    client.force_login(cast.mentor)
    assert client.get(reverse("people_in", args=[cast.elsewhere.key])).status_code == 404
    assert client.get(reverse("person", args=[cast.outsider.key])).status_code == 404


def test_an_empty_place_is_kindly_empty(cast: Cast, client: Client) -> None:
    client.force_login(cast.mentor)
    assert "Nobody works here yet" in page(client, "people_in", cast.village.key)


def test_a_person_is_shown_with_roles_and_what_can_be_done(cast: Cast, client: Client) -> None:
    client.force_login(cast.manager)
    told = page(client, "person", cast.facilitator.key)
    assert "First Chiefdom" in told
    assert "until Jan. 1, 2099" in told
    assert f"/do/grant_role/{cast.facilitator.key}/" in told
    assert "/do/end_grant/" in told
    assert "/do/close_account/" not in told
    assert "Make a one-time link" in told


def test_nobody_is_offered_deeds_about_themselves(cast: Cast, client: Client) -> None:
    client.force_login(cast.administrator)
    told = page(client, "person", cast.administrator.key)
    assert "/do/" not in told
    assert "one-time link" not in told


def test_what_waits_is_shown_to_whoever_may_approve(cast: Cast, client: Client) -> None:
    waiting = grant(cast.administrator, cast.facilitator, Role.AUDITOR, cast.nation)
    client.force_login(cast.second_administrator)
    told = page(client, "people")
    assert "Waiting for a second person" in told
    assert f"/do/approve_grant/{waiting.key}/" in told
    client.force_login(cast.administrator)
    assert f"/do/approve_grant/{waiting.key}/" not in page(client, "people")


def test_roles_that_ended_are_still_told(cast: Cast, client: Client) -> None:
    cast.facilitator.all_grants.update(until_on="2024-05-31")
    client.force_login(cast.manager)
    told = page(client, "person", cast.facilitator.key)
    assert "No role just now" in told
    assert "May 31, 2024" in told
    assert "no role just now" in page(client, "people")


def test_the_list_is_paged_and_takes_few_queries(
    cast: Cast, client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        invite(cast.mentor, cast.chiefdom, sign_in_name=f"facilitator-{number:02}")
    client.force_login(cast.mentor)
    with django_assert_max_num_queries(14) as read:
        told = page(client, "people")
    assert "Page 1 of 2" in told
    assert all(query["sql"].startswith("SELECT") for query in read.captured_queries)


def test_an_account_that_never_signed_in_is_marked(cast: Cast, client: Client) -> None:
    made = invite(cast.mentor, cast.chiefdom)
    client.force_login(cast.mentor)
    assert "has not signed in yet" in page(client, "people")
    assert "Let them in" in page(client, "person", made.key)
