"""The community chooses its goal; who was not heard by then is kept, and hinders nothing."""

import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from kinbridge.goals.deciders import NotOfTheCommunity
from kinbridge.goals.models import Goal
from kinbridge.goals.operations import AlreadyClosed
from kinbridge.goals.tests.conftest import goal_told
from kinbridge.journal.models import Entry
from kinbridge.learning.models import Harm
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, posted, when


def address(cast: Cast) -> str:
    return reverse("do", args=[Deed.SET_GOAL, cast.community.key])


def sent(told: dict[str, Any]) -> dict[str, Any]:
    return dict(posted({"key": uuid.uuid4(), **told}).lists())


def gather(cast: Cast, do: Doer, **counts: int) -> None:
    do(
        Deed.RECORD_GATHERING,
        about=cast.community,
        by=cast.facilitator,
        kind="large_meeting",
        when=when(on="2026-02-01"),
        where="school",
        **counts,
    )


def test_a_goal_keeps_the_communitys_words_and_who_decided(
    cast: Cast, goal: Goal, harm: Harm
) -> None:
    assert goal.words == "Mek gyal pikin nɔ gɛt bɛlɛ we i nɔ rɛdi."
    assert str(goal) == "That no girl becomes pregnant before she is ready."
    assert goal.decided_by == "the villages together"
    assert goal.dissent == "Some elders wanted to begin with heavy work."
    assert list(goal.harms.all()) == [harm]
    assert goal.is_open
    assert str(goal.when) == "March 1, 2026"


def test_a_body_named_in_words_stands_in_its_own_words(
    cast: Cast, do: Doer, harm: Harm
) -> None:
    told = goal_told(
        harm, deciding_body="other_body", deciding_body_words="the council of elders"
    )
    goal = do(Deed.SET_GOAL, about=cast.community, by=cast.facilitator, **told)
    assert goal.decided_by == "the council of elders"


def test_several_goals_may_be_open_at_a_time(
    cast: Cast, do: Doer, goal: Goal, harm: Harm
) -> None:
    other = do(Deed.SET_GOAL, about=cast.community, by=cast.mentor, **goal_told(harm))
    assert set(Goal.objects.visible_to(cast.facilitator).open()) == {goal, other}


def test_who_was_not_heard_by_that_day_is_kept_with_the_goal_and_in_the_journal(
    cast: Cast, do: Doer, harm: Harm
) -> None:
    gather(cast, do, girls=8, women=5)
    goal = do(Deed.SET_GOAL, about=cast.community, by=cast.facilitator, **goal_told(harm))
    missing = ["boys", "men", "elders", "people_with_disabilities"]
    assert goal.unheard == missing
    assert goal.not_heard == missing
    entry = Entry.objects.of(cast.community.stream).first()
    assert entry is not None
    assert entry.payload is not None
    assert entry.payload["unheard"] == missing
    assert entry.payload["harms"] == [f"harm:{harm.key}"]


def test_it_stays_a_fact_of_that_day_when_others_are_heard_later(
    cast: Cast, do: Doer, goal: Goal
) -> None:
    gather(cast, do, girls=8)
    goal.refresh_from_db()
    assert "girls" in goal.unheard


def test_before_the_goal_is_recorded_the_page_shows_who_has_not_been_heard(
    cast: Cast, client: Client, do: Doer, harm: Harm
) -> None:
    gather(cast, do, girls=8, women=5)
    client.force_login(cast.facilitator)
    page = client.get(address(cast)).content.decode()
    assert "Who has not spoken yet" in page
    assert "girls <b>8</b>" in page
    assert "elders <span>not heard yet</span>" in page
    assert not Goal.objects.exists()


def test_when_all_were_heard_the_page_says_so(
    cast: Cast, client: Client, do: Doer, harm: Harm
) -> None:
    gather(cast, do, girls=8, women=5, men=4, boys=3, elders=2, people_with_disabilities=1)
    client.force_login(cast.facilitator)
    assert "Every group was heard at least once" in client.get(address(cast)).content.decode()


@pytest.mark.parametrize(
    "words",
    ["the NGO", "Facilitators", "l’équipe du projet", "district health office", "Mentor"],
)
def test_an_outsider_as_decider_is_refused_at_the_field_and_nothing_typed_is_lost(
    cast: Cast, client: Client, harm: Harm, words: str
) -> None:
    client.force_login(cast.facilitator)
    told = goal_told(harm, deciding_body="other_body", deciding_body_words=words)
    answer = client.post(address(cast), sent(told))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Only a body of the community decides" in page
    assert "#id_deciding_body_words" in page
    assert "Some elders wanted to begin with heavy work." in page
    assert not Goal.objects.exists()
    assert not Entry.objects.of(cast.community.stream).filter(deed=Deed.SET_GOAL).exists()


def test_another_body_has_to_be_named(cast: Cast, do: Doer, harm: Harm) -> None:
    told = goal_told(harm, deciding_body="other_body")
    with pytest.raises(NotOfTheCommunity):
        do(Deed.SET_GOAL, about=cast.community, by=cast.facilitator, **told)


def test_the_database_too_wants_another_body_named(goal: Goal) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Goal.objects.filter(pk=goal.pk).update(deciding_body="other_body")


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("words", "", "This field is required"),
        ("words", "Fatmata, 14, goes back to school.", "point to a person"),
        ("harms", [], "This field is required"),
        ("deciding_body", "ngo", "not one of the available choices"),
        ("how", "", "This field is required"),
        ("when", when(on="2031-01-01"), "has not come yet"),
    ],
)
def test_bad_input_is_told_at_its_field(
    cast: Cast, client: Client, harm: Harm, field: str, value: object, message: str
) -> None:
    client.force_login(cast.facilitator)
    answer = client.post(address(cast), sent(goal_told(harm, **{field: value})))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    assert "That no girl becomes pregnant" in page
    assert not Goal.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("facilitator", 302),
        ("mentor", 302),
        ("manager", 403),
        ("official", 404),
        ("outsider", 404),
        ("administrator", 404),
        ("auditor", 404),
    ],
)
def test_who_may_record_a_goal(
    cast: Cast, client: Client, harm: Harm, who: str, status: int
) -> None:
    client.force_login(cast.person(who))
    assert client.post(address(cast), sent(goal_told(harm))).status_code == status
    assert Goal.objects.count() == (1 if status == 302 else 0)


def test_the_same_form_sent_twice_counts_once(cast: Cast, client: Client, harm: Harm) -> None:
    client.force_login(cast.facilitator)
    form = sent(goal_told(harm))
    first, second = client.post(address(cast), form), client.post(address(cast), form)
    assert Goal.objects.count() == 1
    assert first["Location"] == second["Location"] == reverse("goal", args=[form["key"][0]])


def test_the_words_of_a_goal_are_put_right_and_the_choice_stays(
    cast: Cast, client: Client, goal: Goal
) -> None:
    client.force_login(cast.facilitator)
    form = {
        "base": 0,
        "initial-translation": goal.translation,
        "translation": "No girl is to become pregnant before she is ready.",
    }
    address = reverse("do", args=[Deed.REWORD_GOAL, goal.key])
    assert client.post(address, sent(form)).status_code == 302
    goal.refresh_from_db()
    assert goal.translation == "No girl is to become pregnant before she is ready."
    assert goal.deciding_body == "villages_together"


def test_a_goal_is_closed_in_the_communitys_words_and_only_once(
    cast: Cast, do: Doer, goal: Goal
) -> None:
    told = {"words": "We go on without it.", "when": when(words="after the rains 2026")}
    closing = do(Deed.CLOSE_GOAL, about=goal, by=cast.facilitator, **told)
    assert str(closing) == "We go on without it."
    assert closing.community == cast.community
    closed = Goal.objects.visible_to(cast.facilitator).get()
    assert not closed.is_open
    assert not Goal.objects.visible_to(cast.facilitator).open().exists()
    with pytest.raises(AlreadyClosed):
        do(Deed.CLOSE_GOAL, about=closed, by=cast.mentor, **told)
