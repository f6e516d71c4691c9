"""A facilitator records harms in people's own words, and what people already do."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.community.models import Community
from kinbridge.journal.models import Entry
from kinbridge.learning.models import Harm, ProtectivePractice
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, posted, when


def harm(**others: object) -> dict[str, object]:
    """What a facilitator fills in."""
    return {
        "words": "Pikin nɔ de go skul.",
        "translation": "A child is not going to school.",
        "voices": ["women", "girls"],
        **others,
    }


def address(cast: Cast, deed: Deed = Deed.RECORD_HARM) -> str:
    return reverse("do", args=[deed, cast.community.key])


def test_a_harm_keeps_peoples_words_with_the_translation_beside_them(
    cast: Cast, do: Doer
) -> None:
    made = do(Deed.RECORD_HARM, about=cast.community, by=cast.facilitator, **harm())
    assert made.words == "Pikin nɔ de go skul."
    assert made.translation == "A child is not going to school."
    assert made.said_by == ["girls", "women"]


def test_a_harm_may_say_at_which_gathering_it_was_named(cast: Cast, do: Doer) -> None:
    heard_at = do(
        Deed.RECORD_GATHERING,
        about=cast.community,
        by=cast.facilitator,
        kind="small_group",
        when=when(on="2026-02-01"),
        where="school",
        girls=6,
    )
    made = do(
        Deed.RECORD_HARM,
        about=cast.community,
        by=cast.facilitator,
        **harm(gathering=heard_at),
    )
    assert made.gathering == heard_at


def test_a_gathering_of_another_community_is_no_choice(cast: Cast, client: Client) -> None:
    client.force_login(cast.facilitator)
    fields = harm(gathering=str(uuid.uuid4()))
    answer = client.post(address(cast), dict(posted({"key": uuid.uuid4(), **fields}).lists()))
    assert answer.status_code == 422
    assert not Harm.objects.exists()


def test_a_harm_stands_in_the_journal_of_its_community(cast: Cast, do: Doer) -> None:
    made = do(Deed.RECORD_HARM, about=cast.community, by=cast.facilitator, **harm())
    entry = Entry.objects.of(cast.community.stream).get()
    assert (entry.deed, entry.about) == (Deed.RECORD_HARM, f"harm:{made.key}")
    assert entry.payload is not None
    assert entry.payload["voices"] == ["girls", "women"]


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
def test_who_may_record_a_harm(cast: Cast, client: Client, who: str, status: int) -> None:
    client.force_login(cast.person(who))
    answer = client.post(address(cast), dict(posted({"key": uuid.uuid4(), **harm()}).lists()))
    assert answer.status_code == status
    assert Harm.objects.count() == (1 if status == 302 else 0)


@pytest.mark.parametrize(
    ("who", "seen"),
    [("facilitator", 1), ("mentor", 1), ("manager", 0), ("official", 0), ("outsider", 0)],
)
def test_harms_are_talk_and_seen_by_those_who_accompany(
    cast: Cast, do: Doer, who: str, seen: int
) -> None:
    do(Deed.RECORD_HARM, about=cast.community, by=cast.facilitator, **harm())
    assert Harm.objects.visible_to(cast.person(who)).count() == seen


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("words", "", "This field is required"),
        ("words", "long " * 20000, "at most 4000"),
        ("words", "Fatmata, 14, is not in school.", "point to a person"),
        ("translation", "Call 076 555 123 about it.", "point to a person"),
        ("voices", [], "This field is required"),
        ("voices", ["ngo"], "not one of the available choices"),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_typed_is_lost(
    cast: Cast, client: Client, field: str, value: object, message: str
) -> None:
    client.force_login(cast.facilitator)
    typed = harm(**{field: value})
    answer = client.post(address(cast), dict(posted({"key": uuid.uuid4(), **typed}).lists()))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    kept = "A child is not going" if field != "translation" else "Pikin nɔ de go"
    assert kept in page
    assert not Harm.objects.exists()


def test_the_same_form_sent_twice_counts_once(cast: Cast, client: Client) -> None:
    client.force_login(cast.facilitator)
    form = dict(posted({"key": uuid.uuid4(), **harm()}).lists())
    first, second = client.post(address(cast), form), client.post(address(cast), form)
    assert Harm.objects.count() == 1
    assert first["Location"] == second["Location"]


def test_looking_at_the_form_writes_nothing(cast: Cast, client: Client) -> None:
    client.force_login(cast.facilitator)
    for deed in (
        Deed.RECORD_HARM,
        Deed.RECORD_PROTECTIVE_PRACTICE,
        Deed.RECORD_FINDING,
        Deed.RETURN_FINDINGS,
    ):
        assert client.get(address(cast, deed)).status_code == 200
    assert not Entry.objects.exists()


def test_what_people_already_do_is_recorded_for_itself(cast: Cast, do: Doer) -> None:
    made = do(
        Deed.RECORD_PROTECTIVE_PRACTICE,
        about=cast.community,
        by=cast.facilitator,
        words="A lost child is walked home, whoever finds it.",
        who="Whoever finds it",
        voices=["men"],
    )
    assert isinstance(made, ProtectivePractice)
    assert made.community == cast.community
    assert str(made) == "A lost child is walked home, whoever finds it."


def test_long_words_are_shortened_only_where_they_stand_in_a_list(cast: Cast, do: Doer) -> None:
    long = "Pikin dɛn nɔ de go skul bikɔs di rod fa. " * 20
    made = do(Deed.RECORD_HARM, about=cast.community, by=cast.facilitator, **harm(words=long))
    assert made.words == long.strip()
    assert len(str(made)) <= 90


def test_a_harm_belongs_to_its_community(cast: Cast, do: Doer) -> None:
    made = do(Deed.RECORD_HARM, about=cast.community, by=cast.facilitator, **harm())
    assert isinstance(made.belongs_to, Community)
    assert made.area == cast.chiefdom
