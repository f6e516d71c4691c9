"""A goal, and helpers named for it, that the tests of linkage begin with."""

from typing import Any

import pytest

from kinbridge.goals.models import Goal
from kinbridge.linkage.models import Linkage
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, when


def named(**others: Any) -> dict[str, Any]:
    """What is filled in when people name a service further away."""
    return {
        "named_as": "the health office in town",
        "level": "district",
        "formality": "formal",
        "could_do": "Come to the villages once a month.",
        "voices": ["girls", "women"],
        "tried_before": "We went twice and the door was closed.",
        "known_by": "a teacher",
        **others,
    }


@pytest.fixture
def goal(cast: Cast, do: Doer) -> Goal:
    """What the community chose."""
    harm = do(
        Deed.RECORD_HARM,
        about=cast.community,
        by=cast.facilitator,
        words="Pikin nor de go skul.",
        translation="A child is not going to school.",
        voices=["girls"],
    )
    made = do(
        Deed.SET_GOAL,
        about=cast.community,
        by=cast.facilitator,
        words="Ɔl di gyal pikin dɛn de skul.",
        translation="All our girls are in school.",
        harms=[harm],
        deciding_body="villages_together",
        how="By seeds on a cloth.",
        when=when(on="2026-02-01"),
    )
    assert isinstance(made, Goal)
    return made


@pytest.fixture
def linkage(cast: Cast, do: Doer, goal: Goal) -> Linkage:
    """The health office, named."""
    made = do(Deed.NAME_HELPER, about=goal, by=cast.facilitator, **named())
    assert isinstance(made, Linkage)
    return made


@pytest.fixture
def sent(cast: Cast, do: Doer, linkage: Linkage) -> Linkage:
    """The same, once the community has sent its ask to the office of the cast."""
    do(
        Deed.CORRECT_HELPER,
        about=linkage.helper,
        by=cast.mentor,
        base=0,
        organisation=cast.office,
        **{"initial-organisation": ""},
    )
    do(Deed.SEND_ASK, about=linkage, by=cast.mentor, **ask())
    linkage.refresh_from_db()
    return linkage


def ask(**others: Any) -> dict[str, Any]:
    """What is filled in when a community sends its ask."""
    return {
        "words": "Please come to us once a month.",
        "deciding_body": "whole_community",
        "when": when(words="after the harvest 2025"),
        **others,
    }
