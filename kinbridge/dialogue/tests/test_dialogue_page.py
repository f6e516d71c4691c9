"""The page of a dialogue: both sides as equals, and nothing of the community beside it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.dialogue.models import Dialogue, Meeting, Obstacle, Position
from kinbridge.dialogue.queries import dialogues_of, own_dialogues
from kinbridge.dialogue.tests.conftest import opened
from kinbridge.goals.models import Goal
from kinbridge.linkage.models import Linkage
from kinbridge.people.models import Organisation, Person
from kinbridge.people.roles import Deed, Role
from tests.cast import Cast, Doer, person, when


@pytest.fixture
def full(cast: Cast, do: Doer, dialogue: Dialogue, linkage: Linkage) -> Dialogue:
    """A dialogue in which something has been said, met and solved."""
    for side, kind, words in [
        ("community", "concern", "Nurses shout at girls."),
        ("community", "request", "A day for young people."),
        (linkage.key, "concern", "We have no fuel."),
        (linkage.key, "offer", "A nurse comes each month."),
    ]:
        do(Deed.ADD_POSITION, about=dialogue, by=cast.mentor, side=str(side), kind=kind,
           words=words, translation="In English.")  # fmt: skip
    do(
        Deed.RECORD_MEETING,
        about=dialogue,
        by=cast.mentor,
        when=when(on="2026-02-20"),
        where="under the cotton tree",
        who_took_part="two chiefs and the nurse",
        what_was_said="They listened.",
    )
    obstacle = do(
        Deed.NAME_OBSTACLE,
        about=dialogue,
        by=cast.mentor,
        words="The road floods.",
        when=when(words="in the rains"),
    )
    do(
        Deed.SOLVE_OBSTACLE,
        about=obstacle,
        by=cast.mentor,
        how_solved="By boat.",
        when=when(on="2026-03-01"),
    )
    return dialogue


def page(client: Client, who: Person, dialogue: Dialogue) -> tuple[int, str]:
    client.force_login(who)
    answer = client.get(reverse("dialogue", args=[dialogue.key]))
    return answer.status_code, answer.content.decode()


def test_both_sides_stand_side_by_side(cast: Cast, client: Client, full: Dialogue) -> None:
    status, shown = page(client, cast.mentor, full)
    assert status == 200
    assert 'class="two-sides"' in shown
    for words in ("Nurses shout", "no fuel", "comes each month", "as told to who",
                  "By boat.", "two chiefs and the nurse"):  # fmt: skip
        assert words in shown


def test_an_official_sees_the_dialogue_and_no_way_into_the_community(
    cast: Cast, client: Client, full: Dialogue
) -> None:
    status, shown = page(client, cast.official, full)
    assert status == 200
    assert "Our girls do not become pregnant too early." in shown
    assert "The Three Villages" in shown
    for secret in (
        str(cast.community.key),
        str(full.goal.key),
        "the people of the district health team",  # what people call them among themselves
    ):
        assert secret not in shown


def test_who_reads_a_dialogue(cast: Cast, client: Client, dialogue: Dialogue) -> None:
    table = {"facilitator": 200, "mentor": 200, "official": 200, "manager": 403,
             "outsider": 404, "administrator": 403, "auditor": 403}  # fmt: skip
    outcome = {who: page(client, cast.person(who), dialogue)[0] for who in table}
    assert outcome == table


def test_an_official_of_another_office_finds_no_such_page(
    client: Client, dialogue: Dialogue, other_official: Person
) -> None:
    assert page(client, other_official, dialogue)[0] == 404


def test_an_official_of_the_same_office_elsewhere_finds_no_such_page(
    cast: Cast, client: Client, dialogue: Dialogue
) -> None:
    elsewhere = person("elsewhere_official", Role.OFFICIAL, cast.elsewhere, cast.office)
    assert page(client, elsewhere, dialogue)[0] == 404


def test_working_for_the_office_in_another_role_opens_nothing(
    cast: Cast, client: Client, dialogue: Dialogue
) -> None:
    evaluator = person("evaluator", Role.EVALUATOR, cast.district, cast.office)
    assert dialogue not in Dialogue.objects.visible_to(evaluator)
    assert page(client, evaluator, dialogue)[0] == 403


def test_being_named_opens_nothing(cast: Cast, linkage: Linkage, goal: Goal) -> None:
    assert not Dialogue.objects.visible_to(cast.official).exists()


def test_what_is_in_a_dialogue_is_seen_with_it(
    cast: Cast, full: Dialogue, other_official: Person
) -> None:
    models: list[Any] = [Position, Meeting, Obstacle]
    for model in models:
        assert model.objects.visible_to(cast.official).exists()
        assert not model.objects.visible_to(other_official).exists()
        assert not model.objects.visible_to(cast.manager).exists()


def test_reading_changes_nothing_and_asks_little(
    cast: Cast, client: Client, full: Dialogue, django_assert_max_num_queries: object
) -> None:
    client.force_login(cast.mentor)
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        client.get(reverse("dialogue", args=[full.key]))


def test_an_empty_dialogue_is_kind(cast: Cast, client: Client, dialogue: Dialogue) -> None:
    _status, shown = page(client, cast.mentor, dialogue)
    assert "Nothing has been said yet." in shown
    assert "No meeting has been recorded yet." in shown


def test_a_closed_dialogue_says_how_it_ended(
    cast: Cast, client: Client, do: Doer, dialogue: Dialogue
) -> None:
    do(
        Deed.CLOSE_DIALOGUE,
        about=dialogue,
        by=cast.mentor,
        words="They agreed and went on by themselves.",
        when=when(on="2026-03-01"),
    )
    _status, shown = page(client, cast.mentor, dialogue)
    assert "went on by themselves" in shown
    assert Deed.ADD_POSITION.value not in shown
    assert not own_dialogues(cast.official)


def test_several_services_stand_on_one_side(
    cast: Cast,
    client: Client,
    do: Doer,
    goal: Goal,
    linkage: Linkage,
    other_linkage: Linkage,
    other_official: Person,
) -> None:
    talk = opened(cast, do, goal, linkage, other_linkage)
    status, shown = page(client, other_official, talk)
    assert status == 200
    assert 'class="sides"' in shown


def test_the_dialogues_of_a_community_come_in_two_queries(
    cast: Cast, full: Dialogue, django_assert_num_queries: object
) -> None:
    mentor = Person.objects.get(pk=cast.mentor.pk)
    assert mentor.grants  # as the door has asked already
    with django_assert_num_queries(2):  # type: ignore[operator]
        found = dialogues_of(cast.community, mentor)
        assert [str(talk) for talk in found] == ["Dialogue with District health team"]
    assert not dialogues_of(cast.community, cast.manager)


def test_an_official_has_the_own_dialogues_at_hand(
    cast: Cast, dialogue: Dialogue, other_office: Organisation, other_official: Person
) -> None:
    assert own_dialogues(cast.official) == [dialogue]
    assert own_dialogues(other_official) == []
    assert own_dialogues(cast.mentor) == []
