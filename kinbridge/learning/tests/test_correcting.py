"""What was recorded of harms, practices and findings is put right, field by field."""

import uuid
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from kinbridge.journal.models import Entry
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, posted

KINDS = [
    (Deed.RECORD_HARM, Deed.CORRECT_HARM),
    (Deed.RECORD_PROTECTIVE_PRACTICE, Deed.CORRECT_PROTECTIVE_PRACTICE),
    (Deed.RECORD_FINDING, Deed.CORRECT_FINDING),
]
each_kind = pytest.mark.parametrize(("record", "correct"), KINDS)


def recorded(cast: Cast, do: Doer, deed: Deed) -> Any:
    return do(
        deed,
        about=cast.community,
        by=cast.facilitator,
        words="Pikin nɔ de go skul.",
        voices=["girls"],
    )


def send(client: Client, deed: Deed, record: Model, **typed: Any) -> int:
    """Send what was touched, each with what its writer had seen."""
    seen = {f"initial-{name}": getattr(record, name) for name in typed if hasattr(record, name)}
    address = reverse("do", args=[deed, record.key])  # type: ignore[attr-defined]
    form = {"key": uuid.uuid4(), "base": 0}
    return client.post(address, dict(posted({**form, **seen, **typed}).lists())).status_code


@each_kind
def test_words_are_put_right_and_the_rest_stays(
    cast: Cast, client: Client, do: Doer, record: Deed, correct: Deed
) -> None:
    made = recorded(cast, do, record)
    client.force_login(cast.facilitator)
    assert send(client, correct, made, words="Sɔm pikin nɔ de go skul.") == 302
    made.refresh_from_db()
    assert made.words == "Sɔm pikin nɔ de go skul."
    assert made.voices == ["girls"]
    entry = Entry.objects.of(cast.community.stream).first()
    assert entry is not None
    assert (entry.deed, entry.payload) == (correct, {"words": "Sɔm pikin nɔ de go skul."})


@each_kind
def test_two_who_do_not_see_each_other_lose_nothing(
    cast: Cast, client: Client, do: Doer, record: Deed, correct: Deed
) -> None:
    made = recorded(cast, do, record)
    client.force_login(cast.facilitator)
    assert send(client, correct, made, translation="Some children miss school.") == 302
    client.force_login(cast.mentor)
    assert send(client, correct, made, voices=["boys", "girls"]) == 302
    made.refresh_from_db()
    assert made.translation == "Some children miss school."
    assert made.voices == ["girls", "boys"]


@each_kind
@pytest.mark.parametrize(
    ("who", "status"), [("mentor", 302), ("manager", 404), ("official", 404), ("outsider", 404)]
)
def test_who_may_correct(
    cast: Cast, client: Client, do: Doer, record: Deed, correct: Deed, who: str, status: int
) -> None:
    made = recorded(cast, do, record)
    client.force_login(cast.person(who))
    assert send(client, correct, made, words="Other words.") == status
    made.refresh_from_db()
    assert (made.words == "Other words.") == (status == 302)


@each_kind
def test_the_form_shows_what_stands(
    cast: Cast, client: Client, do: Doer, record: Deed, correct: Deed
) -> None:
    made = recorded(cast, do, record)
    client.force_login(cast.facilitator)
    page = client.get(reverse("do", args=[correct, made.key])).content.decode()
    assert "Pikin nɔ de go skul." in page
    assert "checked" in page


@each_kind
def test_taking_all_groups_away_is_told_at_its_field(
    cast: Cast, client: Client, do: Doer, record: Deed, correct: Deed
) -> None:
    made = recorded(cast, do, record)
    client.force_login(cast.facilitator)
    assert send(client, correct, made, voices=[]) == 422
