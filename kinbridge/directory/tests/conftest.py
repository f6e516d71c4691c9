"""Helpers that the tests of the directory begin with."""

from typing import Any

import pytest

from kinbridge.directory.models import Helper
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer


def entry(**others: Any) -> dict[str, Any]:
    """What is filled in for an office of the district."""
    return {
        "name": "District Health Office",
        "kind": "service",
        "formality": "formal",
        "level": "district",
        "what_they_do": "Outreach clinics, when there is fuel.",
        "where": "beside the court",
        "phone": "076 555 100",
        "hours": "mornings",
        **others,
    }


def elders(**others: Any) -> dict[str, Any]:
    """What is filled in for a non-formal helper."""
    return entry(
        **{
            "name": "The birth attendant",
            "kind": "role",
            "formality": "nonformal",
            "level": "community",
            "phone": "076 555 200",
            **others,
        }
    )


@pytest.fixture
def office(cast: Cast, do: Doer) -> Helper:
    """A formal helper."""
    made = do(Deed.ADD_HELPER, about=cast.district, by=cast.mentor, **entry())
    assert isinstance(made, Helper)
    return made


@pytest.fixture
def attendant(cast: Cast, do: Doer) -> Helper:
    """A non-formal helper."""
    made = do(Deed.ADD_HELPER, about=cast.chiefdom, by=cast.facilitator, **elders())
    assert isinstance(made, Helper)
    return made
