"""The mentor opens the door between a community and its possible helpers."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.dialogue.models import Dialogue
from kinbridge.dialogue.operations import NobodyToTalkWith, open_dialogue
from kinbridge.dialogue.tests.conftest import named, opened
from kinbridge.foundation.rough_dates import RoughDate
from kinbridge.goals.models import Goal
from kinbridge.journal.models import Entry
from kinbridge.linkage.models import Linkage
from kinbridge.linkage.queries import asks_to_answer
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, act_of, posted, when


def told(linkage: Linkage, **others: object) -> dict[str, object]:
    """What a mentor fills in."""
    return {
        "linkages": [linkage],
        "purpose": "To see what we can do together.",
        "when": when(words="after the harvest 2025"),
        **others,
    }


def test_a_dialogue_moves_its_linkages_into_dialogue(dialogue: Dialogue) -> None:
    linkage = dialogue.linkages.get()
    assert linkage.state == "in_dialogue"
    assert str(dialogue) == "Dialogue with District health team"


@pytest.mark.parametrize("further", ["agreed", "active"])
def test_a_linkage_that_has_come_further_is_not_taken_back(
    cast: Cast, do: Doer, goal: Goal, linkage: Linkage, further: str
) -> None:
    do(
        Deed.MOVE_LINKAGE,
        about=linkage,
        by=cast.mentor,
        state=further,
        words="They shook hands.",
        when=when(on="2026-02-02"),
    )
    opened(cast, do, goal, linkage)
    linkage.refresh_from_db()
    assert linkage.state == further


def test_the_journal_names_who_takes_part(dialogue: Dialogue, linkage: Linkage) -> None:
    entry = Entry.objects.get(deed=Deed.OPEN_DIALOGUE)
    assert entry.payload is not None
    assert entry.payload["linkages"] == [f"linkage:{linkage.key}"]


def test_a_helper_named_for_another_goal_takes_no_part(
    cast: Cast, goal: Goal, linkage: Linkage
) -> None:
    act = act_of(cast.mentor)
    other = Goal.objects.get(pk=goal.pk)
    other.pk, other.key = None, uuid.uuid4()
    other.save(force_insert=True)
    for linkages in ([], [linkage]):
        with pytest.raises(NobodyToTalkWith):
            open_dialogue(goal=other, linkages=linkages, purpose="p", when=RoughDate(), act=act)


def test_one_that_has_ended_is_not_offered(
    cast: Cast, client: Client, do: Doer, goal: Goal, linkage: Linkage
) -> None:
    named(cast, do, goal, "Radio station")
    do(
        Deed.MOVE_LINKAGE,
        about=linkage,
        by=cast.mentor,
        state="ended",
        words="They closed.",
        when=when(on="2026-02-02"),
    )
    client.force_login(cast.mentor)
    page = client.get(reverse("do", args=[Deed.OPEN_DIALOGUE, goal.key])).content.decode()
    assert str(linkage.key) not in page
    assert "radio station" in page


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("facilitator", 403),
        ("mentor", 302),
        ("manager", 403),
        ("official", 404),
        ("outsider", 404),
        ("administrator", 404),
    ],
)
def test_who_may_open_a_dialogue(
    cast: Cast, client: Client, goal: Goal, linkage: Linkage, who: str, status: int
) -> None:
    client.force_login(cast.person(who))
    address = reverse("do", args=[Deed.OPEN_DIALOGUE, goal.key])
    answer = client.post(address, posted({"key": uuid.uuid4(), **told(linkage)}))
    assert answer.status_code == status
    assert Dialogue.objects.count() == (1 if status == 302 else 0)


def test_the_same_form_sent_twice_opens_one_dialogue(
    cast: Cast, client: Client, goal: Goal, linkage: Linkage
) -> None:
    client.force_login(cast.mentor)
    form = posted({"key": uuid.uuid4(), **told(linkage)})
    address = reverse("do", args=[Deed.OPEN_DIALOGUE, goal.key])
    first, second = client.post(address, form), client.post(address, form)
    assert first["Location"] == second["Location"]
    assert Dialogue.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("linkages", []), ("purpose", ""), ("when", {"0": "2026-02-31", "1": ""})],
)
def test_bad_input_keeps_what_was_typed(
    cast: Cast, client: Client, goal: Goal, linkage: Linkage, field: str, value: object
) -> None:
    client.force_login(cast.mentor)
    form = told(linkage, **{field: value})
    address = reverse("do", args=[Deed.OPEN_DIALOGUE, goal.key])
    answer = client.post(address, posted({"key": uuid.uuid4(), **form}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Please look at one place" in page
    assert "what we can do together" in page or field == "purpose"
    assert not Dialogue.objects.exists()


@pytest.mark.parametrize(
    ("deed", "fields"),
    [
        (
            Deed.RECORD_MEETING,
            {
                "when": when(on="2026-02-20"), "where": "the clinic",
                "who_took_part": "two chiefs", "what_was_said": "They listened.",
            },
        ),
        (Deed.ADD_POSITION, {"side": "service", "kind": "offer", "words": "A nurse comes."}),
        (Deed.ADD_POSITION, {"side": "community", "kind": "offer", "words": "A house."}),
    ],
)  # fmt: skip
def test_an_ask_to_an_office_already_in_dialogue_waits_until_something_comes_of_it(
    cast: Cast,
    do: Doer,
    dialogue: Dialogue,
    linkage: Linkage,
    deed: Deed,
    fields: dict[str, Any],
) -> None:
    asked = do(
        Deed.SEND_ASK, about=linkage, by=cast.mentor, words="Come to the river too.",
        deciding_body="whole_community", when=when(on="2026-02-15"),
    )  # fmt: skip
    assert list(asks_to_answer(cast.official)) == [asked]
    side = {"side": str(linkage.key)} if fields.get("side") == "service" else {}
    do(deed, about=dialogue, by=cast.mentor, **{**fields, **side})
    is_from_community = fields.get("side") == "community"
    assert list(asks_to_answer(cast.official)) == ([asked] if is_from_community else [])
