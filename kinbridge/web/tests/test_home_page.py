"""What should I look at today? Each role gets its own answer."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kinbridge.goals.models import Goal
from kinbridge.people.models import Grant
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, when


def home(client: Client, cast: Cast, who: str) -> str:
    client.force_login(cast.person(who))
    return client.get(reverse("home")).content.decode()


def test_a_facilitator_is_reminded_of_findings_that_have_not_gone_back(
    cast: Cast,
    client: Client,
    goal: Goal,
) -> None:
    told = home(client, cast, "facilitator")
    assert "Bring the findings back" in told
    assert cast.community.name in told


def test_a_facilitator_finds_the_step_she_took_upon_herself(
    cast: Cast,
    client: Client,
    do: Doer,
    goal: Goal,
) -> None:
    linkage = goal.linkages.first()
    do(
        Deed.PLAN_NEXT_STEP,
        about=linkage,
        by=cast.facilitator,
        words="Visit the office on market day",
        broker="facilitator",
        when=when(words="next week"),
    )
    assert "Visit the office on market day" in home(client, cast, "facilitator")


def test_a_mentor_finds_helpers_after_whom_nobody_said_what_comes_next(
    cast: Cast,
    client: Client,
    goal: Goal,
) -> None:
    assert "nobody has said yet what comes next" in home(client, cast, "mentor")


def test_an_official_sees_nothing_of_being_named(
    cast: Cast,
    client: Client,
    goal: Goal,
) -> None:
    told = home(client, cast, "official")
    assert "Nothing waits for you" in told
    assert cast.community.name not in told


def test_a_manager_hears_of_roles_that_end_soon(cast: Cast, client: Client) -> None:
    soon = timezone.localdate() + timedelta(days=10)
    Grant.objects.filter(person=cast.facilitator).update(until_on=soon)
    assert "Ends on" in home(client, cast, "manager")


def test_an_administrator_is_asked_for_the_second_word(cast: Cast, client: Client) -> None:
    Grant.objects.filter(person=cast.auditor).update(approved_by=None)
    assert "needs the word of a second person" in home(client, cast, "administrator")


@pytest.mark.parametrize("who", ["outsider", "auditor"])
def test_whoever_has_nothing_waiting_is_told_so_kindly(
    cast: Cast, client: Client, who: str
) -> None:
    assert "Nothing waits for you" in home(client, cast, who)
