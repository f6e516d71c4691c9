"""People name who might help, before any directory is shown."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.directory.models import STREAM, Helper
from kinbridge.goals.models import Goal
from kinbridge.journal.models import Entry
from kinbridge.linkage.models import Linkage, State
from kinbridge.linkage.operations import AlreadyNamed
from kinbridge.linkage.tests.conftest import named
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, posted


def address(goal: Goal) -> str:
    return reverse("do", args=[Deed.NAME_HELPER, goal.key])


def test_a_named_helper_is_linked_to_the_goal_in_peoples_own_words(
    cast: Cast, linkage: Linkage
) -> None:
    assert str(linkage) == "the health office in town"
    assert linkage.state == State.NAMED
    assert [voice.value for voice in linkage.said_by] == ["girls", "women"]
    assert [tie.who for tie in cast.community.ties.all()] == ["a teacher"]
    assert [step.state for step in linkage.steps.all()] == [State.NAMED]


def test_naming_makes_an_entry_at_the_place_of_its_level(cast: Cast, linkage: Linkage) -> None:
    assert linkage.helper.area == cast.district
    assert linkage.helper.kind == Helper.Kind.SERVICE


def test_a_helper_at_home_is_entered_at_the_place_of_the_community(
    cast: Cast, do: Doer, goal: Goal
) -> None:
    fields = named(named_as="the boatman", level="neighbours", formality="nonformal")
    made = do(Deed.NAME_HELPER, about=goal, by=cast.facilitator, **fields)
    assert made.helper.area == cast.chiefdom
    assert made.helper.kind == Helper.Kind.ROLE


def test_naming_stands_in_the_journal_of_the_community_and_the_entry_in_the_directorys(
    cast: Cast, linkage: Linkage
) -> None:
    assert Entry.objects.of(cast.community.stream).first().about == f"linkage:{linkage.key}"  # type: ignore[union-attr]
    entry = Entry.objects.of(STREAM).get()
    assert entry.about == f"helper:{linkage.helper.key}"
    assert str(cast.community.key) not in str(entry.payload)


def test_an_office_that_another_community_named_is_entered_once(
    cast: Cast, do: Doer, goal: Goal, linkage: Linkage
) -> None:
    with pytest.raises(AlreadyNamed):
        do(Deed.NAME_HELPER, about=goal, by=cast.facilitator, **named())
    assert Helper.objects.count() == 1


def test_a_chosen_entry_is_used_and_named_once_for_a_goal(
    cast: Cast, do: Doer, goal: Goal, linkage: Linkage
) -> None:
    fields = named(named_as="those in town", helper=linkage.helper)
    with pytest.raises(AlreadyNamed):
        do(Deed.NAME_HELPER, about=goal, by=cast.mentor, **fields)


def test_the_directory_is_folded_away_below_what_people_say(
    cast: Cast, client: Client, goal: Goal, linkage: Linkage
) -> None:
    client.force_login(cast.facilitator)
    page = client.get(address(goal)).content.decode()
    asked = page.index("What do people call them?")
    folded = page.index("<details>")
    assert asked < page.index("Which groups named them?") < folded
    assert folded < page.index("Is this one already in the directory?")
    assert folded < page.index("the health office in town, Bombali")


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
def test_who_may_name_a_helper(
    cast: Cast, client: Client, goal: Goal, who: str, status: int
) -> None:
    client.force_login(cast.person(who))
    form = posted({"key": uuid.uuid4(), **named()})
    assert client.post(address(goal), form).status_code == status
    assert Linkage.objects.count() == (1 if status == 302 else 0)


def test_the_same_form_sent_twice_counts_once(cast: Cast, client: Client, goal: Goal) -> None:
    client.force_login(cast.facilitator)
    form = posted({"key": uuid.uuid4(), **named()})
    first, second = client.post(address(goal), form), client.post(address(goal), form)
    assert Linkage.objects.count() == Helper.objects.count() == 1
    assert first["Location"] == second["Location"]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("named_as", "", "required"),
        ("voices", [], "required"),
        ("level", "", "required"),
        ("known_by", "Mariama, 15", "point to a person"),
        ("helper", "00000000-0000-4000-8000-000000000000", "Select a valid choice"),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_typed_is_lost(
    cast: Cast, client: Client, goal: Goal, field: str, value: object, message: str
) -> None:
    client.force_login(cast.facilitator)
    form = posted({"key": uuid.uuid4(), **named(**{field: value})})
    answer = client.post(address(goal), form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    assert "Come to the villages once a month." in page
    assert ("<details open>" in page) is (field == "helper")


def test_a_helper_named_twice_is_told_at_its_field(
    cast: Cast, client: Client, goal: Goal, linkage: Linkage
) -> None:
    client.force_login(cast.facilitator)
    answer = client.post(address(goal), posted({"key": uuid.uuid4(), **named()}))
    assert answer.status_code == 409
    assert "named for this goal before" in answer.content.decode()
