"""A community agrees how to decide, and weighs its harms in rounds."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.goals.models import Point, Round, SetAside, WayOfDeciding
from kinbridge.goals.operations import AlreadySetAside
from kinbridge.journal.models import Entry
from kinbridge.learning.models import Harm
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, posted, when


def way_told(**others: Any) -> dict[str, Any]:
    return {
        "ways": ["home_visits", "small_groups"],
        "words": "Small groups first, then all together.",
        "when": when(words="before the rains 2026"),
        **others,
    }


def test_how_a_community_decides_keeps_its_words_and_its_ways_in_order(
    cast: Cast, do: Doer
) -> None:
    way = do(Deed.AGREE_HOW_TO_DECIDE, about=cast.community, by=cast.facilitator, **way_told())
    assert isinstance(way, WayOfDeciding)
    assert way.said_ways == ["small_groups", "home_visits"]
    assert str(way) == "Small groups first, then all together."
    assert str(way.when) == "before the rains 2026"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("ways", [], "This field is required"),
        ("ways", ["by vote of the NGO"], "not one of the available choices"),
        ("when", when(), "Say when"),
    ],
)
def test_bad_input_on_how_to_decide_is_told_at_its_field(
    cast: Cast, client: Client, field: str, value: object, message: str
) -> None:
    client.force_login(cast.facilitator)
    address = reverse("do", args=[Deed.AGREE_HOW_TO_DECIDE, cast.community.key])
    form = posted({"key": uuid.uuid4(), **way_told(**{field: value})})
    answer = client.post(address, dict(form.lists()))
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert "Small groups first" in answer.content.decode()
    assert not WayOfDeciding.objects.exists()


def test_a_round_keeps_what_was_said_for_and_against(
    cast: Cast, do: Doer, held: Round, harm: Harm
) -> None:
    point = do(
        Deed.ADD_POINT,
        about=held,
        by=cast.facilitator,
        harm=harm,
        side="for",
        words="If the girl stays well, the school follows.",
        voice="women",
    )
    assert isinstance(point, Point)
    assert (point.side, point.voice, point.harm) == ("for", "women", harm)
    assert point.belongs_to == held
    assert point.community == cast.community
    assert point.area == cast.chiefdom
    assert str(point) == "If the girl stays well, the school follows."


def test_a_point_need_not_say_which_group_made_it(
    cast: Cast, do: Doer, held: Round, harm: Harm
) -> None:
    told = {"harm": harm, "side": "against", "words": "It is too much.", "voice": ""}
    assert not do(Deed.ADD_POINT, about=held, by=cast.mentor, **told).voice


def test_a_harm_of_another_community_cannot_be_weighed_here(
    cast: Cast, client: Client, do: Doer, held: Round
) -> None:
    theirs = do(
        Deed.RECORD_HARM,
        about=cast.other_community,
        by=cast.outsider,
        words="The river.",
        voices=["men"],
    )
    client.force_login(cast.facilitator)
    form = posted({"key": uuid.uuid4(), "harm": theirs, "side": "for", "words": "Yes."})
    address = reverse("do", args=[Deed.ADD_POINT, held.key])
    assert client.post(address, form).status_code == 422
    assert not Point.objects.exists()


def test_a_harm_is_set_aside_with_the_reason_and_what_was_said_for_it_stays(
    cast: Cast, do: Doer, held: Round, harm: Harm
) -> None:
    do(
        Deed.ADD_POINT,
        about=held,
        by=cast.facilitator,
        harm=harm,
        side="for",
        words="It is ours to change.",
    )
    aside = do(
        Deed.SET_ASIDE_HARM, about=held, by=cast.facilitator, harm=harm, why="After harvest."
    )
    assert isinstance(aside, SetAside)
    assert str(aside) == "After harvest."
    assert aside.belongs_to == held
    assert Point.objects.get().words == "It is ours to change."


def test_a_harm_is_set_aside_once_in_a_round(
    cast: Cast, do: Doer, held: Round, harm: Harm
) -> None:
    told = {"harm": harm, "why": "After harvest."}
    do(Deed.SET_ASIDE_HARM, about=held, by=cast.facilitator, **told)
    with pytest.raises(AlreadySetAside):
        do(Deed.SET_ASIDE_HARM, about=held, by=cast.facilitator, **told)
    assert SetAside.objects.count() == 1


@pytest.mark.parametrize(
    "deed", [Deed.AGREE_HOW_TO_DECIDE, Deed.HOLD_ROUND, Deed.SET_GOAL], ids=str
)
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("facilitator", 200),
        ("mentor", 200),
        ("manager", 403),
        ("official", 404),
        ("outsider", 404),
        ("administrator", 404),
        ("auditor", 404),
    ],
)
def test_who_may_record_how_a_community_chooses(
    cast: Cast, client: Client, deed: Deed, who: str, status: int
) -> None:
    client.force_login(cast.person(who))
    assert client.get(reverse("do", args=[deed, cast.community.key])).status_code == status
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("mentor", 200), ("manager", 404), ("official", 404), ("outsider", 404)]
)
@pytest.mark.parametrize("deed", [Deed.ADD_POINT, Deed.SET_ASIDE_HARM], ids=str)
def test_who_may_write_into_a_round(
    cast: Cast, client: Client, held: Round, deed: Deed, who: str, status: int
) -> None:
    client.force_login(cast.person(who))
    assert client.get(reverse("do", args=[deed, held.key])).status_code == status


def test_the_page_of_a_round_shows_both_sides_and_what_was_set_aside(
    cast: Cast,
    client: Client,
    do: Doer,
    held: Round,
    harm: Harm,
    other_harm: Harm,
    django_assert_max_num_queries: Any,
) -> None:
    do(Deed.AGREE_HOW_TO_DECIDE, about=cast.community, by=cast.facilitator, **way_told())
    for side, words in (("for", "It is ours to change."), ("against", "It is too much.")):
        do(
            Deed.ADD_POINT,
            about=held,
            by=cast.facilitator,
            harm=harm,
            side=side,
            words=words,
            voice="elders",
        )
    do(
        Deed.SET_ASIDE_HARM,
        about=held,
        by=cast.facilitator,
        harm=other_harm,
        why="After the harvest.",
    )
    client.force_login(cast.facilitator)
    with django_assert_max_num_queries(10):
        page = client.get(reverse("round", args=[held.key])).content.decode()
    for words in (
        "It is ours to change.",
        "It is too much.",
        "After the harvest.",
        "elders",
        "home visits",
    ):
        assert words in page


def test_a_round_without_points_is_shown_kindly(
    cast: Cast, client: Client, held: Round
) -> None:
    client.force_login(cast.facilitator)
    page = client.get(reverse("round", args=[held.key])).content.decode()
    assert "has not been written down yet" in page


@pytest.mark.parametrize(
    ("who", "status"), [("mentor", 200), ("manager", 403), ("official", 403), ("outsider", 404)]
)
def test_who_may_read_a_round(
    cast: Cast, client: Client, held: Round, who: str, status: int
) -> None:
    client.force_login(cast.person(who))
    assert client.get(reverse("round", args=[held.key])).status_code == status
