"""Who knows whom, how far it is, how groups see it: the way to a helper."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.goals.models import Goal
from kinbridge.journal.models import Entry
from kinbridge.linkage.models import GroupAnswer, Linkage, Tie
from kinbridge.linkage.operations import KnowsItself, add_tie
from kinbridge.linkage.paths import paths_to
from kinbridge.linkage.queries import to_avoid
from kinbridge.linkage.tests.conftest import named
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, act_of, posted, when


def answer(**others: Any) -> dict[str, Any]:
    """What is filled in when a group says how it sees turning to a helper."""
    return {
        "voice": "girls",
        "are_few": "no",
        "safe": "no",
        "feels": "They ask loudly what we want.",
        "when": when(words="last week"),
        **others,
    }


@pytest.fixture
def nurse(cast: Cast, do: Doer, goal: Goal) -> Linkage:
    """The nurse, whom the mothers’ group knows."""
    told = named(
        named_as="the nurse at the health post", level="chiefdom", known_by="", among="clinic"
    )
    made = do(Deed.NAME_HELPER, about=goal, by=cast.facilitator, **told)
    tie = {"who": "the chair of the mothers’ group", "how_well": "known", "since": "the flood"}
    do(Deed.ADD_TIE, about=made, by=cast.facilitator, **tie)
    assert isinstance(made, Linkage)
    return made


@pytest.fixture
def sister(cast: Cast, do: Doer, goal: Goal, nurse: Linkage) -> Linkage:
    """The district health sister, to whom the nurse reports."""
    told = named(named_as="the district health sister", known_by="")
    made = do(Deed.NAME_HELPER, about=goal, by=cast.facilitator, **told)
    tie = {"knower": nurse.helper, "how_well": "known", "kind": "reports_to"}
    do(Deed.ADD_TIE, about=made, by=cast.mentor, **tie)
    assert isinstance(made, Linkage)
    return made


def test_a_path_is_told_as_a_sentence(cast: Cast, nurse: Linkage, sister: Linkage) -> None:
    path, *others = paths_to(cast.community, sister.helper)
    assert path.words == (
        "the chair of the mothers’ group knows the nurse at the health post, "
        "who reports to the district health sister."
    )
    assert path.between == [nurse.helper]
    assert others == []


def test_a_tie_told_from_the_other_end_leads_back(
    cast: Cast, do: Doer, nurse: Linkage, sister: Linkage
) -> None:
    tie = {"who": "the teacher", "how_well": "close"}
    do(Deed.ADD_TIE, about=sister, by=cast.mentor, **tie)
    words = [path.words for path in paths_to(cast.community, nurse.helper)]
    assert words == [
        "the chair of the mothers’ group knows the nurse at the health post.",
        "the teacher: close to the district health sister, "
        "to whom the nurse at the health post reports.",
    ]


def test_a_tie_between_offices_is_shared_once_both_are_public_and_says_not_who_told_it(
    cast: Cast, do: Doer, nurse: Linkage, sister: Linkage
) -> None:
    told = {"knower": nurse.helper, "how_well": "close", "words": "They quarrelled once."}
    assert not do(Deed.ADD_TIE, about=sister, by=cast.mentor, **told).is_shared
    for helper in (nurse.helper, sister.helper):
        do(Deed.CHECK_HELPER, about=helper, by=cast.mentor, how="visit", still_right="yes")
    shared = do(Deed.ADD_TIE, about=Linkage.objects.get(pk=sister.pk), by=cast.mentor, **told)
    assert shared.is_shared
    Tie.objects.create(
        community=cast.other_community, helper=nurse.helper, who="a farmer", how_well="known"
    )
    (path,) = paths_to(cast.other_community, sister.helper)
    assert path.words.startswith("a farmer knows the nurse")
    assert list(Tie.objects.visible_to(cast.outsider)) == [path.hops[0].tie]


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({}, "Say who knows them."),
        ({"who": "Mariama, 15"}, "point to a person"),
        ({"who": "a teacher", "knower": "nurse"}, "Say one of the two"),
    ],
)
def test_a_tie_has_one_who_knows(
    cast: Cast, client: Client, nurse: Linkage, sister: Linkage, told: Any, message: str
) -> None:
    client.force_login(cast.facilitator)
    told = {**told, "knower": nurse.helper} if "knower" in told else told
    form = posted({"key": uuid.uuid4(), "how_well": "close", "words": "At market.", **told})
    sent = client.post(reverse("do", args=[Deed.ADD_TIE, sister.key]), form)
    assert sent.status_code == 422
    assert message in sent.content.decode()
    assert "At market." in sent.content.decode()


def test_nobody_is_the_way_to_itself(cast: Cast, nurse: Linkage) -> None:
    with pytest.raises(KnowsItself):
        add_tie(
            linkage=nurse,
            who="",
            knower=nurse.helper,
            how_well="close",
            act=act_of(cast.mentor),
        )


def test_who_is_not_safe_to_ask_is_gone_around(
    cast: Cast, do: Doer, client: Client, nurse: Linkage, sister: Linkage
) -> None:
    do(Deed.HEAR_GROUP, about=nurse, by=cast.facilitator, **answer())
    assert to_avoid(cast.community) == {nurse.helper_id: "the nurse at the health post"}
    client.force_login(cast.mentor)
    page = client.get(
        reverse("ways", args=[cast.community.key]), {"to": str(sister.helper.key)}
    )
    assert "Nobody has told of a way" in page.content.decode()
    assert "some said it is not safe" in page.content.decode()
    form = client.get(reverse("do", args=[Deed.SEND_ASK, nurse.key])).content.decode()
    assert "Not everybody thinks that it is safe" in form
    assert "They ask loudly" in form
    do(Deed.HEAR_GROUP, about=nurse, by=cast.facilitator, **answer(safe="yes"))
    assert to_avoid(cast.community) == {}


def test_one_can_ask_for_a_way_without_somebody(
    cast: Cast,
    client: Client,
    nurse: Linkage,
    sister: Linkage,
    django_assert_max_num_queries: Any,
) -> None:
    client.force_login(cast.mentor)
    address = reverse("ways", args=[cast.community.key])
    with django_assert_max_num_queries(18):
        page = client.get(address, {"to": str(sister.helper.key)}).content.decode()
    assert f"without={nurse.helper.key}" in page
    told = {"to": str(sister.helper.key), "without": str(nurse.helper.key)}
    assert "Nobody has told of a way" in client.get(address, told).content.decode()
    assert client.get(address, {"to": "no-key"}).status_code == 200


@pytest.mark.parametrize(
    ("who", "status"),
    [("facilitator", 200), ("manager", 403), ("official", 403), ("outsider", 404)],
)
def test_who_may_look_for_a_way(
    cast: Cast, client: Client, nurse: Linkage, who: str, status: int
) -> None:
    client.force_login(cast.person(who))
    told = {"to": str(nurse.helper.key)}
    assert client.get(reverse("ways", args=[cast.community.key]), told).status_code == status


def test_of_a_few_it_is_kept_nowhere_which_group_they_were(
    cast: Cast, do: Doer, nurse: Linkage
) -> None:
    made = do(Deed.HEAR_GROUP, about=nurse, by=cast.facilitator, **answer(are_few="yes"))
    assert (made.voice, str(made.said_by)) == ("", "a few people")
    assert "girls" not in str(Entry.objects.get(about=f"groupanswer:{made.key}").payload)


def test_how_groups_feel_stays_with_those_who_accompany(
    cast: Cast, do: Doer, client: Client, nurse: Linkage
) -> None:
    do(Deed.HEAR_GROUP, about=nurse, by=cast.facilitator, **answer(tried="We went in May."))
    do(
        Deed.TELL_JOURNEY, about=nurse, by=cast.facilitator, by_means="foot", minutes="300",
        words="In the rains a day.",
    )  # fmt: skip
    pages = {}
    for who in ("facilitator", "mentor", "manager"):
        client.force_login(cast.person(who))
        pages[who] = client.get(reverse("linkage", args=[nurse.key])).content.decode()
    for talk in ("They ask loudly", "We went in May.", "half a day on foot", "the flood"):
        assert talk not in pages["manager"]
    for talk in ("They ask loudly", "We went in May.", "half a day on foot", "the flood"):
        assert talk in pages["mentor"]
        assert talk in pages["facilitator"]
    assert list(GroupAnswer.objects.visible_to(cast.official)) == []
