"""The mentor's desk: whom one walks with, doors that stick, openings."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kinbridge.goals.models import Goal
from kinbridge.linkage.models import Linkage
from kinbridge.linkage.tests.conftest import goal, named
from kinbridge.mentoring.models import Opening, SharedLine
from kinbridge.mentoring.operations import forget_openings_and_lines
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, posted, when

__all__ = ["goal"]

IN_A_MONTH = timezone.localdate() + timedelta(days=30)


def opening(cast: Cast, do: Doer, **told: Any) -> Opening:
    fields = {"words": "The district plan is being written.", "until": IN_A_MONTH, **told}
    fields.setdefault("when", when(words="this month"))
    made = do(Deed.RECORD_OPENING, about=cast.district, by=cast.manager, **fields)
    assert isinstance(made, Opening)
    return made


@pytest.mark.parametrize(
    ("who", "status"),
    [("mentor", 200), ("facilitator", 403), ("manager", 403), ("official", 403)],
)
def test_who_has_a_desk(cast: Cast, client: Client, who: str, status: int) -> None:
    client.force_login(cast.person(who))
    assert client.get(reverse("desk")).status_code == status


def test_the_desk_says_where_a_door_sticks_and_why(
    cast: Cast, client: Client, do: Doer, goal: Goal, django_assert_max_num_queries: Any
) -> None:
    linkage = do(Deed.NAME_HELPER, about=goal, by=cast.facilitator, **named())
    assert isinstance(linkage, Linkage)
    opening(cast, do)
    client.force_login(cast.mentor)
    with django_assert_max_num_queries(20):
        page = client.get(reverse("desk")).content.decode()
    assert linkage.named_as in page
    assert "nobody has said who takes the first step" in page
    assert "The district plan is being written." in page
    assert cast.facilitator.display_name in page
    assert "Who spoke least" in page
    step = {"words": "Introduce them", "broker": "mentor", "when": when(words="soon")}
    do(Deed.PLAN_NEXT_STEP, about=linkage, by=cast.mentor, **step)
    page = client.get(reverse("desk")).content.decode()
    assert "Introduce them" in page
    assert "nobody has said who takes the first step" not in page


def test_an_opening_is_seen_around_its_place_until_its_day(cast: Cast, do: Doer) -> None:
    made = opening(cast, do)
    assert list(Opening.objects.visible_to(cast.mentor)) == [made]
    assert list(Opening.objects.visible_to(cast.facilitator)) == [made]
    assert list(Opening.objects.visible_to(cast.official)) == []
    assert list(Opening.objects.on(IN_A_MONTH + timedelta(days=1))) == []


def test_an_opening_that_has_passed_is_refused(cast: Cast, client: Client) -> None:
    client.force_login(cast.manager)
    told = {"words": "A budget.", "when": when(words="last year"), "until": "2020-01-01"}
    address = reverse("do", args=[Deed.RECORD_OPENING, cast.district.key])
    answer = client.post(address, posted(told))
    assert answer.status_code == 422
    assert "This day has passed" in answer.content.decode()


def test_what_is_past_is_forgotten(cast: Cast, do: Doer) -> None:
    opening(cast, do)
    told: dict[str, Any] = {"words": "A line.", "mentor": cast.mentor}
    do(Deed.SHARE_LINE, about=cast.community, by=cast.facilitator, **told)
    now = timezone.now()
    assert forget_openings_and_lines(at=now) == 0
    assert forget_openings_and_lines(at=now + timedelta(days=400)) == 2
    assert not SharedLine.objects.exists()
