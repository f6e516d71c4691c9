"""A practice, why people value it, what law and standard say, and how the talk moves."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kinbridge.community.models import Community
from kinbridge.goals.models import Goal
from kinbridge.journal.models import Entry
from kinbridge.linkage.models import Linkage
from kinbridge.linkage.tests.conftest import goal, linkage, sent
from kinbridge.norms import law
from kinbridge.norms.models import Alignment, GroupView, Leaning, Practice, SharedView
from kinbridge.norms.movement import MOST, movement
from kinbridge.norms.queries import practices_to_look_at, shared_with, stands
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, posted, when

__all__ = ["goal", "linkage", "sent"]

PRACTICE = {
    "danger": "some",
    "danger_words": "In small groups first.",
    "whose": "community",
    "topic": "age_of_marriage",
    "words": "Dɛn kin luk man fɔ am.",
    "translation": "They look for a husband for her.",
    "voices": ["women"],
    "to_whom": "girls out of school",
    "valued_for": "It keeps her from shame.",
    "done_otherwise": "Some mothers wait.",
}
LAW, STANDARD = "SL:child_marriage_act_2", "INT:acrwc_21_2"
TOLD = {"when": when(on="2026-02-10")}
STANDS = {
    "law": LAW,
    "standard": STANDARD,
    "meet": "Both want her safe.",
    "apart": "The law says eighteen.",
    "voices": ["women"],
}
DECIDED = {"deciding_body": "whole_community", "words": "We decided to wait."}


@pytest.fixture
def practice(cast: Cast, do: Doer) -> Practice:
    made = do(
        Deed.RECORD_PRACTICE, about=cast.community, by=cast.facilitator, **PRACTICE, **TOLD
    )
    assert isinstance(made, Practice)
    return made


def view(cast: Cast, do: Doer, practice: Practice, voice: str, leaning: str, on: str) -> None:
    told = {"voice": voice, "leaning": leaning, "words": f"{voice} say.", "when": when(on=on)}
    do(Deed.RECORD_GROUP_VIEW, about=practice, by=cast.facilitator, **told)


@pytest.mark.parametrize("who", ["facilitator", "mentor"])
def test_the_page_lays_practice_law_and_standard_side_by_side(
    cast: Cast, client: Client, do: Doer, practice: Practice, who: str
) -> None:
    do(Deed.SAY_WHERE_IT_STANDS, about=practice, by=cast.facilitator, **STANDS, **TOLD)
    view(cast, do, practice, "girls", "stop", "2026-02-11")
    client.force_login(cast.person(who))
    page = client.get(reverse("practice", args=[practice.key])).content.decode()
    for words in (
        "They look for a husband for her.",
        "In small groups first.",
        "It keeps her from shame.",
        "Some mothers wait.",
        "Nobody may marry a child",
        "No child is married or promised in marriage",
        "Both want her safe.",
        "They meet in part, and stand apart in part",
        "girls say.",
        "Something serious",
    ):
        assert words in page
    board = client.get(reverse("board", args=[cast.community.key, "age_of_marriage"]))
    sheet = board.content.decode()
    assert "They look for a husband for her." in sheet
    assert "What would we lose if this changed" in sheet


@pytest.mark.parametrize("who", ["manager", "official", "administrator", "auditor", "outsider"])
def test_a_practice_is_seen_only_where_the_talk_is(
    cast: Cast, client: Client, practice: Practice, who: str
) -> None:
    client.force_login(cast.person(who))
    for name, args in (
        ("practice", [practice.key]),
        ("practices", [cast.community.key]),
        ("board", [cast.community.key, "age_of_marriage"]),
    ):
        answer = client.get(reverse(name, args=args))
        assert answer.status_code in {403, 404}
        assert b"husband" not in answer.content


def test_a_topic_without_a_community_is_everybodys(
    cast: Cast, client: Client, practice: Practice
) -> None:
    client.force_login(cast.official)
    page = client.get(reverse("topic_board", args=["SL", "age_of_marriage"])).content.decode()
    assert "Nobody may marry a child" in page
    assert "No community is on this page" in page
    assert "husband" not in page
    assert cast.community.name not in page
    assert client.get(reverse("topic_board", args=["XX", "age_of_marriage"])).status_code == 404
    assert client.get(reverse("topic_board", args=["SL", "weather"])).status_code == 404


def test_the_words_of_the_law_stay_as_they_were_read(
    cast: Cast, do: Doer, practice: Practice
) -> None:
    made = do(Deed.SAY_WHERE_IT_STANDS, about=practice, by=cast.mentor, **STANDS, **TOLD)
    assert isinstance(made, Alignment)
    assert made.law is not None
    assert made.standard is not None
    assert made.law["handle"] == LAW
    assert made.law["source"].startswith("Prohibition of Child Marriage Act")
    assert made.law["checked"]
    assert made.standard["handle"] == STANDARD
    silent = {**STANDS, "law": "", "standard": ""}
    other = do(Deed.SAY_WHERE_IT_STANDS, about=practice, by=cast.mentor, **silent, **TOLD)
    assert (other.law, other.standard) == (None, None)
    (told,) = stands([practice])
    assert told.alignments == [other, made]


def test_what_nobody_has_read_is_never_offered_as_law() -> None:
    for topic in ("age_of_marriage", "guardianship", "birth_registration"):
        assert all(one.provision.is_read for one in law.national("SL", topic))
    assert law.national("XX", "age_of_marriage") == []
    assert law.silence("XX", "age_of_marriage")
    assert law.silence("SL", "age_of_marriage") == []


@pytest.mark.parametrize(
    ("meet", "apart", "thread"),
    [("x", "", "meet"), ("", "x", "apart"), ("x", "x", "both")],
)
def test_the_thread_hangs_as_people_say(
    cast: Cast, do: Doer, practice: Practice, meet: str, apart: str, thread: str
) -> None:
    assert stands([practice])[0].thread == "open"
    told = {**STANDS, "meet": meet, "apart": apart}
    do(Deed.SAY_WHERE_IT_STANDS, about=practice, by=cast.mentor, **told, **TOLD)
    assert stands([practice])[0].thread == thread


def test_the_talk_moves_and_nothing_said_before_is_lost(
    cast: Cast, do: Doer, practice: Practice
) -> None:
    view(cast, do, practice, "elders", "go_on", "2025-02-01")
    view(cast, do, practice, "girls", "stop", "2025-02-01")
    view(cast, do, practice, "elders", "change", "2025-08-01")
    drawn = movement(stands([practice])[0].views)
    assert drawn is not None
    girls, elders = drawn.rows
    assert [sign.shape for sign in elders.signs] == ["circle", "half"]
    assert [sign.shape for sign in girls.signs] == ["square"]
    assert elders.signs[0].x == girls.signs[0].x < elders.signs[1].x
    backwards = movement(stands([practice])[0].views, is_rtl=True)
    assert backwards is not None
    assert backwards.rows[1].signs[0].x > backwards.rows[1].signs[1].x


def test_the_picture_of_many_times_stays_narrow() -> None:
    days = [date(2025, month, 1) for month in range(1, 13)]
    views = [GroupView(voice="girls", leaning=Leaning.STOP, when_sorts_on=day) for day in days]
    drawn = movement(views)
    assert drawn is not None
    assert len(drawn.times) == len(drawn.rows[0].signs) == MOST
    assert movement([]) is None


def test_a_by_law_names_who_decided_and_who_stands_behind_it(
    cast: Cast, client: Client, do: Doer, practice: Practice, linkage: Linkage
) -> None:
    told = {**DECIDED, "voices": ["elders"], "linkages": [linkage]}
    do(Deed.MAKE_BY_LAW, about=practice, by=cast.mentor, **told, **TOLD)
    client.force_login(cast.mentor)
    page = client.get(reverse("practice", args=[practice.key])).content.decode()
    assert "We decided to wait." in page
    assert linkage.named_as in page


def test_an_office_reads_what_the_community_decided_to_tell_and_no_more(
    cast: Cast, client: Client, do: Doer, practice: Practice, sent: Linkage
) -> None:
    assert list(shared_with(cast.official)) == []
    made = do(Deed.SHARE_VIEW, about=practice, by=cast.mentor, linkage=sent, **DECIDED, **TOLD)
    assert isinstance(made, SharedView)
    client.force_login(cast.official)
    page = client.get(reverse("shared_view", args=[made.key])).content.decode()
    assert "We decided to wait." in page
    for secret in ("husband", "In small groups first.", "It keeps her from shame."):
        assert secret not in page
    assert list(shared_with(cast.official)) == [made]
    assert "decided to tell your office" in client.get("/").content.decode()
    for who in ("manager", "outsider", "auditor"):
        client.force_login(cast.person(who))
        assert client.get(reverse("shared_view", args=[made.key])).status_code in {403, 404}


def test_what_must_not_be_talked_about_is_not_told_to_an_office(
    cast: Cast, do: Doer, client: Client, practice: Practice
) -> None:
    do(Deed.LOOK_AT_PRACTICE, about=practice, by=cast.mentor, danger="yes", **TOLD)
    practice.refresh_from_db()
    assert practice.danger == "yes"
    client.force_login(cast.mentor)
    page = client.get(reverse("practice", args=[practice.key])).content.decode()
    assert reverse("do", args=[Deed.SHARE_VIEW, practice.key]) not in page


def test_a_practice_is_looked_at_again_after_half_a_year(
    cast: Cast, client: Client, do: Doer
) -> None:
    long_ago = when(on=(timezone.localdate() - timedelta(days=200)).isoformat())
    old = do(
        Deed.RECORD_PRACTICE, about=cast.community, by=cast.mentor, **PRACTICE, when=long_ago
    )
    assert practices_to_look_at(cast.mentor) == [old]
    assert practices_to_look_at(cast.manager) == []
    client.force_login(cast.mentor)
    assert "is it safe to talk?" in client.get("/").content.decode()
    today = when(on=timezone.localdate().isoformat())
    do(Deed.LOOK_AT_PRACTICE, about=old, by=cast.mentor, danger="no", when=today)
    assert practices_to_look_at(cast.mentor) == []


def test_two_people_may_correct_it_without_losing_words(
    cast: Cast, do: Doer, practice: Practice
) -> None:
    told = {"base": 0, "valued_for": "It ties two families.", "initial-valued_for": "x"}
    do(Deed.CORRECT_PRACTICE, about=practice, by=cast.mentor, **told)
    practice.refresh_from_db()
    assert practice.valued_for == "It ties two families."
    assert practice.done_otherwise == "Some mothers wait."


@pytest.mark.parametrize(
    ("deed", "fields", "said"),
    [
        (Deed.SAY_WHERE_IT_STANDS, {**STANDS, "meet": "", "apart": ""}, "Say where they meet"),
        (Deed.SAY_WHERE_IT_STANDS, {**STANDS, "law": "SL:made_up"}, "not one of the"),
        (Deed.RECORD_GROUP_VIEW, {"voice": "girls", "leaning": "stop"}, "required"),
        (
            Deed.MAKE_BY_LAW,
            {**DECIDED, "voices": ["men"], "deciding_body": "ngo"},
            "not one of",
        ),
        (Deed.LOOK_AT_PRACTICE, {"words": "As before."}, "required"),
        (Deed.SHARE_VIEW, {**DECIDED}, "required"),
    ],
    ids=str,
)
def test_bad_input_is_told_and_nothing_is_recorded(
    cast: Cast,
    client: Client,
    practice: Practice,
    deed: Deed,
    fields: dict[str, Any],
    said: str,
) -> None:
    before = Entry.objects.count()
    client.force_login(cast.mentor)
    address = reverse("do", args=[deed, practice.key])
    answer = client.post(address, posted({"key": uuid.uuid4(), **fields, **TOLD}))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Entry.objects.count() == before


def test_the_first_question_is_whether_talking_is_safe(cast: Cast, client: Client) -> None:
    client.force_login(cast.facilitator)
    address = reverse("do", args=[Deed.RECORD_PRACTICE, cast.community.key])
    page = client.get(address).content.decode()
    assert page.index('name="danger"') < page.index('name="words"')
    assert 'name="family"' not in page


def test_pages_ask_little_whatever_was_told(
    cast: Cast, client: Client, do: Doer, practice: Practice, django_assert_max_num_queries: Any
) -> None:
    for month in range(1, 9):
        view(cast, do, practice, "girls", "stop", f"2025-{month:02}-01")
        do(Deed.SAY_WHERE_IT_STANDS, about=practice, by=cast.mentor, **STANDS, **TOLD)
    client.force_login(cast.mentor)
    with django_assert_max_num_queries(17):
        client.get(reverse("practice", args=[practice.key]))
    with django_assert_max_num_queries(12):
        client.get(reverse("practices", args=[cast.community.key]))


def test_a_community_without_practices_says_so(cast: Cast, client: Client, goal: Goal) -> None:
    assert isinstance(cast.community, Community)
    client.force_login(cast.facilitator)
    page = client.get(reverse("practices", args=[cast.community.key])).content.decode()
    assert "Ask first why people value what they do." in page
