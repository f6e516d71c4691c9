"""A goal, an activity and a criterion, all by deeds."""

import pytest

from kinbridge.goals.models import Activity, Goal
from kinbridge.goals.tests.conftest import criterion, goal, harm
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, when

__all__ = ["activity", "criterion", "goal", "harm"]


@pytest.fixture
def activity(cast: Cast, do: Doer, goal: Goal) -> Activity:
    made = do(
        Deed.PLAN_ACTIVITY,
        about=goal,
        by=cast.facilitator,
        words="Evening talks",
        who="The youth group",
        when=when(words="from April 2026"),
    )
    assert isinstance(made, Activity)
    return made
