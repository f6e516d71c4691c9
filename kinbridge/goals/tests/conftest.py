"""A community on its way: a harm, a round, a goal, criteria and options, all by deeds."""

from typing import Any

import pytest

from kinbridge.goals.models import Criterion, Goal, Option, Round
from kinbridge.learning.models import Harm
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, when


def goal_told(*harms: Harm, **others: Any) -> dict[str, Any]:
    """What a facilitator fills in when the community has chosen."""
    return {
        "words": "Mek gyal pikin nɔ gɛt bɛlɛ we i nɔ rɛdi.",
        "translation": "That no girl becomes pregnant before she is ready.",
        "harms": list(harms),
        "deciding_body": "villages_together",
        "how": "By talking until all agreed.",
        "dissent": "Some elders wanted to begin with heavy work.",
        "when": when(on="2026-03-01"),
        **others,
    }


def decision_told(*options: Option, **others: Any) -> dict[str, Any]:
    """What a facilitator fills in when the community has decided what to do."""
    return {
        "options": list(options),
        "deciding_body": "whole_community",
        "how": "With seeds on a cloth.",
        "when": when(on="2026-03-05"),
        **others,
    }


@pytest.fixture
def harm(cast: Cast, do: Doer) -> Harm:
    made = do(
        Deed.RECORD_HARM,
        about=cast.community,
        by=cast.facilitator,
        words="Gyal pikin de gɛt bɛlɛ bifo i mared.",
        translation="Girls become pregnant before they marry.",
        voices=["women", "girls"],
    )
    assert isinstance(made, Harm)
    return made


@pytest.fixture
def other_harm(cast: Cast, do: Doer) -> Harm:
    made = do(
        Deed.RECORD_HARM,
        about=cast.community,
        by=cast.facilitator,
        words="Ebi wok de kil pikin dɛn bɔdi.",
        voices=["boys"],
    )
    assert isinstance(made, Harm)
    return made


@pytest.fixture
def held(cast: Cast, do: Doer) -> Round:
    """A round of choosing."""
    made = do(
        Deed.HOLD_ROUND,
        about=cast.community,
        by=cast.facilitator,
        when=when(on="2026-02-22"),
        words="All three villages under the cotton tree.",
    )
    assert isinstance(made, Round)
    return made


@pytest.fixture
def goal(cast: Cast, do: Doer, harm: Harm) -> Goal:
    made = do(Deed.SET_GOAL, about=cast.community, by=cast.facilitator, **goal_told(harm))
    assert isinstance(made, Goal)
    return made


@pytest.fixture
def criterion(cast: Cast, do: Doer, goal: Goal) -> Criterion:
    made = do(
        Deed.ADD_CRITERION,
        about=goal,
        by=cast.facilitator,
        words="It costs little",
        brought_by="community",
        voice="women",
    )
    assert isinstance(made, Criterion)
    return made


@pytest.fixture
def option(cast: Cast, do: Doer, goal: Goal) -> Option:
    made = do(
        Deed.LAY_OUT_OPTION,
        about=goal,
        by=cast.facilitator,
        words="Talks in each compound",
        strengths="Parents and children hear the same.",
        worries="The nurse is often away.",
    )
    assert isinstance(made, Option)
    return made
