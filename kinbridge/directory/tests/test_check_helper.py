"""Entries are checked, and say how long ago."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kinbridge.directory.models import Freshness, Helper, HelperCheck
from kinbridge.directory.tests.conftest import entry
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


@pytest.mark.parametrize(
    ("kind", "days", "is_stale"),
    [("service", 89, False), ("service", 91, True), ("role", 364, False), ("role", 366, True)],
)
def test_a_check_holds_longer_for_a_role_than_for_a_service(
    cast: Cast, client: Client, do: Doer, kind: str, days: int, is_stale: bool
) -> None:
    helper = do(Deed.ADD_HELPER, about=cast.district, by=cast.mentor, **entry(kind=kind))
    days_ago(do(Deed.CHECK_HELPER, about=helper, by=cast.mentor, **CHECK), days)
    client.force_login(cast.facilitator)
    assert ("long ago" in pages(client, helper)) is is_stale
    assert helper.freshness == (Freshness.STALE if is_stale else Freshness.FRESH)


def test_an_entry_that_holds_no_longer_says_so_first(
    cast: Cast, client: Client, do: Doer, office: Helper
) -> None:
    days_ago(do(Deed.CHECK_HELPER, about=office, by=cast.mentor, **CHECK), 2)
    last = do(Deed.CHECK_HELPER, about=office, by=cast.mentor, **{**CHECK, "still_right": "no"})
    days_ago(last, 1)
    client.force_login(cast.official)
    page = pages(client, office)
    assert "do not use until somebody has checked" in page
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


@pytest.mark.parametrize(
    ("who", "status"),
    [("facilitator", 302), ("manager", 302), ("official", 302), ("outsider", 404)],
)
def test_who_may_report_that_nobody_answered_and_all_are_told(
    cast: Cast, client: Client, do: Doer, office: Helper, who: str, status: int
) -> None:
    days_ago(do(Deed.CHECK_HELPER, about=office, by=cast.mentor, **CHECK), 1)
    client.force_login(cast.person(who))
    page = reverse("do", args=[Deed.REPORT_UNANSWERED, office.key])
    answer = client.post(page, posted({"key": uuid.uuid4(), "words": "Twice, in the morning."}))
    assert answer.status_code == status
    client.force_login(cast.facilitator)
    assert ("Nobody answered there." in pages(client, office)) is (status == 302)
