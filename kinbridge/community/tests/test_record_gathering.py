"""A facilitator records how people came together."""

import uuid
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.community.models import Gathering
from kinbridge.journal.models import Entry
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, posted, when


def gathering(**others: object) -> dict[str, object]:
    """What a facilitator fills in."""
    return {
        "kind": "small_group",
        "when": when(words="after the harvest 2025"),
        "where": "under the cotton tree",
        "girls": 14,
        "elders": 2,
        "what_was_said": "Girls leave school when money runs out.",
        **others,
    }


def address(cast: Cast) -> str:
    return reverse("do", args=[Deed.RECORD_GATHERING, cast.community.key])


def test_a_gathering_keeps_its_rough_date_and_counts(cast: Cast, do: Doer) -> None:
    made = do(Deed.RECORD_GATHERING, about=cast.community, by=cast.facilitator, **gathering())
    assert str(made.when) == "after the harvest 2025"
    assert made.when_sorts_on == date(2025, 7, 1)
    assert made.total == 14  # elders are among them


def test_a_gathering_stands_in_the_journal_of_its_community(cast: Cast, do: Doer) -> None:
    made = do(Deed.RECORD_GATHERING, about=cast.community, by=cast.facilitator, **gathering())
    entry = Entry.objects.of(cast.community.stream).get()
    assert (entry.deed, entry.by, entry.about) == (
        Deed.RECORD_GATHERING,
        cast.facilitator,
        f"gathering:{made.key}",
    )
    assert entry.payload is not None
    assert entry.payload["girls"] == 14


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
def test_who_may_record_a_gathering(cast: Cast, client: Client, who: str, status: int) -> None:
    client.force_login(cast.person(who))
    answer = client.post(address(cast), posted({"key": uuid.uuid4(), **gathering()}))
    assert answer.status_code == status
    assert Gathering.objects.count() == (1 if status == 302 else 0)


def test_the_same_form_sent_twice_counts_once(cast: Cast, client: Client) -> None:
    client.force_login(cast.facilitator)
    form = posted({"key": uuid.uuid4(), **gathering()})
    first, second = client.post(address(cast), form), client.post(address(cast), form)
    assert Gathering.objects.count() == 1
    assert first["Location"] == second["Location"]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("girls", "-3", "greater than or equal to 0"),
        ("when", {"0": "2031-01-01", "1": ""}, "has not come yet"),
        ("when", {"0": "2025-02-30", "1": ""}, "valid date"),
        ("when", {"0": "", "1": ""}, "Say when"),
        ("what_was_said", "long " * 20000, "at most 4000"),
        ("elders", "40", "not more than all together"),
        ("what_was_said", "Fatmata, 14, is not in school.", "point to a person"),
        ("what_was_said", "Call 076 555 123 about it.", "point to a person"),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_typed_is_lost(
    cast: Cast, client: Client, field: str, value: object, message: str
) -> None:
    client.force_login(cast.facilitator)
    fields = gathering(**{field: value})
    answer = client.post(address(cast), posted({"key": uuid.uuid4(), **fields}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    assert "under the cotton tree" in page
    assert not Gathering.objects.exists()


def test_marked_words_are_saved_once_the_writer_has_looked_again(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.facilitator)
    fields = gathering(what_was_said="Call 076 555 123 about it.", looked_again="on")
    client.post(address(cast), posted({"key": uuid.uuid4(), **fields}))
    assert Gathering.objects.count() == 1
    assert Entry.objects.get().guard_passed


@pytest.mark.parametrize(
    "said", ["<script>alert(1)</script>", "قالت البنات: نريد المدرسة", "🌾 harvest 🌾"]
)
def test_markup_other_scripts_and_signs_are_kept_and_shown_as_words(
    cast: Cast, client: Client, do: Doer, said: str
) -> None:
    made = do(
        Deed.RECORD_GATHERING,
        about=cast.community,
        by=cast.facilitator,
        **gathering(what_was_said=said),
    )
    client.force_login(cast.facilitator)
    page = client.get(reverse("gathering", args=[made.key])).content.decode()
    assert made.what_was_said == said
    assert "<script>" not in page


def test_gatherings_to_choose_from_can_be_told_apart(
    cast: Cast, client: Client, do: Doer
) -> None:
    for where in ("under the cotton tree", "at the well"):
        told = gathering(where=where)
        do(Deed.RECORD_GATHERING, about=cast.community, by=cast.facilitator, **told)
    client.force_login(cast.facilitator)
    page = client.get(reverse("do", args=[Deed.RECORD_HARM, cast.community.key]))
    for where in ("under the cotton tree", "at the well"):
        assert f"small group, after the harvest 2025, {where}" in page.content.decode().lower()
