"""Concerns, requests and offers of each side; meetings; obstacles and how they are solved."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.dialogue.models import Dialogue, Obstacle, Position
from kinbridge.dialogue.operations import DialogueIsClosed, ObstacleIsSolved, add_position
from kinbridge.dialogue.sides import NotYourSide
from kinbridge.dialogue.tests.conftest import opened
from kinbridge.goals.models import Goal
from kinbridge.linkage.models import Linkage
from kinbridge.people.models import Person
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, act_of, posted, when


def position(side: object, **others: object) -> dict[str, Any]:
    """What is filled in for one side."""
    return {"side": str(side), "kind": "offer", "words": "We come each month.", **others}


def add(client: Client, dialogue: Dialogue, fields: dict[str, Any]) -> tuple[int, str]:
    address = reverse("do", args=[Deed.ADD_POSITION, dialogue.key])
    answer = client.post(address, posted({"key": uuid.uuid4(), **fields}))
    return answer.status_code, answer.content.decode()


def test_an_official_speaks_for_the_own_office(
    cast: Cast, client: Client, dialogue: Dialogue, linkage: Linkage
) -> None:
    client.force_login(cast.official)
    assert add(client, dialogue, position(linkage.key))[0] == 302
    said = Position.objects.get()
    assert (said.side, said.as_told) == (str(linkage.key), False)


def test_an_official_does_not_speak_for_the_community(
    cast: Cast, client: Client, dialogue: Dialogue
) -> None:
    client.force_login(cast.official)
    status, page = add(client, dialogue, position("community"))
    assert status == 422
    assert "We come each month." in page
    assert not Position.objects.exists()


def test_an_official_does_not_speak_for_another_office_in_the_same_talk(
    cast: Cast,
    client: Client,
    do: Doer,
    goal: Goal,
    linkage: Linkage,
    other_linkage: Linkage,
) -> None:
    talk = opened(cast, do, goal, linkage, other_linkage)
    client.force_login(cast.official)
    assert add(client, talk, position(other_linkage.key))[0] == 422
    page = client.get(reverse("do", args=[Deed.ADD_POSITION, talk.key])).content.decode()
    assert "District health team" in page
    assert f'value="{other_linkage.key}"' not in page


@pytest.mark.parametrize("who", ["facilitator", "mentor"])
def test_what_a_service_says_is_written_down_as_told(
    cast: Cast, do: Doer, dialogue: Dialogue, linkage: Linkage, who: str
) -> None:
    by = cast.person(who)
    theirs = do(Deed.ADD_POSITION, about=dialogue, by=by, **position(linkage.key))
    ours = do(Deed.ADD_POSITION, about=dialogue, by=by, **position("community"))
    assert (theirs.as_told, ours.as_told) == (True, False)


def test_a_side_that_takes_no_part_is_refused(
    cast: Cast, do: Doer, dialogue: Dialogue, other_linkage: Linkage
) -> None:
    with pytest.raises(AssertionError, match="not one of the available"):
        do(
            Deed.ADD_POSITION,
            about=dialogue,
            by=cast.mentor,
            **position(other_linkage.key),
        )


def test_the_operation_refuses_a_foreign_side_aloud(cast: Cast, dialogue: Dialogue) -> None:
    with pytest.raises(NotYourSide):
        add_position(
            dialogue=dialogue,
            side="community",
            kind="offer",
            words="w",
            translation="",
            act=act_of(cast.official),
        )


def test_who_may_add_what_the_community_says(
    cast: Cast, client: Client, dialogue: Dialogue
) -> None:
    table = {"facilitator": 302, "mentor": 302, "manager": 404, "official": 422,
             "outsider": 404, "auditor": 404}  # fmt: skip
    outcome = {}
    for who in table:
        client.force_login(cast.person(who))
        outcome[who] = add(client, dialogue, position("community"))[0]
    assert outcome == table


def test_what_is_kept_goes_by_a_name_that_people_know(
    cast: Cast, do: Doer, dialogue: Dialogue, linkage: Linkage
) -> None:
    said = do(Deed.ADD_POSITION, about=dialogue, by=cast.mentor, **position("community"))
    stuck = do(Deed.NAME_OBSTACLE, about=dialogue, by=cast.mentor, words="No fuel.",
               when=when(words="today"))  # fmt: skip
    assert (str(said), str(stuck)) == ("We come each month.", "No fuel.")
    assert said.belongs_to == stuck.belongs_to == dialogue
    assert dialogue.belongs_to == dialogue.goal


def test_the_official_of_an_office_that_takes_no_part_finds_nothing(
    client: Client, dialogue: Dialogue, other_official: Person, linkage: Linkage
) -> None:
    client.force_login(other_official)
    assert add(client, dialogue, position(linkage.key))[0] == 404


def test_words_that_point_to_a_person_are_marked(
    cast: Cast, client: Client, dialogue: Dialogue
) -> None:
    client.force_login(cast.mentor)
    words = "Ask Fatmata, 14, she knows."
    status, page = add(client, dialogue, position("community", words=words))
    assert status == 422
    assert "point to a person" in page


def test_an_obstacle_is_named_and_solved_once(cast: Cast, do: Doer, dialogue: Dialogue) -> None:
    obstacle = do(
        Deed.NAME_OBSTACLE,
        about=dialogue,
        by=cast.official,
        words="No fuel for the motorbike.",
        when=when(words="since the rains"),
    )
    assert not obstacle.is_solved
    told = {"how_solved": "They come with the vaccines.", "when": when(on="2026-03-01")}
    solved = do(Deed.SOLVE_OBSTACLE, about=obstacle, by=cast.mentor, **told)
    assert solved.is_solved
    assert str(solved.solved) == "March 1, 2026"
    with pytest.raises(ObstacleIsSolved):
        do(Deed.SOLVE_OBSTACLE, about=Obstacle.objects.get(), by=cast.mentor, **told)


def test_a_meeting_may_be_told_after_the_dialogue_was_closed(
    cast: Cast, do: Doer, dialogue: Dialogue
) -> None:
    closing = {"words": "They agreed.", "when": when(on="2026-03-01")}
    closed = do(Deed.CLOSE_DIALOGUE, about=dialogue, by=cast.mentor, **closing)
    assert closed.is_closed
    met = do(
        Deed.RECORD_MEETING,
        about=dialogue,
        by=cast.facilitator,
        when=when(on="2026-02-20"),
        where="under the cotton tree",
        who_took_part="two chiefs, the nurse, young women",
        what_was_said="The nurse listened first.",
    )
    assert str(met) == "Feb. 20, 2026, under the cotton tree"
    with pytest.raises(DialogueIsClosed):
        do(Deed.CLOSE_DIALOGUE, about=dialogue, by=cast.mentor, **closing)
