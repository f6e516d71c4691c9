"""Pages about who might help."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from kinbridge.goals.models import Goal
from kinbridge.journal.models import Stream
from kinbridge.linkage.models import Linkage
from kinbridge.linkage.queries import rings_of
from kinbridge.linkage.tests.conftest import named
from kinbridge.linkage.tests.test_asking import ASKING
from kinbridge.linkage.tests.test_moving import step
from kinbridge.people.models import Person
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer


def shown(client: Client, by: Person, name: str, key: Any) -> str:
    client.force_login(by)
    answer = client.get(reverse(name, args=[key]))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("facilitator", 200),
        ("mentor", 200),
        ("manager", 200),
        ("official", 403),
        ("outsider", 404),
        ("administrator", 403),
        ("auditor", 403),
    ],
)
def test_who_may_look(
    cast: Cast, client: Client, linkage: Linkage, who: str, status: int
) -> None:
    client.force_login(cast.person(who))
    for name, key in (("who_might_help", linkage.goal.key), ("linkage", linkage.key)):
        assert client.get(reverse(name, args=[key])).status_code == status


def test_a_goal_for_which_nobody_was_named_yet_asks_kindly(
    cast: Cast, client: Client, goal: Goal
) -> None:
    page = shown(client, cast.facilitator, "who_might_help", goal.key)
    assert "Nobody has been named yet" in page
    assert "Name a possible helper" in page
    assert "not heard yet" in page
    assert '<circle class="centre"' in page


def test_the_rings_and_the_table_say_the_same(
    cast: Cast, client: Client, do: Doer, goal: Goal, linkage: Linkage
) -> None:
    do(Deed.ASK_WHO_MIGHT_HELP, about=goal, by=cast.facilitator, **ASKING)
    do(Deed.PLAN_NEXT_STEP, about=linkage, by=cast.mentor, **step())
    page = shown(client, cast.facilitator, "who_might_help", goal.key)
    picture, table = page.split("</figure>", 1)
    assert 'class="node formal"' in picture
    assert 'class="strand is-named"' in picture
    assert "the health" in picture
    for words in (
        "the health office in town",
        "district, formal",
        "a teacher",
        "Visit the office",
    ):
        assert words in table
    assert "Girls named the nurse" in page


def test_a_manager_sees_how_far_it_is_and_none_of_the_talk(
    cast: Cast, client: Client, do: Doer, goal: Goal, linkage: Linkage
) -> None:
    do(Deed.ASK_WHO_MIGHT_HELP, about=goal, by=cast.facilitator, **ASKING)
    do(Deed.PLAN_NEXT_STEP, about=linkage, by=cast.mentor, **step())
    rings = shown(client, cast.manager, "who_might_help", goal.key)
    own = shown(client, cast.manager, "linkage", linkage.key)
    for page in (rings, own):
        assert "the health office in town" in page
        assert "Visit the office together." in page
        for talk in ("Girls named", "the door was closed", "a teacher", "girls, women"):
            assert talk not in page


def test_a_linkage_tells_its_way(cast: Cast, client: Client, do: Doer, sent: Linkage) -> None:
    do(Deed.PLAN_NEXT_STEP, about=sent, by=cast.mentor, **step())
    page = shown(client, cast.facilitator, "linkage", sent.key)
    for words in (
        "Come to the villages once a month.",
        "girls, women",
        "the door was closed",
        "Please come to us once a month.",
        "is-asked",
        "Visit the office together.",
        "a teacher",
    ):
        assert words in page


def test_where_nobody_is_known_to_know_them_the_page_wonders(
    cast: Cast, client: Client, do: Doer, goal: Goal
) -> None:
    fields = named(known_by="", tried_before="")
    made = do(Deed.NAME_HELPER, about=goal, by=cast.facilitator, **fields)
    page = shown(client, cast.facilitator, "linkage", made.key)
    assert "Perhaps somebody knows somebody" in page
    assert "What was tried before" not in page


def many(cast: Cast, do: Doer, goal: Goal, n: int) -> None:
    for number in range(n):
        fields = named(named_as=f"Office {number}", level="district")
        do(Deed.NAME_HELPER, about=goal, by=cast.facilitator, **fields)


def test_many_helpers_are_numbered_in_the_picture_and_in_the_table(
    cast: Cast, client: Client, do: Doer, goal: Goal, django_assert_max_num_queries: Any
) -> None:
    many(cast, do, goal, 16)
    client.force_login(cast.facilitator)
    with django_assert_max_num_queries(12):
        answer = client.get(reverse("who_might_help", args=[goal.key]))
    page = answer.content.decode()
    assert "Numbers: as in the table" in page
    assert '<span class="n">16</span>' in page


def test_rings_carry_the_countrys_own_names(goal: Goal, linkage: Linkage) -> None:
    drawing = rings_of(goal, [linkage])
    assert [ring.name for ring in drawing.rings] == ["Neighbours", "Village", "District"]
    assert drawing.direction == "ltr"
    with translation.override("ar"):
        assert rings_of(goal, [linkage]).direction == "rtl"


def test_numbers_in_the_picture_are_written_for_browsers_in_every_language(
    cast: Cast, client: Client, linkage: Linkage
) -> None:
    cast.facilitator.language = "ar"
    cast.facilitator.save()
    page = shown(client, cast.facilitator, "who_might_help", linkage.goal.key)
    assert 'viewBox="0 0 440.0 410.0"' in page
    assert 'direction="rtl"' in page


def test_reading_changes_nothing(cast: Cast, client: Client, linkage: Linkage) -> None:
    before = Stream.objects.get(name=cast.community.stream).head
    shown(client, cast.mentor, "who_might_help", linkage.goal.key)
    shown(client, cast.mentor, "linkage", linkage.key)
    assert Stream.objects.get(name=cast.community.stream).head == before
