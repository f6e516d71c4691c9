"""Who sees which helper, and what of them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.directory.models import STREAM, Helper
from kinbridge.directory.operations import enter_helper
from kinbridge.directory.tests.conftest import elders, entry
from kinbridge.foundation.transactions import one_whole
from kinbridge.journal.models import Entry, Stream
from kinbridge.people.models import Person
from kinbridge.people.roles import Deed, Role
from tests.cast import Cast, Doer, act_of, person


def page(client: Client, by: Person, **narrowed: str) -> str:
    client.force_login(by)
    answer = client.get(reverse("helpers"), narrowed)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("who", "sees_office", "sees_attendant"),
    [
        ("facilitator", True, True),
        ("mentor", True, True),
        ("manager", True, True),
        ("official", True, False),
        ("administrator", True, False),
        ("auditor", True, False),
        ("outsider", False, False),
    ],
)
def test_nonformal_helpers_are_shown_only_to_who_may_know_communities(
    cast: Cast,
    client: Client,
    office: Helper,
    attendant: Helper,
    who: str,
    sees_office: bool,
    sees_attendant: bool,
) -> None:
    shown = page(client, cast.person(who))
    assert (office.name in shown, attendant.name in shown) == (sees_office, sees_attendant)
    for helper, sees in ((office, sees_office), (attendant, sees_attendant)):
        answer = client.get(reverse("helper", args=[helper.key]))
        assert answer.status_code == (200 if sees else 404)


@pytest.mark.parametrize(
    ("who", "sees"), [("facilitator", True), ("mentor", True), ("manager", False)]
)
def test_the_number_of_a_nonformal_helper_is_for_those_who_accompany(
    cast: Cast, client: Client, attendant: Helper, who: str, sees: bool
) -> None:
    client.force_login(cast.person(who))
    shown = client.get(reverse("helper", args=[attendant.key])).content.decode()
    assert ("076 555 200" in shown) is sees
    assert ("known to those who accompany" in shown) is not sees


@pytest.mark.parametrize(
    ("deed", "fields", "is_shown"),
    [
        (None, {}, False),
        (Deed.CHECK_HELPER, {"how": "visit", "still_right": "no"}, False),
        (Deed.CHECK_HELPER, {"how": "visit", "still_right": "yes"}, True),
        (Deed.CORRECT_HELPER, {"initial-name": "", "name": "Clinic", "base": 0}, True),
    ],
)
def test_what_a_community_named_is_not_shown_to_offices_before_somebody_looked(
    cast: Cast,
    client: Client,
    do: Doer,
    deed: Deed | None,
    fields: dict[str, Any],
    is_shown: bool,
) -> None:
    told = entry(name="Those who never come", is_public=False)
    with one_whole():
        helper = enter_helper(area=cast.chiefdom, act=act_of(cast.mentor), **told)
    client.force_login(cast.mentor)
    own = reverse("helper", args=[helper.key])
    assert "in their own words" in client.get(own).content.decode()
    if deed:
        do(deed, about=helper, by=cast.mentor, **fields)
    client.force_login(cast.official)
    assert client.get(own).status_code == (200 if is_shown else 404)


def test_the_line_of_an_office_is_for_everybody_who_sees_it(
    cast: Cast, client: Client, office: Helper
) -> None:
    client.force_login(cast.official)
    shown = client.get(reverse("helper", args=[office.key])).content.decode()
    assert "076 555 100" in shown
    assert "beside the court" in shown
    assert "mornings" in shown


def test_an_evaluator_sees_services_only(
    cast: Cast, client: Client, office: Helper, attendant: Helper
) -> None:
    shown = page(client, person("evaluator", Role.EVALUATOR, cast.district))
    assert office.name in shown
    assert attendant.name not in shown


def test_an_empty_directory_is_kind_and_leads_to_the_first_entry(
    cast: Cast, client: Client
) -> None:
    shown = page(client, cast.facilitator)
    assert "ask them, and the list will grow" in shown
    assert "Add a helper in First Chiefdom" in shown
    assert "Add a helper in" not in page(client, cast.official)


@pytest.mark.parametrize(
    ("narrowed", "names"),
    [
        ({"level": "district"}, {"District Health Office"}),
        ({"formality": "nonformal"}, {"The birth attendant"}),
        ({"words": "FUEL court"}, {"District Health Office", "The birth attendant"}),
        ({"words": "àtTEND"}, {"The birth attendant"}),
        ({"words": "attendant"}, {"The birth attendant"}),
        ({"words": "nobody like this"}, set()),
        ({"level": "nonsense"}, {"District Health Office", "The birth attendant"}),
    ],
)
def test_the_list_is_narrowed_by_level_formality_and_words(
    cast: Cast,
    client: Client,
    office: Helper,
    attendant: Helper,
    narrowed: dict[str, str],
    names: set[str],
) -> None:
    shown = page(client, cast.facilitator, **narrowed)
    assert {name for name in (office.name, attendant.name) if name in shown} == names
    assert ("Nobody is entered here with these words" in shown) is not bool(names)


def test_the_nearest_come_first(
    cast: Cast, client: Client, office: Helper, attendant: Helper
) -> None:
    shown = page(client, cast.facilitator)
    assert shown.index(attendant.name) < shown.index(office.name)


def many(cast: Cast, n: int) -> None:
    for number in range(n):
        fields: dict[str, Any] = entry(name=f"Office {number:03}")
        with one_whole():
            enter_helper(area=cast.district, act=act_of(cast.mentor), **fields)


def test_a_long_list_comes_in_pages_that_keep_what_was_looked_for(
    cast: Cast, client: Client, django_assert_max_num_queries: Any
) -> None:
    many(cast, 30)
    client.force_login(cast.facilitator)
    with django_assert_max_num_queries(9):
        shown = client.get(reverse("helpers"), {"words": "office"}).content.decode()
    assert "Page 1 of 2" in shown
    assert "?words=office&amp;page=2" in shown
    assert "Office 029" in page(client, cast.facilitator, words="office", page="2")


def test_reading_changes_nothing(cast: Cast, client: Client, office: Helper) -> None:
    before = Stream.objects.get(name=STREAM).head
    page(client, cast.facilitator)
    client.get(reverse("helper", args=[office.key]))
    assert Stream.objects.get(name=STREAM).head == before


def test_an_entry_from_a_worked_example_names_its_source(cast: Cast, client: Client) -> None:
    act = act_of(cast.mentor, source="A report of 2012", illustrative=True)
    with one_whole():
        helper = enter_helper(area=cast.chiefdom, act=act, **elders())
    client.force_login(cast.mentor)
    shown = client.get(reverse("helper", args=[helper.key])).content.decode()
    assert "A report of 2012" in shown
    assert Entry.objects.of(STREAM).get().illustrative
