"""Entries are checked, and say how long ago."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kinbridge.directory.models import Helper, HelperCheck
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, posted

CHECK = {"how": "phone", "still_right": "yes", "words": "They have fuel again."}


def pages(client: Client, helper: Helper) -> str:
    """What the list and the helper's own page say."""
    both = [client.get(reverse("helpers")), client.get(reverse("helper", args=[helper.key]))]
    return " ".join(answer.content.decode() for answer in both)


def days_ago(check: HelperCheck, days: int) -> None:
    HelperCheck.objects.filter(pk=check.pk).update(
        checked_at=timezone.now() - timedelta(days=days)
    )


def test_an_entry_that_nobody_checked_says_so(
    cast: Cast, client: Client, office: Helper
) -> None:
    client.force_login(cast.facilitator)
    assert "not checked yet" in pages(client, office)
    assert "Please ask there before anybody sets out" in pages(client, office)


def test_a_check_is_told_with_its_day_and_how(
    cast: Cast, client: Client, do: Doer, office: Helper
) -> None:
    check = do(Deed.CHECK_HELPER, about=office, by=cast.facilitator, **CHECK)
    days_ago(check, 3)
    check.refresh_from_db()
    client.force_login(cast.facilitator)
    page = pages(client, office)
    assert "by phone" in page
    assert "They have fuel again." in page
    assert "Please ask there" not in page
    assert str(check) == f"District Health Office, {check.checked_at:%Y-%m-%d}"
    assert check.belongs_to == office


def test_a_check_of_long_ago_says_that_it_was_long_ago(
    cast: Cast, client: Client, do: Doer, office: Helper
) -> None:
    days_ago(do(Deed.CHECK_HELPER, about=office, by=cast.mentor, **CHECK), 181)
    client.force_login(cast.facilitator)
    assert "more than half a year ago" in pages(client, office)


def test_an_entry_that_holds_no_longer_says_so_first(
    cast: Cast, client: Client, do: Doer, office: Helper
) -> None:
    days_ago(do(Deed.CHECK_HELPER, about=office, by=cast.mentor, **CHECK), 2)
    last = do(Deed.CHECK_HELPER, about=office, by=cast.mentor, **{**CHECK, "still_right": "no"})
    days_ago(last, 1)
    client.force_login(cast.official)
    page = pages(client, office)
    assert "found to be right no longer" in page
    assert "right no longer" in page
    assert office.last_check == last


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("facilitator", 302),
        ("mentor", 302),
        ("manager", 302),
        ("official", 403),
        ("outsider", 404),
        ("administrator", 403),
    ],
)
def test_who_may_check_an_entry(
    cast: Cast, client: Client, office: Helper, who: str, status: int
) -> None:
    client.force_login(cast.person(who))
    page = reverse("do", args=[Deed.CHECK_HELPER, office.key])
    answer = client.post(page, posted({"key": uuid.uuid4(), **CHECK}))
    assert answer.status_code == status
    assert HelperCheck.objects.count() == (1 if status == 302 else 0)


def test_a_check_says_whether_the_entry_holds(
    cast: Cast, client: Client, office: Helper
) -> None:
    client.force_login(cast.facilitator)
    page = reverse("do", args=[Deed.CHECK_HELPER, office.key])
    fields = {"key": uuid.uuid4(), **CHECK, "still_right": ""}
    assert client.post(page, posted(fields)).status_code == 422
