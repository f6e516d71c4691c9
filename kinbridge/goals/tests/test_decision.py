"""The community decides what to do, and does it."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.goals.deciders import NotOfTheCommunity
from kinbridge.goals.models import ActivityReport, Decision, Goal, Option
from kinbridge.goals.tests.conftest import decision_told, goal_told
from kinbridge.journal.models import Entry
from kinbridge.learning.models import Harm
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, posted, when


def gather(cast: Cast, do: Doer, on: str, **counts: int) -> None:
    do(
        Deed.RECORD_GATHERING,
        about=cast.community,
        by=cast.facilitator,
        kind="planning",
        when=when(on=on),
        where="school",
        **counts,
    )


def test_a_decision_keeps_its_options_and_who_decided(
    cast: Cast, do: Doer, goal: Goal, option: Option
) -> None:
    made = do(Deed.RECORD_DECISION, about=goal, by=cast.facilitator, **decision_told(option))
    assert isinstance(made, Decision)
    assert list(made.options.all()) == [option]
    assert made.decided_by == "the whole community together"
    assert str(made) == "Decision, March 5, 2026"
    entry = Entry.objects.of(cast.community.stream).first()
    assert entry is not None
    assert entry.payload is not None
    assert entry.payload["options"] == [f"option:{option.key}"]


def test_who_was_not_heard_is_kept_by_that_day_and_since_the_goal(
    cast: Cast, do: Doer, goal: Goal, option: Option
) -> None:
    gather(cast, do, "2026-02-01", girls=5, women=5, elders=1)
    gather(cast, do, "2026-03-02", men=7, boys=2)
    made = do(Deed.RECORD_DECISION, about=goal, by=cast.facilitator, **decision_told(option))
    assert made.not_heard == ["people_with_disabilities"]
    assert made.not_heard_since_goal == [
        "girls",
        "women",
        "elders",
        "people_with_disabilities",
    ]


def test_before_a_decision_the_page_shows_who_was_heard_since_the_goal_was_chosen(
    cast: Cast, client: Client, do: Doer, goal: Goal, option: Option
) -> None:
    gather(cast, do, "2026-02-01", girls=5)
    gather(cast, do, "2026-03-02", men=7)
    client.force_login(cast.facilitator)
    page = client.get(reverse("do", args=[Deed.RECORD_DECISION, goal.key])).content.decode()
    since, ever = page.split("Heard in all gatherings")
    assert "girls <span>not heard yet</span>" in since
    assert "men <b>7</b>" in since
    assert "girls <b>5</b>" in ever
    assert "Who has not spoken yet" in page


def test_an_outsider_never_decides(cast: Cast, do: Doer, goal: Goal, option: Option) -> None:
    told = decision_told(option, deciding_body="other_body", deciding_body_words="the mentor")
    with pytest.raises(NotOfTheCommunity):
        do(Deed.RECORD_DECISION, about=goal, by=cast.mentor, **told)
    assert not Decision.objects.exists()


def test_options_of_another_goal_cannot_be_decided_here(
    cast: Cast, client: Client, do: Doer, option: Option, harm: Harm
) -> None:
    other = do(Deed.SET_GOAL, about=cast.community, by=cast.facilitator, **goal_told(harm))
    client.force_login(cast.facilitator)
    form = posted({"key": uuid.uuid4(), **decision_told(option)})
    address = reverse("do", args=[Deed.RECORD_DECISION, other.key])
    assert client.post(address, dict(form.lists())).status_code == 422


@pytest.mark.parametrize("deed", [Deed.RECORD_DECISION, Deed.PLAN_ACTIVITY, Deed.CLOSE_GOAL])
@pytest.mark.parametrize(
    ("who", "status"),
    [("facilitator", 200), ("manager", 403), ("official", 404), ("outsider", 404)],
)
def test_who_may_record_what_was_decided(
    cast: Cast, client: Client, goal: Goal, deed: Deed, who: str, status: int
) -> None:
    client.force_login(cast.person(who))
    assert client.get(reverse("do", args=[deed, goal.key])).status_code == status


def plan(cast: Cast, do: Doer, goal: Goal) -> Any:
    return do(
        Deed.PLAN_ACTIVITY,
        about=goal,
        by=cast.facilitator,
        words="Talks in the evening",
        who="The youth group",
        when=when(words="from April 2026", on="2026-04-01"),
    )


def test_an_activity_may_lie_in_days_to_come(cast: Cast, do: Doer, goal: Goal) -> None:
    made = plan(cast, do, goal)
    assert str(made) == "Talks in the evening"
    assert str(made.when) == "from April 2026 (April 1, 2026)"


@pytest.mark.parametrize("state", ActivityReport.State.values)
def test_how_an_activity_goes_is_told_again_and_again(
    cast: Cast, do: Doer, goal: Goal, state: str
) -> None:
    activity = plan(cast, do, goal)
    for on, told in (("2026-03-01", "planned"), ("2026-03-09", state)):
        report = do(
            Deed.REPORT_ACTIVITY,
            about=activity,
            by=cast.facilitator,
            state=told,
            words="Seven compounds so far.",
            when=when(on=on),
        )
    assert activity.reports.count() == 2
    assert report.belongs_to == activity
    assert report.community == cast.community
    seen = goal.activities.with_state().get()
    assert seen.state == ActivityReport.State(state).label
    assert str(report).startswith(str(ActivityReport.State(state).label))


def test_an_activity_that_nobody_told_of_is_planned(cast: Cast, do: Doer, goal: Goal) -> None:
    plan(cast, do, goal)
    assert goal.activities.with_state().get().state == "planned"


@pytest.mark.parametrize(
    ("who", "status"), [("mentor", 200), ("manager", 403), ("official", 404), ("outsider", 404)]
)
def test_who_may_tell_how_an_activity_goes(
    cast: Cast, client: Client, do: Doer, goal: Goal, who: str, status: int
) -> None:
    activity = plan(cast, do, goal)
    client.force_login(cast.person(who))
    address = reverse("do", args=[Deed.REPORT_ACTIVITY, activity.key])
    assert client.get(address).status_code == status
