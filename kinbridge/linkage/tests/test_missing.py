"""Where help is still missing, shown to who can act; and services that could serve."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.directory.models import Helper
from kinbridge.goals.models import Goal
from kinbridge.linkage.matching import services_for
from kinbridge.linkage.missing import (
    MANY,
    carrying_many,
    goals_not_spoken_of,
    nobody_turned_to,
    resting_on_one,
    still_looking,
)
from kinbridge.linkage.models import Linkage
from kinbridge.linkage.queries import titles_for
from kinbridge.linkage.tests.conftest import named
from kinbridge.linkage.tests.test_moving import moved
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer


def service(cast: Cast, do: Doer, **others: Any) -> Helper:
    """A service of the district, entered by the mentor."""
    told = {
        "name": "School Inspectorate", "kind": "service", "formality": "formal",
        "level": "district", "what_they_do": "Sees that girls may come back to school.",
        **others,
    }  # fmt: skip
    made = do(Deed.ADD_HELPER, about=cast.district, by=cast.mentor, **told)
    assert isinstance(made, Helper)
    return made


def test_a_goal_looks_for_a_formal_helper_only_once_its_community_has_asked_one(
    cast: Cast, do: Doer, linkage: Linkage, goal: Goal
) -> None:
    assert still_looking(cast.mentor) == still_looking(cast.manager) == []


def test_a_goal_still_looking_is_seen_by_its_mentor_and_waits_for_the_manager(
    cast: Cast, do: Doer, client: Client, sent: Linkage
) -> None:
    assert still_looking(cast.mentor) == still_looking(cast.manager) == [sent.goal]
    assert still_looking(cast.outsider) == still_looking(cast.official) == []
    pages = {}
    for who in ("mentor", "manager"):
        client.force_login(cast.person(who))
        pages[who] = client.get(reverse("missing")).content.decode()
    assert "Still looking for a formal helper" in pages["mentor"]
    assert "Waiting for us" in pages["manager"]
    do(Deed.MOVE_LINKAGE, about=sent, by=cast.mentor, **moved("in_dialogue"))
    assert still_looking(cast.manager) == []


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("mentor", 200),
        ("manager", 200),
        ("facilitator", 403),
        ("official", 403),
        ("auditor", 403),
    ],
)
def test_who_sees_what_is_missing(cast: Cast, client: Client, who: str, status: int) -> None:
    client.force_login(cast.person(who))
    assert client.get(reverse("missing")).status_code == status


def test_a_linkage_that_rests_on_one_tie_asks_who_else_knows_them(
    cast: Cast, do: Doer, linkage: Linkage
) -> None:
    assert resting_on_one(cast.mentor) == []
    do(Deed.MOVE_LINKAGE, about=linkage, by=cast.mentor, **moved("active"))
    assert resting_on_one(cast.mentor) == [linkage]
    assert resting_on_one(cast.manager) == []
    tie = {"who": "the football trainer", "how_well": "close"}
    do(Deed.ADD_TIE, about=linkage, by=cast.mentor, **tie)
    assert resting_on_one(cast.mentor) == []


def test_services_nobody_turned_to_and_helpers_to_whom_much_leads(
    cast: Cast, do: Doer, goal: Goal
) -> None:
    lonely, busy = service(cast, do), service(cast, do, name="Clinic")
    goals = Goal.objects.bulk_create(
        Goal(
            community=cast.community, words="A goal", how="By talking.",
            deciding_body="whole_community", when_sorts_on=goal.when_sorts_on,
        )
        for _n in range(MANY)
    )  # fmt: skip
    Linkage.objects.bulk_create(
        Linkage(goal=one, helper=busy, named_as="clinic", named_at=cast.community.welcomed_at)
        for one in goals
    )
    assert nobody_turned_to(cast.manager) == nobody_turned_to(cast.mentor) == [lonely]
    assert carrying_many(cast.manager) == carrying_many(cast.mentor) == [busy]
    assert carrying_many(cast.outsider) == []


def test_what_could_serve_is_told_with_its_reasons(
    cast: Cast, do: Doer, linkage: Linkage, goal: Goal
) -> None:
    fits = service(cast, do)
    Helper.objects.filter(pk=fits.pk).update(cost="nothing to pay", languages="Krio")
    service(cast, do, name="Roads Office", what_they_do="Mends bridges.")
    do(Deed.CHECK_HELPER, about=linkage.helper, by=cast.mentor, how="phone", still_right="yes")
    do(Deed.TELL_JOURNEY, about=linkage, by=cast.mentor, by_means="foot", minutes="300")
    matches = services_for(goal, cast.mentor)
    assert [str(match.helper) for match in matches] == [
        "School Inspectorate", "the health office in town", "Roads Office",
    ]  # fmt: skip
    first, second, _last = matches
    assert first.helper == fits
    assert {"speaks of: School, girls", "cost: nothing to pay", "languages: Krio"} <= {
        *first.reasons
    }
    assert "half a day on foot" in second.reasons
    assert [match.is_named for match in matches] == [False, True, False]
    assert goals_not_spoken_of(cast.mentor) == []


def test_the_list_of_services_opens_after_people_have_named_their_own(
    cast: Cast, do: Doer, client: Client, goal: Goal, django_assert_max_num_queries: Any
) -> None:
    service(cast, do)
    client.force_login(cast.facilitator)
    address = reverse("services", args=[goal.key])
    page = client.get(address).content.decode()
    assert "Ask people first" in page
    assert "School Inspectorate" not in page
    do(Deed.NAME_HELPER, about=goal, by=cast.facilitator, **named())
    with django_assert_max_num_queries(20):
        page = client.get(address).content.decode()
    assert "School Inspectorate" in page
    client.force_login(cast.manager)
    assert client.get(address).status_code == 403


def test_a_goal_of_which_no_service_speaks(cast: Cast, do: Doer, linkage: Linkage) -> None:
    assert goals_not_spoken_of(cast.mentor) == [linkage.goal]
    service(cast, do)
    assert goals_not_spoken_of(cast.mentor) == []


def test_titles_of_offices_are_offered_after_people_have_named_their_own(
    cast: Cast, do: Doer, client: Client, goal: Goal
) -> None:
    titles = [title for _level, titles in titles_for(goal) for title in titles]
    assert titles
    client.force_login(cast.facilitator)
    address = reverse("who_might_help", args=[goal.key])
    assert "Whom else do people ask" not in client.get(address).content.decode()
    do(Deed.NAME_HELPER, about=goal, by=cast.facilitator, **named())
    assert "Whom else do people ask" in client.get(address).content.decode()
