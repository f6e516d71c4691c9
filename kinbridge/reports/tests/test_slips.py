"""What was marked on paper becomes the same deed: the code leads to its form."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from kinbridge.goals.models import Activity
from kinbridge.goals.tests.conftest import goal, harm
from kinbridge.people.roles import Deed
from kinbridge.reports.codes import LENGTH, SIGNS, _check, code_of, read
from tests.cast import Cast, Doer, when

__all__ = ["goal", "harm"]


@pytest.fixture
def activity(cast: Cast, do: Doer, goal: Any) -> Activity:
    told = {"words": "Evening talks", "who": "Youth", "when": when(words="in 2026")}
    made = do(Deed.PLAN_ACTIVITY, about=goal, by=cast.facilitator, **told)
    assert isinstance(made, Activity)
    return made


def test_the_code_leads_to_the_form_however_it_is_typed(
    cast: Cast, client: Client, activity: Activity
) -> None:
    code = code_of(activity)
    client.force_login(cast.facilitator)
    for typed in (code, code.lower(), code.replace("-", ""), f" {code.replace('-', ' ')} "):
        answer = client.get(reverse("paper"), {"code": typed})
        assert answer.status_code == 302
        assert answer["Location"] == reverse("do", args=[Deed.REPORT_ACTIVITY, activity.key])


def test_a_code_opens_nothing_that_is_not_yours(
    cast: Cast, client: Client, activity: Activity
) -> None:
    client.force_login(cast.outsider)
    answer = client.get(reverse("paper"), {"code": code_of(activity)})
    assert answer.status_code == 422
    assert "No paper with this code is yours" in answer.content.decode()


@given(st.text(SIGNS, min_size=LENGTH, max_size=LENGTH), st.data())
def test_a_slip_of_the_pen_is_found(signs: str, data: st.DataObject) -> None:
    whole = "P" + signs + _check("P" + signs)
    assert read(whole) == ("P", signs)
    place = data.draw(st.integers(1, len(whole) - 1))
    other = data.draw(st.sampled_from([s for s in SIGNS if s != whole[place]]))
    with pytest.raises(ValueError, match="a sign is wrong"):
        read(whole[:place] + other + whole[place + 1 :])
    exchanged = data.draw(st.integers(1, LENGTH - 1))
    turned = (
        whole[:exchanged] + whole[exchanged + 1] + whole[exchanged] + whole[exchanged + 2 :]
    )
    if turned != whole:
        with pytest.raises(ValueError, match="a sign is wrong"):
            read(turned)


@pytest.mark.parametrize("code", ["", "P", "Z-222-222-2", "P-222-222", "P-22!-222-2"])
def test_what_is_no_code_is_said_to_be_none(cast: Cast, client: Client, code: str) -> None:
    client.force_login(cast.facilitator)
    answer = client.get(reverse("paper"), {"code": code})
    assert answer.status_code == (422 if code else 200)


def test_a_slip_is_printed_for_those_who_see_the_goal(
    cast: Cast, client: Client, activity: Activity
) -> None:
    address = reverse("goal_slip", args=[activity.goal.key])
    client.force_login(cast.facilitator)
    answer = client.get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    client.force_login(cast.outsider)
    assert client.get(address).status_code == 404
