"""What should I look at today? Each role gets its own answer."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kinbridge.directory.models import Helper
from kinbridge.goals.models import Goal
from kinbridge.people.models import Grant
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, when


def home(client: Client, cast: Cast, who: str) -> str:
    client.force_login(cast.person(who))
    return client.get(reverse("home")).content.decode()


def test_a_facilitator_is_reminded_of_findings_that_have_not_gone_back(
    cast: Cast,
    client: Client,
    goal: Goal,
) -> None:
    told = home(client, cast, "facilitator")
    assert "Bring the findings back" in told
    assert cast.community.name in told


def test_a_facilitator_finds_the_step_she_took_upon_herself(
    cast: Cast,
    client: Client,
    do: Doer,
    goal: Goal,
) -> None:
    linkage = goal.linkages.first()
    do(
        Deed.PLAN_NEXT_STEP,
        about=linkage,
        by=cast.facilitator,
        words="Visit the office on market day",
        broker="facilitator",
        when=when(words="next week"),
    )
    assert "Visit the office on market day" in home(client, cast, "facilitator")


def test_a_mentor_finds_helpers_after_whom_nobody_said_what_comes_next(
    cast: Cast,
    client: Client,
    goal: Goal,
) -> None:
    assert "nobody has said yet what comes next" in home(client, cast, "mentor")


def test_an_official_sees_nothing_of_being_named(
    cast: Cast,
    client: Client,
    goal: Goal,
) -> None:
    told = home(client, cast, "official")
    assert "Nothing waits for you" in told
    assert cast.community.name not in told


def test_a_manager_hears_of_roles_that_end_soon(cast: Cast, client: Client) -> None:
    soon = timezone.localdate() + timedelta(days=10)
    Grant.objects.filter(person=cast.facilitator).update(until_on=soon)
    assert "Ends on" in home(client, cast, "manager")


def test_an_administrator_is_asked_for_the_second_word(cast: Cast, client: Client) -> None:
    Grant.objects.filter(person=cast.auditor).update(approved_by=None)
    assert "needs the word of a second person" in home(client, cast, "administrator")


@pytest.mark.parametrize("who", ["outsider", "auditor"])
def test_whoever_has_nothing_waiting_is_told_so_kindly(
    cast: Cast, client: Client, who: str
) -> None:
    assert "Nothing waits for you" in home(client, cast, who)


def test_an_official_finds_every_ask_also_in_the_middle_of_a_dialogue(
    cast: Cast, client: Client, do: Doer, goal: Goal
) -> None:
    linkage = goal.linkages.last()
    assert linkage is not None
    Helper.objects.filter(pk=linkage.helper_id).update(organisation=cast.office)
    talk(do, cast, goal)
    for words in ("Come on market day.", "Come in the rains too."):
        do(
            Deed.SEND_ASK, about=linkage, by=cast.mentor, words=words,
            deciding_body="whole_community", when=when(words="lately"),
        )  # fmt: skip
    waits, _heading, part = home(client, cast, "official").partition("What your office is part")
    for words in ("Come on market day.", "Come in the rains too."):
        assert words in waits
        assert words in part
    do(
        Deed.MOVE_LINKAGE,
        about=linkage,
        by=cast.mentor,
        state="agreed",
        words="Yes.",
        when=when("now"),
    )
    waits, _heading, part = home(client, cast, "official").partition("What your office is part")
    assert "Come on market day." not in waits
    assert "Come on market day." in part


def talk(do: Doer, cast: Cast, goal: Goal) -> Any:
    """The community and a helper begin to talk."""
    return do(
        Deed.OPEN_DIALOGUE, about=goal, by=cast.mentor, linkages=[goal.linkages.last()],
        purpose="A day for the girls", when=when(on="2026-02-10"),
    )  # fmt: skip


def test_a_facilitator_goes_on_with_an_open_dialogue(
    cast: Cast, client: Client, do: Doer, goal: Goal
) -> None:
    dialogue = talk(do, cast, goal)
    told = home(client, cast, "facilitator")
    assert "Go on with: A day for the girls" in told
    assert reverse("dialogue", args=[dialogue.key]) in told
    assert "A day for the girls" not in home(client, cast, "outsider")
    do(Deed.CLOSE_DIALOGUE, about=dialogue, by=cast.mentor, words="Done.", when=when("now"))
    assert "A day for the girls" not in home(client, cast, "facilitator")


def test_a_facilitator_is_reminded_to_ask_who_might_help(
    cast: Cast, client: Client, goal: Goal
) -> None:
    assert "Nobody has been asked yet" not in home(client, cast, "facilitator")
    goal.linkages.all().delete()
    told = home(client, cast, "facilitator")
    assert "Nobody has been asked yet who might help" in told
    assert reverse("who_might_help", args=[goal.key]) in told


def test_an_ask_waits_with_the_manager_and_its_answer_with_who_walks_along(
    cast: Cast,
    client: Client,
    do: Doer,
    goal: Goal,
) -> None:
    linkage = goal.linkages.get(helper__level="district")
    ask = do(
        Deed.SEND_ASK,
        about=linkage,
        by=cast.mentor,
        words="Please come to us.",
        deciding_body="whole_community",
        when=when(words="this week"),
    )
    assert "Waiting for us" in home(client, cast, "manager")
    assert "They answered your ask" not in home(client, cast, "mentor")
    do(Deed.ANSWER_ASK, about=ask, by=cast.mentor, answer="coming")
    told = home(client, cast, "mentor")
    assert "They answered your ask" in told
    assert "We will come to you, to talk" in told
