"""The story of a community, from top to bottom."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from kinbridge.goals.models import Goal
from kinbridge.web.tests.conftest import gather
from tests.cast import Cast, Doer


def page(client: Client, cast: Cast, who: str) -> str:
    client.force_login(cast.person(who))
    answer = client.get(reverse("community", args=[cast.community.key]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_story_tells_what_was_said_chosen_and_asked(
    cast: Cast, client: Client, goal: Goal
) -> None:
    told = page(client, cast, "facilitator")
    for words in (
        "Pikin nɔ de go skul",
        "All pikin de go skul",
        "Some elders would begin with the road.",
        "Education office",
        "Walk to school together",
        "still owed",
    ):
        assert words in told


def test_the_story_asks_for_voices_that_were_not_heard(
    cast: Cast, client: Client, goal: Goal
) -> None:
    assert "Not heard yet: boys, women, men" in page(client, cast, "facilitator")


def test_a_manager_reads_what_was_decided_and_not_what_was_said(
    cast: Cast, client: Client, goal: Goal
) -> None:
    told = page(client, cast, "manager")
    assert "All pikin de go skul" in told
    assert "Pikin nɔ de go skul" not in told
    assert "gatherings" not in told.lower().replace("/gatherings/", "")


@pytest.mark.parametrize("n", [0, 60])
def test_the_story_takes_no_more_than_fifteen_questions_to_the_database(
    cast: Cast,
    client: Client,
    do: Doer,
    goal: Goal,
    n: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _n in range(n):
        gather(do, cast)
    client.force_login(cast.facilitator)
    with django_assert_max_num_queries(15):
        client.get(reverse("community", args=[cast.community.key]))


def test_an_empty_story_is_kind(cast: Cast, client: Client) -> None:
    told = page(client, cast, "facilitator")
    assert "Listening comes first" in told
    assert "who might be able to help us reach the goal that we chose?" in told


@pytest.mark.parametrize("who", ["outsider", "official", "administrator", "auditor"])
def test_nobody_else_reads_it(cast: Cast, client: Client, goal: Goal, who: str) -> None:
    client.force_login(cast.person(who))
    answer = client.get(reverse("community", args=[cast.community.key]))
    assert answer.status_code in {403, 404}


def test_the_journal_shows_every_deed_with_its_writer(
    cast: Cast, client: Client, goal: Goal
) -> None:
    client.force_login(cast.mentor)
    told = client.get(reverse("journal", args=[cast.community.key])).content.decode()
    assert "Record the goal the community chose" in told
    assert "Facilitator" in told


def test_long_lists_come_in_pages(cast: Cast, client: Client, do: Doer) -> None:
    for _n in range(30):
        gather(do, cast)
    client.force_login(cast.facilitator)
    for name in ("journal", "gatherings"):
        address = reverse(name, args=[cast.community.key])
        assert "Page 1 of 2" in client.get(address).content.decode()
        assert "Page 2 of 2" in client.get(f"{address}?page=99").content.decode()
