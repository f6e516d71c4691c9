"""The question who might help is asked, group by group."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.goals.models import Goal
from kinbridge.linkage.models import Asking, Linkage, Tie
from kinbridge.people.deeds import deeds_about
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, posted, when

ASKING = {
    "when": when(words="in the dry season"),
    "voices": ["girls", "men"],
    "words": "Girls named the nurse, men named the chief.",
}


def test_the_question_is_kept_with_who_answered_and_where(
    cast: Cast, do: Doer, goal: Goal
) -> None:
    gathering = do(
        Deed.RECORD_GATHERING,
        about=cast.community,
        by=cast.facilitator,
        kind="small_group",
        when=when(on="2026-02-20"),
        where="school",
        girls=9,
    )
    fields = {**ASKING, "gathering": gathering}
    made = do(Deed.ASK_WHO_MIGHT_HELP, about=goal, by=cast.facilitator, **fields)
    assert [voice.value for voice in made.said_by] == ["girls", "men"]
    assert str(made) == "Girls named the nurse, men named the chief."
    assert made.gathering == gathering
    assert made.belongs_to == goal


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("facilitator", 302),
        ("mentor", 302),
        ("manager", 403),
        ("official", 404),
        ("outsider", 404),
    ],
)
def test_who_may_ask(cast: Cast, client: Client, goal: Goal, who: str, status: int) -> None:
    client.force_login(cast.person(who))
    address = reverse("do", args=[Deed.ASK_WHO_MIGHT_HELP, goal.key])
    form = posted({"key": uuid.uuid4(), **ASKING})
    assert client.post(address, form).status_code == status
    assert Asking.objects.count() == (1 if status == 302 else 0)


def test_who_was_asked_is_for_those_who_accompany(cast: Cast, do: Doer, goal: Goal) -> None:
    made = do(Deed.ASK_WHO_MIGHT_HELP, about=goal, by=cast.facilitator, **ASKING)
    assert made in Asking.objects.visible_to(cast.mentor)
    assert made not in Asking.objects.visible_to(cast.manager)
    assert made not in Asking.objects.visible_to(cast.outsider)


def test_of_a_closed_goal_nobody_is_asked_any_more(cast: Cast, do: Doer, goal: Goal) -> None:
    deeds = [form.deed for form in deeds_about(goal, cast.facilitator)]
    assert Deed.ASK_WHO_MIGHT_HELP in deeds
    assert Deed.NAME_HELPER in deeds
    closing = {"words": "We reached it.", "when": when(words="this week")}
    do(Deed.CLOSE_GOAL, about=goal, by=cast.facilitator, **closing)
    deeds = [form.deed for form in deeds_about(Goal.objects.get(), cast.facilitator)]
    assert Deed.ASK_WHO_MIGHT_HELP not in deeds
    assert Deed.NAME_HELPER not in deeds


def test_somebody_knows_somebody_who_knows_them(cast: Cast, do: Doer, linkage: Linkage) -> None:
    tie = do(
        Deed.ADD_TIE,
        about=linkage,
        by=cast.facilitator,
        who="the football trainer",
        how_well="close",
        words="They went to school together.",
    )
    assert str(tie) == "the football trainer"
    assert (tie.belongs_to, tie.helper) == (cast.community, linkage.helper)
    assert tie in Tie.objects.visible_to(cast.mentor)
    assert tie not in Tie.objects.visible_to(cast.manager)
