"""The page of a goal, and what a community's page tells of how it chooses."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.goals.models import Criterion, Goal, Option, Round
from kinbridge.goals.operations import reword_goal
from kinbridge.goals.queries.ways import latest_way_of_deciding
from kinbridge.goals.tests.conftest import decision_told, goal_told
from kinbridge.journal.models import Entry
from kinbridge.learning.models import Harm
from kinbridge.people.acts import Base
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, act_of, posted, when


@pytest.fixture
def page(goal: Goal) -> str:
    return reverse("goal", args=[goal.key])


@pytest.fixture
def told(
    cast: Cast,
    do: Doer,
    harm: Harm,
    other_harm: Harm,
    held: Round,
    goal: Goal,
    criterion: Criterion,
    option: Option,
) -> Goal:
    """A goal with all that may be told of it."""
    by: dict[str, Any] = {"by": cast.facilitator}
    for side, voice in (("for", "women"), ("against", "")):
        words = f"This speaks {side} it."
        do(Deed.ADD_POINT, about=held, **by, harm=harm, side=side, words=words, voice=voice)
    do(Deed.SET_ASIDE_HARM, about=held, **by, harm=other_harm, why="After the harvest.")
    do(
        Deed.HOLD_OPTION_TO_CRITERION,
        about=option,
        **by,
        criterion=criterion,
        symbol="many_seeds",
        words="Talking is free.",
    )
    do(Deed.RECORD_DECISION, about=goal, **by, **decision_told(option))
    for n in range(4):
        activity = do(
            Deed.PLAN_ACTIVITY,
            about=goal,
            **by,
            words=f"Evening talks {n}",
            who="The youth group",
            when=when(words="from April 2026"),
        )
        for state in ("under_way", "resting") if n else ():
            do(
                Deed.REPORT_ACTIVITY,
                about=activity,
                **by,
                state=state,
                words=f"It is {state}.",
                when=when(on="2026-03-08"),
            )
    return goal


DECIDED = [
    "Mek gyal pikin nɔ gɛt bɛlɛ we i nɔ rɛdi.",
    "Girls become pregnant before they marry.",
    "By talking until all agreed.",
    "Some elders wanted to begin with heavy work.",
    "Not heard by that day",
    "It costs little",
    "Talks in each compound",
    "Talking is free.",
    "With seeds on a cloth.",
    "Evening talks 2",
    "It is resting.",
    "planned",
]
TALK = ["This speaks for it.", "This speaks against it.", "After the harvest.", "cotton tree"]


def test_those_who_accompany_read_it_all(
    cast: Cast, client: Client, told: Goal, page: str
) -> None:
    client.force_login(cast.facilitator)
    seen = client.get(page).content.decode()
    for words in (*DECIDED, *TALK):
        assert words in seen
    assert '<blockquote lang="kri" dir="auto">' in seen
    assert 'class="seeds many"' in seen


def test_a_manager_reads_what_was_decided_but_no_small_group_talk(
    cast: Cast, client: Client, told: Goal, page: str
) -> None:
    client.force_login(cast.manager)
    seen = client.get(page).content.decode()
    for words in DECIDED:
        assert words in seen
    for words in TALK:
        assert words not in seen
    assert "/do/" not in seen


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
def test_who_may_read_a_goal(
    cast: Cast, client: Client, page: str, who: str, status: int
) -> None:
    client.force_login(cast.person(who))
    assert client.get(page).status_code == status


@pytest.mark.parametrize("who", ["facilitator", "manager"])
def test_reading_writes_nothing_and_asks_few_questions(
    cast: Cast,
    client: Client,
    told: Goal,
    page: str,
    who: str,
    django_assert_max_num_queries: Any,
) -> None:
    before = Entry.objects.count()
    client.force_login(cast.person(who))
    with django_assert_max_num_queries(14):
        client.get(page)
    assert Entry.objects.count() == before


def test_a_fresh_goal_is_shown_kindly(cast: Cast, client: Client, page: str) -> None:
    client.force_login(cast.facilitator)
    seen = client.get(page).content.decode()
    assert "People are still thinking" in seen
    assert "No decision has been recorded yet" in seen
    assert "No activity has been written down yet" in seen
    assert "It may have happened without us" in seen
    assert "/do/add_criterion/" in seen
    assert "/do/record_decision/" not in seen


def test_what_matters_is_told_before_there_are_options(
    cast: Cast, client: Client, criterion: Criterion, page: str
) -> None:
    client.force_login(cast.facilitator)
    seen = client.get(page).content.decode()
    assert "It costs little" in seen
    assert "People are still thinking" not in seen


def test_a_closed_goal_tells_how_it_closed_and_still_takes_late_news(
    cast: Cast, client: Client, do: Doer, told: Goal, page: str
) -> None:
    do(
        Deed.CLOSE_GOAL,
        about=told,
        by=cast.facilitator,
        words="We go on without it.",
        when=when(words="after the rains 2026"),
    )
    client.force_login(cast.facilitator)
    seen = client.get(page).content.decode()
    assert "We go on without it." in seen
    assert "Closed, after the rains 2026." in seen
    assert "/do/report_activity/" in seen
    assert "/do/close_goal/" not in seen
    assert "/do/add_criterion/" not in seen


def test_rounds_held_after_the_goal_stand_apart_unless_they_were_about_its_harms(
    cast: Cast, client: Client, do: Doer, goal: Goal, harm: Harm, page: str
) -> None:
    for words in ("A round for the next goal.", "A round about this harm."):
        later = do(
            Deed.HOLD_ROUND,
            about=cast.community,
            by=cast.facilitator,
            when=when(on="2026-03-09"),
            words=words,
        )
    do(
        Deed.ADD_POINT,
        about=later,
        by=cast.facilitator,
        harm=harm,
        side="for",
        words="It is ours.",
    )
    client.force_login(cast.facilitator)
    seen = client.get(page).content.decode()
    chosen, since = seen.split("Rounds held since")
    assert "A round about this harm." in chosen
    assert "A round for the next goal." in since


def test_words_on_which_two_people_differ_are_told_with_the_deed_that_settles_it(
    cast: Cast, client: Client, goal: Goal, page: str
) -> None:
    for by, words in ((cast.facilitator, "Mek dɛn fri."), (cast.mentor, "Mek dɛn sef.")):
        act = act_of(by)
        reword_goal(goal=goal, changes={"words": words}, base=Base(0), act=act)
    client.force_login(cast.facilitator)
    for seen in (client.get(page), client.get(reverse("diverged"))):
        told = seen.content.decode()
        assert "Mek dɛn fri." in told
        assert "Mek dɛn sef." in told
        assert "/do/reword_goal/" in told
    client.force_login(cast.manager)
    told = client.get(page).content.decode()
    assert "Two people wrote different words" in told
    assert "/do/" not in told


def test_markup_is_shown_as_words(cast: Cast, client: Client, do: Doer, harm: Harm) -> None:
    made = do(
        Deed.SET_GOAL,
        about=cast.community,
        by=cast.facilitator,
        **goal_told(harm, words="<script>alert(1)</script>", translation=""),
    )
    client.force_login(cast.facilitator)
    seen = client.get(reverse("goal", args=[made.key])).content.decode()
    assert "<script>alert" not in seen
    assert 'lang="kri"' not in seen.split("What it answers")[0]


def test_a_community_that_has_not_begun_has_nothing_to_tell(cast: Cast) -> None:
    assert latest_way_of_deciding(cast.community, cast.facilitator) is None


def test_the_latest_way_of_deciding_is_the_one_that_holds(cast: Cast, do: Doer) -> None:
    for on, words in (("2026-02-01", "All together."), ("2026-01-01", "Elders only.")):
        do(
            Deed.AGREE_HOW_TO_DECIDE,
            about=cast.community,
            by=cast.facilitator,
            ways=["large_meetings"],
            words=words,
            when=when(on=on),
        )
    way = latest_way_of_deciding(cast.community, cast.manager)
    assert way is not None
    assert way.words == "All together."


def test_who_does_an_activity_is_a_role_and_a_name_is_looked_at_again(
    cast: Cast, client: Client, goal: Goal
) -> None:
    client.force_login(cast.facilitator)
    address = reverse("do", args=[Deed.PLAN_ACTIVITY, goal.key])
    told = {"words": "Evening talks", "when": when(on="2026-03-08"), "who": "Mohamed Kamara"}
    answer = client.post(address, posted({"key": uuid.uuid4(), **told}))
    assert answer.status_code == 422
    assert "<mark>Mohamed Kamara</mark>" in answer.content.decode()
    told["looked_again"] = "on"
    assert client.post(address, posted({"key": uuid.uuid4(), **told})).status_code == 302
