"""A community sends its ask. Before that, no office knows that it was named."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.goals.deciders import NotOfTheCommunity
from kinbridge.linkage.models import Ask, Linkage, State
from kinbridge.linkage.operations import HasEnded
from kinbridge.linkage.queries import asks_to_answer, own_asks
from kinbridge.linkage.tests.conftest import ask
from kinbridge.linkage.tests.test_moving import moved
from kinbridge.people.models import Organisation
from kinbridge.people.roles import Deed, Role
from tests.cast import Cast, Doer, person, posted


def test_an_ask_keeps_who_decided_and_the_goal_as_it_was_sent(
    cast: Cast, do: Doer, sent: Linkage
) -> None:
    made = Ask.objects.get()
    assert made.decided_by == "the whole community together"
    assert made.goal_translation == "All our girls are in school."
    assert str(made) == "An ask from The Three Villages, after the harvest 2025"
    assert made.belongs_to == sent
    fields = {"initial-words": "", "words": "Other words.", "base": 0}
    do(Deed.REWORD_GOAL, about=sent.goal, by=cast.mentor, **fields)
    made.refresh_from_db()
    assert made.goal_words.startswith("Ɔl di gyal")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, State.ASKED),
        (State.RESTING, State.ASKED),
        (State.ASKED, State.ASKED),
        (State.IN_DIALOGUE, State.IN_DIALOGUE),
        (State.ACTIVE, State.ACTIVE),
    ],
)
def test_asking_never_takes_a_linkage_back(
    cast: Cast, do: Doer, linkage: Linkage, before: State | None, after: State
) -> None:
    if before:
        do(Deed.MOVE_LINKAGE, about=linkage, by=cast.mentor, **moved(before))
    do(Deed.SEND_ASK, about=linkage, by=cast.mentor, **ask())
    assert Linkage.objects.get().state == after


def test_of_what_has_ended_nothing_is_asked(cast: Cast, do: Doer, linkage: Linkage) -> None:
    do(Deed.MOVE_LINKAGE, about=linkage, by=cast.mentor, **moved("ended"))
    with pytest.raises(HasEnded):
        do(Deed.SEND_ASK, about=linkage, by=cast.mentor, **ask())


def test_no_ngo_decides_to_send_an_ask(cast: Cast, do: Doer, linkage: Linkage) -> None:
    fields = ask(deciding_body="other_body", deciding_body_words="The Accompanying NGO")
    with pytest.raises(NotOfTheCommunity):
        do(Deed.SEND_ASK, about=linkage, by=cast.mentor, **fields)
    assert not Ask.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("facilitator", 302),
        ("mentor", 302),
        ("manager", 403),
        ("official", 404),
        ("outsider", 404),
        ("auditor", 404),
    ],
)
def test_who_may_send_an_ask(
    cast: Cast, client: Client, linkage: Linkage, who: str, status: int
) -> None:
    client.force_login(cast.person(who))
    address = reverse("do", args=[Deed.SEND_ASK, linkage.key])
    form = posted({"key": uuid.uuid4(), **ask()})
    assert client.post(address, form).status_code == status
    assert Ask.objects.count() == (1 if status == 302 else 0)


def test_the_same_ask_sent_twice_counts_once(
    cast: Cast, client: Client, linkage: Linkage
) -> None:
    client.force_login(cast.mentor)
    address = reverse("do", args=[Deed.SEND_ASK, linkage.key])
    form = posted({"key": uuid.uuid4(), **ask()})
    assert client.post(address, form)["Location"] == client.post(address, form)["Location"]
    assert Ask.objects.count() == 1


def test_being_named_is_never_shown_to_the_one_who_was_named(
    cast: Cast, client: Client, linkage: Linkage
) -> None:
    client.force_login(cast.official)
    for name, key in (
        ("linkage", linkage.key),
        ("who_might_help", linkage.goal.key),
        ("helper", linkage.helper.key),
    ):
        assert client.get(reverse(name, args=[key])).status_code in {403, 404}
    assert linkage.named_as not in client.get(reverse("helpers")).content.decode()


def test_the_office_sees_the_ask_and_nothing_else_of_it(
    cast: Cast, client: Client, sent: Linkage
) -> None:
    client.force_login(cast.official)
    made = Ask.objects.get()
    page = client.get(reverse("ask", args=[made.key])).content.decode()
    for shown in (
        "An ask from The Three Villages",
        "Please come to us",
        "Ɔl di gyal",
        cast.office.name,
    ):
        assert shown in page
    for hidden in (sent.named_as, "the door was closed", "a teacher", str(sent.key)):
        assert hidden not in page
    assert client.get(reverse("linkage", args=[sent.key])).status_code == 403
    assert list(asks_to_answer(cast.official)) == [made]


def test_an_ask_is_answered_once_something_moves(cast: Cast, do: Doer, sent: Linkage) -> None:
    do(Deed.MOVE_LINKAGE, about=sent, by=cast.mentor, **moved("in_dialogue"))
    assert list(asks_to_answer(cast.official)) == []
    assert Ask.objects.visible_to(cast.official).exists()


def test_an_ask_is_seen_by_its_own_office_in_its_own_place_only(
    cast: Cast, client: Client, sent: Linkage
) -> None:
    made = Ask.objects.get()
    police = Organisation.objects.create(name="Police", kind="government")
    seen: dict[str, Any] = {
        "official": (cast.official, True),
        "facilitator": (cast.facilitator, True),
        "mentor": (cast.mentor, True),
        "manager": (cast.manager, False),
        "outsider": (cast.outsider, False),
        "police": (person("police", Role.OFFICIAL, cast.district, police), False),
        "away": (person("away", Role.OFFICIAL, cast.elsewhere, cast.office), False),
        "evaluator": (person("eval", Role.EVALUATOR, cast.district, cast.office), False),
    }
    for who, (somebody, sees) in seen.items():
        assert Ask.objects.visible_to(somebody).filter(pk=made.pk).exists() is sees, who
        assert bool(made.roles_of(somebody) & {*Role} - {Role.MANAGER}) is sees, who


def test_those_who_accompany_find_their_way_back_from_the_ask(
    cast: Cast, client: Client, sent: Linkage
) -> None:
    client.force_login(cast.mentor)
    page = client.get(reverse("ask", args=[Ask.objects.get().key])).content.decode()
    assert reverse("linkage", args=[sent.key]) in page


def test_an_ask_to_somebody_without_an_office_here_is_carried_by_hand(
    cast: Cast, client: Client, do: Doer, linkage: Linkage
) -> None:
    made = do(Deed.SEND_ASK, about=linkage, by=cast.mentor, **ask())
    client.force_login(cast.mentor)
    page = client.get(reverse("ask", args=[made.key])).content.decode()
    assert "by word of mouth" in page
    assert not Ask.objects.visible_to(cast.official).exists()


@pytest.mark.parametrize("state", ["in_dialogue", "agreed", "active"])
def test_an_ask_is_new_however_far_the_two_have_come(
    cast: Cast, do: Doer, sent: Linkage, state: str
) -> None:
    do(Deed.MOVE_LINKAGE, about=sent, by=cast.mentor, **moved(state))
    new = do(Deed.SEND_ASK, about=sent, by=cast.mentor, **ask(words="Come to the river too."))
    assert list(asks_to_answer(cast.official)) == [new]
    assert set(own_asks(cast.official)) == set(Ask.objects.all())
    do(Deed.MOVE_LINKAGE, about=sent, by=cast.mentor, **moved("resting"))
    assert list(asks_to_answer(cast.official)) == []


def test_nobody_else_finds_asks_among_their_own(cast: Cast, sent: Linkage) -> None:
    assert not own_asks(cast.facilitator).exists()
    assert not asks_to_answer(cast.mentor).exists()
