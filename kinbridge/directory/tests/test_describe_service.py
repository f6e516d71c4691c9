"""What people have to know before they set out is told field by field."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kinbridge.directory.models import Helper
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, posted

MORE = {
    "opening": "Mo-Fr 8:00-16:00\nSa 20:00-6:00",
    "status": "active",
    "languages": "Krio, Temne",
    "for_whom": "Mothers and children",
    "youngest": 0,
    "oldest": 17,
    "cost": "Nothing",
    "papers": "The card of the clinic",
    "access": "A ramp",
    "capacity": "Twenty a day",
}


def told(**others: Any) -> dict[str, Any]:
    before = {f"initial-{name}": "" for name in MORE}
    return {**before, "initial-status": "active", "base": 0, **MORE, **others}


def test_all_of_it_stands_on_the_page(
    cast: Cast, client: Client, do: Doer, office: Helper
) -> None:
    made = do(Deed.DESCRIBE_SERVICE, about=office, by=cast.mentor, **told())
    assert made.opening == "Mo-Fr 08:00-16:00; Sa 20:00-06:00"
    client.force_login(cast.official)
    shown = client.get(reverse("helper", args=[office.key])).content.decode()
    for words in ("Temne", "0 to 17", "Nothing", "The card", "A ramp", "Twenty", "20:00-06:00"):
        assert words in shown
    assert "Open now" in shown or "Closed now" in shown
    found = client.get(reverse("helpers"), {"words": "temn"}).content.decode()
    assert office.name in found


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("opening", "whenever", "cannot be read as opening hours"),
        (
            "opening",
            ";".join(f"Mo {n}:00-{n}:30" for n in range(24)) + ";Tu 8-9" * 30,
            "too many",
        ),
        ("oldest", "-1", "from 0 to 150"),
        ("status", "haunted", "not one of the available choices"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(
    cast: Cast, client: Client, office: Helper, field: str, value: str, message: str
) -> None:
    client.force_login(cast.mentor)
    page = reverse("do", args=[Deed.DESCRIBE_SERVICE, office.key])
    answer = client.post(page, posted({"key": uuid.uuid4(), **told(**{field: value})}))
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert "The card of the clinic" in answer.content.decode()


def test_ages_that_contradict_each_other_are_told(
    cast: Cast, client: Client, office: Helper
) -> None:
    client.force_login(cast.mentor)
    page = reverse("do", args=[Deed.DESCRIBE_SERVICE, office.key])
    answer = client.post(page, posted({"key": uuid.uuid4(), **told(youngest=18)}))
    assert "younger than from which age" in answer.content.decode()


@pytest.mark.parametrize(
    ("youngest", "oldest", "words"),
    [(None, None, ""), (12, None, "from 12 years on"), (None, 5, "up to 5 years")],
)
def test_ages_are_told_in_words(youngest: int | None, oldest: int | None, words: str) -> None:
    assert Helper(youngest=youngest, oldest=oldest).ages == words


@pytest.mark.parametrize(
    ("phone", "is_right"),
    [
        ("076 555 100", True),
        ("+44 1234 234567", True),
        ("116", True),
        ("", True),
        ("076 55", False),
        ("ask at the post", False),
    ],
)
def test_a_number_has_the_form_of_its_country(
    cast: Cast, client: Client, office: Helper, phone: str, is_right: bool
) -> None:
    client.force_login(cast.mentor)
    page = reverse("do", args=[Deed.CORRECT_HELPER, office.key])
    change = {"key": uuid.uuid4(), "base": 0, "initial-phone": office.phone, "phone": phone}
    answer = client.post(page, posted(change))
    assert answer.status_code == (302 if is_right else 422)
    assert ("Write it as" in answer.content.decode()) is not is_right
