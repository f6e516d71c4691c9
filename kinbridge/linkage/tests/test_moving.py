"""How far a community and a helper have come, and what comes next."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.foundation.errors import Refusal
from kinbridge.foundation.rough_dates import RoughDate
from kinbridge.journal.models import Entry
from kinbridge.linkage.models import Linkage, LinkageStep, NextStep, State
from kinbridge.linkage.operations import AlreadyThere, HasEnded, move
from kinbridge.linkage.queries import linkages_of, stuck_linkages
from kinbridge.people.deeds import deeds_about
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, act_of, posted, when


def moved(state: str, **others: Any) -> dict[str, Any]:
    """What is filled in when something has moved."""
    return {"state": state, "words": "They came.", "when": when(on="2026-03-01"), **others}


def step(**others: Any) -> dict[str, Any]:
    """What is filled in when somebody will do something."""
    return {
        "words": "Visit the office together.",
        "broker": "mentor",
        "when": when(on="2026-12-01"),
        **others,
    }


@pytest.mark.parametrize("state", [s for s in State if s != State.NAMED])
def test_a_linkage_moves_to_any_other_state(
    cast: Cast, do: Doer, linkage: Linkage, state: str
) -> None:
    made = do(Deed.MOVE_LINKAGE, about=linkage, by=cast.mentor, **moved(state))
    assert made == linkage
    assert made.state == state
    last = LinkageStep.objects.order_by("pk").last()
    assert last is not None
    assert (last.state, last.words, last.by) == (state, "They came.", cast.mentor)
    assert str(last) == f"{State(state).label}, March 1, 2026"


def test_moving_stands_in_the_journal_with_what_was_told(
    cast: Cast, do: Doer, linkage: Linkage
) -> None:
    do(Deed.MOVE_LINKAGE, about=linkage, by=cast.mentor, **moved("active"))
    entry = Entry.objects.of(cast.community.stream).first()
    assert entry is not None
    assert entry.payload == {
        "state": "active",
        "words": "They came.",
        "when": {"on": "2026-03-01", "words": ""},
    }


def test_moving_to_where_it_is_is_refused_aloud(cast: Cast, do: Doer, linkage: Linkage) -> None:
    with pytest.raises(AlreadyThere):
        do(Deed.MOVE_LINKAGE, about=linkage, by=cast.mentor, **moved("named"))


def test_what_ended_can_only_begin_again(cast: Cast, do: Doer, linkage: Linkage) -> None:
    do(Deed.MOVE_LINKAGE, about=linkage, by=cast.mentor, **moved("ended"))
    for state in ("asked", "active", "resting"):
        with pytest.raises(HasEnded):
            do(Deed.MOVE_LINKAGE, about=linkage, by=cast.mentor, **moved(state))
    made = do(Deed.MOVE_LINKAGE, about=linkage, by=cast.mentor, **moved("named"))
    assert made.state == State.NAMED


def test_beginning_again_says_why(cast: Cast, do: Doer, linkage: Linkage) -> None:
    do(Deed.MOVE_LINKAGE, about=linkage, by=cast.mentor, **moved("ended"))
    act, day = act_of(cast.mentor), RoughDate(words="now")
    with pytest.raises(HasEnded):
        move(linkage=linkage, state=State.NAMED, act=act, words="", when=day)


def test_a_refusal_is_told_at_its_field(cast: Cast, client: Client, linkage: Linkage) -> None:
    client.force_login(cast.mentor)
    address = reverse("do", args=[Deed.MOVE_LINKAGE, linkage.key])
    answer = client.post(address, posted({"key": uuid.uuid4(), **moved("named")}))
    assert answer.status_code == 409
    assert "already" in answer.content.decode()


DEEDS = [
    (Deed.MOVE_LINKAGE, moved("active")),
    (Deed.PLAN_NEXT_STEP, step()),
    (Deed.ADD_TIE, {"who": "a nurse", "how_well": "heard_of"}),
]


@pytest.mark.parametrize(("deed", "fields"), DEEDS, ids=[deed for deed, _ in DEEDS])
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("facilitator", 302),
        ("mentor", 302),
        ("manager", 403),
        ("official", 404),
        ("outsider", 404),
        ("administrator", 404),
    ],
)
def test_who_may_take_a_linkage_further(
    cast: Cast,
    client: Client,
    linkage: Linkage,
    deed: Deed,
    fields: dict[str, Any],
    who: str,
    status: int,
) -> None:
    client.force_login(cast.person(who))
    form = posted({"key": uuid.uuid4(), **fields})
    address = reverse("do", args=[deed, linkage.key])
    assert client.post(address, form).status_code == status


def test_one_next_step_is_open_at_a_time(cast: Cast, do: Doer, linkage: Linkage) -> None:
    first = do(Deed.PLAN_NEXT_STEP, about=linkage, by=cast.facilitator, **step())
    second = do(Deed.PLAN_NEXT_STEP, about=linkage, by=cast.mentor, **step(words="Ring them."))
    first.refresh_from_db()
    assert not first.is_open
    assert str(second) == "Ring them."
    assert Linkage.objects.get().next_step == second


@pytest.mark.parametrize(
    ("planned", "state", "is_open"),
    [
        (when(on="2026-02-28"), "asked", False),  # its day had come when it moved
        (when(on="2026-03-20"), "asked", True),
        (when(words="after the rains"), "asked", True),
        (when(words="after the rains"), "ended", False),
    ],
)
def test_a_step_is_over_once_the_linkage_has_moved_on_its_day(
    cast: Cast, do: Doer, linkage: Linkage, planned: Any, state: str, is_open: bool
) -> None:
    do(Deed.PLAN_NEXT_STEP, about=linkage, by=cast.mentor, **step(when=planned))
    do(Deed.MOVE_LINKAGE, about=linkage, by=cast.mentor, **moved(state))
    assert NextStep.objects.get().is_open is is_open
    assert (Linkage.objects.get().next_step is not None) is is_open


def test_of_what_ended_nothing_is_planned_or_asked(
    cast: Cast, do: Doer, linkage: Linkage
) -> None:
    do(Deed.MOVE_LINKAGE, about=linkage, by=cast.mentor, **moved("ended"))
    ended = Linkage.objects.get()
    deeds = [form.deed for form in deeds_about(ended, cast.mentor)]
    assert deeds == [Deed.HEAR_GROUP, Deed.ADD_TIE, Deed.TELL_JOURNEY, Deed.MOVE_LINKAGE]


def test_where_nobody_has_said_what_comes_next_is_shown_to_who_accompanies(
    cast: Cast, do: Doer, linkage: Linkage
) -> None:
    assert stuck_linkages(cast.mentor) == [linkage]
    assert stuck_linkages(cast.manager) == stuck_linkages(cast.outsider) == []
    do(Deed.PLAN_NEXT_STEP, about=linkage, by=cast.mentor, **step())
    assert stuck_linkages(cast.mentor) == []


def test_what_is_agreed_or_active_is_not_stuck(cast: Cast, do: Doer, linkage: Linkage) -> None:
    do(Deed.MOVE_LINKAGE, about=linkage, by=cast.mentor, **moved("active"))
    assert stuck_linkages(cast.mentor) == []


def test_a_communitys_linkages_come_with_their_next_steps_in_few_queries(
    cast: Cast, do: Doer, linkage: Linkage, django_assert_max_num_queries: Any
) -> None:
    planned = do(Deed.PLAN_NEXT_STEP, about=linkage, by=cast.mentor, **step())
    with django_assert_max_num_queries(2):
        found = [
            (x, x.next_step, x.helper.name, x.goal.words) for x in linkages_of(cast.community)
        ]
    assert found[0][:2] == (linkage, planned)
    assert linkages_of(cast.other_community) == []


def test_a_refused_move_changes_nothing(cast: Cast, do: Doer, linkage: Linkage) -> None:
    head = Entry.objects.of(cast.community.stream).count()
    with pytest.raises(Refusal):
        do(Deed.MOVE_LINKAGE, about=linkage, by=cast.mentor, **moved("named"))
    assert Entry.objects.of(cast.community.stream).count() == head
    assert linkage.steps.count() == 1
