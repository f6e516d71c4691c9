"""Who carries it, what would stop, how tasks change hands, and looks long after."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.goals.models import Activity, Criterion, Goal
from kinbridge.journal.models import Entry
from kinbridge.people.roles import Deed
from kinbridge.sustainability.lead import COLUMN, MOST, picture
from kinbridge.sustainability.models import Carrier, Carrying, Look, StepBack, Task
from kinbridge.sustainability.queries import lasting, looks_about_now, looks_to_come
from tests.cast import Cast, Doer, posted, when

CARRIED = {"calls": "ngo", "pays": "ngo", "does": "community", "brings": "government"}
STOPS = {
    "stops": "The talks would stop.",
    "goes_on": "Mothers would go on.",
    "voices": ["girls"],
}
HAND_OVER = {"task": "calls", "to": "community", "whom": "The youth group"}
LOOK = {"months": "6", "how": "phone", "goes_on": "in_another_way", "helpers": "some"}
PLANNED = {"when": when(on="2027-01-31")}
TOLD = {"when": when(on="2026-03-05")}


@pytest.fixture
def told(cast: Cast, do: Doer, goal: Goal, activity: Activity, criterion: Criterion) -> Goal:
    """A goal of which everything has been told."""
    by: dict[str, Any] = {"by": cast.mentor}
    do(Deed.TELL_WHO_CARRIES, about=activity, **by, **CARRIED, when=when(on="2026-01-10"))
    later = {"calls": "community", "words": "The youth group calls.", **TOLD}
    do(Deed.TELL_WHO_CARRIES, about=activity, **by, **later)
    do(Deed.ASK_WHAT_STOPS, about=goal, **by, **STOPS, **TOLD)
    looked = {"stands": "partly", "words": "Fuel costs."}
    do(Deed.LOOK_AT_CRITERION, about=criterion, **by, **looked, **TOLD)
    do(
        Deed.PLAN_STEP_BACK,
        about=goal,
        **by,
        words="By phone still.",
        when=when(on="2026-01-31"),
    )
    hand_over = do(Deed.PLAN_HAND_OVER, about=activity, **by, **HAND_OVER, **PLANNED)
    do(Deed.TELL_HAND_OVER, about=hand_over, **by, outcome="done", words="Since May.", **TOLD)
    do(Deed.LOOK_AFTER, about=goal, **by, **LOOK, lead_now="community", **TOLD)
    return goal


SEEN = [
    "Calls people together",
    "The youth group calls.",
    "How the lead moved",
    "Partly so",
    "Fuel costs.",
    "The NGO steps back:",
    "Who calls people together: the community",
    "it has changed hands",
    "6 months after",
    "goes on in another way",
    "It is led by the community.",
    "12 months after",
]


@pytest.mark.parametrize(
    ("who", "reads_talk"), [("facilitator", True), ("mentor", True), ("manager", False)]
)
def test_the_page_tells_what_lasts(
    cast: Cast, client: Client, told: Goal, who: str, reads_talk: bool
) -> None:
    client.force_login(cast.person(who))
    page = client.get(reverse("will_it_last", args=[told.key])).content.decode()
    assert [words for words in SEEN if words not in page] == []
    assert ("The talks would stop." in page) is reads_talk
    assert ("Mothers would go on." in page) is reads_talk


@pytest.mark.parametrize("who", ["outsider", "official", "auditor"])
def test_others_find_no_such_page(cast: Cast, client: Client, told: Goal, who: str) -> None:
    client.force_login(cast.person(who))
    answer = client.get(reverse("will_it_last", args=[told.key]))
    assert answer.status_code in {403, 404}


def test_the_page_asks_little_whatever_was_told(
    cast: Cast, client: Client, do: Doer, told: Goal, django_assert_max_num_queries: Any
) -> None:
    for n in range(8):
        words = f"Talk {n}"
        plan = {"words": words, "who": "Youth", "when": when(words="in 2026")}
        activity = do(Deed.PLAN_ACTIVITY, about=told, by=cast.mentor, **plan)
        do(Deed.TELL_WHO_CARRIES, about=activity, by=cast.mentor, **CARRIED, **TOLD)
    client.force_login(cast.mentor)
    with django_assert_max_num_queries(17):
        client.get(reverse("will_it_last", args=[told.key]))


def test_every_telling_is_in_the_journal(cast: Cast, told: Goal) -> None:
    deeds = [entry.deed for entry in Entry.objects.of(cast.community.stream)]
    new = {
        Deed.TELL_WHO_CARRIES, Deed.ASK_WHAT_STOPS, Deed.LOOK_AT_CRITERION, Deed.PLAN_STEP_BACK,
        Deed.PLAN_HAND_OVER, Deed.TELL_HAND_OVER, Deed.LOOK_AFTER,
    }  # fmt: skip
    assert new <= set(deeds)


@pytest.fixture
def records(goal: Goal, activity: Activity, criterion: Criterion) -> dict[str, Any]:
    """What deeds are about, by name."""
    return {"goal": goal, "activity": activity, "criterion": criterion}


@pytest.mark.parametrize(
    ("deed", "about", "fields", "said"),
    [
        (Deed.TELL_WHO_CARRIES, "activity", {**TOLD}, "Say of one task at least"),
        (Deed.TELL_WHO_CARRIES, "activity", {"calls": "chief", **TOLD}, "not one of the"),
        (Deed.ASK_WHAT_STOPS, "goal", {**STOPS, "voices": [], **TOLD}, "required"),
        (Deed.ASK_WHAT_STOPS, "goal", {**STOPS, **PLANNED}, "has not come yet"),
        (Deed.LOOK_AT_CRITERION, "criterion", {"words": "So so.", **TOLD}, "required"),
        (Deed.PLAN_STEP_BACK, "goal", {"words": "Call us."}, "Say when"),
        (Deed.PLAN_HAND_OVER, "activity", {**HAND_OVER, "to": "ngo", **TOLD}, "not one of the"),
        (Deed.LOOK_AFTER, "goal", {**LOOK, "months": "9", **TOLD}, "not one of the"),
    ],
    ids=str,
)
def test_bad_input_is_told_and_nothing_is_recorded(
    cast: Cast,
    client: Client,
    records: dict[str, Any],
    deed: Deed,
    about: str,
    fields: dict[str, Any],
    said: str,
) -> None:
    before = Entry.objects.count()
    client.force_login(cast.mentor)
    address = reverse("do", args=[deed, records[about].key])
    answer = client.post(address, posted({"key": uuid.uuid4(), **fields}))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    ("deed", "who", "status"),
    [
        (Deed.PLAN_STEP_BACK, "mentor", 200),
        (Deed.PLAN_STEP_BACK, "manager", 200),
        (Deed.PLAN_STEP_BACK, "facilitator", 403),
        (Deed.ASK_WHAT_STOPS, "facilitator", 200),
        (Deed.ASK_WHAT_STOPS, "manager", 403),
        (Deed.LOOK_AFTER, "official", 404),
    ],
    ids=str,
)
def test_who_may_tell(
    cast: Cast, client: Client, goal: Goal, deed: Deed, who: str, status: int
) -> None:
    client.force_login(cast.person(who))
    assert client.get(reverse("do", args=[deed, goal.key])).status_code == status


def test_the_latest_word_on_each_task_counts(told: Goal, cast: Cast) -> None:
    (carried,) = lasting(told, cast.mentor).carried
    assert carried.tasks == [
        (Task.CALLS, Carrier.COMMUNITY),
        (Task.PAYS, None),
        (Task.DOES, None),
        (Task.BRINGS, None),
    ]


def test_the_picture_keeps_what_nobody_told_anew(told: Goal, cast: Cast) -> None:
    drawn = picture(lasting(told, cast.mentor).tellings)
    assert drawn is not None
    first, last = drawn.columns
    assert dict(first.counts) == {
        Carrier.COMMUNITY: 1, Carrier.GOVERNMENT: 1, Carrier.NGO: 2, Carrier.OTHER: 0,
    }  # fmt: skip
    assert dict(last.counts)[Carrier.COMMUNITY] == 2
    assert len(last.squares) == len(Task)
    assert first.x < last.x
    backwards = picture(lasting(told, cast.mentor).tellings, mirrored=True)
    assert backwards is not None
    assert [column.x for column in backwards.columns] == [last.x, first.x]


def test_a_picture_of_many_times_stays_narrow(activity: Activity) -> None:
    tellings = [
        Carrying(activity=activity, calls="community", when_on=day, when_sorts_on=day)
        for day in (date(2025, month, 1) for month in range(1, 13))
    ]
    drawn = picture(tellings)
    assert drawn is not None
    assert (len(drawn.columns), drawn.width) == (MOST, MOST * COLUMN)
    assert picture([]) is None


@pytest.mark.parametrize(
    ("stepped_back", "made", "about"),
    [
        (date(2024, 8, 31), [], [date(2025, 2, 28), date(2025, 8, 31), date(2026, 8, 31)]),
        (date(2024, 2, 29), [6], [date(2025, 2, 28), date(2026, 2, 28)]),
        (date(2024, 2, 29), [6, 12, 24], []),
    ],
)
def test_looks_fall_after_6_12_and_24_months(
    stepped_back: date, made: list[int], about: list[date]
) -> None:
    step_back = StepBack(when_on=stepped_back, when_sorts_on=stepped_back)
    to_come = looks_to_come(step_back, [Look(months=months) for months in made])
    assert [one.about for one in to_come] == about


def test_a_look_is_due_about_its_day(cast: Cast, do: Doer, goal: Goal) -> None:
    assert looks_about_now(cast.mentor) == []
    do(Deed.PLAN_STEP_BACK, about=goal, by=cast.mentor, when=when(on="2024-01-31"))
    ((_step_back, look),) = looks_about_now(cast.mentor)
    assert look.after == Look.After.TWENTY_FOUR
    assert looks_about_now(cast.outsider) == []
