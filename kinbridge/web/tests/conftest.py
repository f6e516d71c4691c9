"""A community that has come some way."""

import pytest

from kinbridge.goals.models import Goal
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer, when


def gather(do: Doer, cast: Cast) -> None:
    """One more gathering, of girls."""
    do(
        Deed.RECORD_GATHERING,
        about=cast.community,
        by=cast.facilitator,
        kind="small_group",
        when=when(on="2026-01-11"),
        where="school",
        girls=5,
    )


@pytest.fixture
def goal(cast: Cast, do: Doer) -> Goal:
    """Gatherings, a harm, a finding, a goal, two helpers and an activity."""
    by, about = cast.facilitator, cast.community
    for _n in range(4):
        gather(do, cast)
    harm = do(
        Deed.RECORD_HARM,
        about=about,
        by=by,
        words="Pikin nɔ de go skul",
        translation="Out of school",
        voices=["girls"],
    )
    do(Deed.RECORD_FINDING, about=about, by=by, words="School costs too much", voices=["women"])
    chosen = do(
        Deed.SET_GOAL,
        about=about,
        by=by,
        words="All pikin de go skul",
        harms=[harm],
        deciding_body="whole_community",
        how="Every group spoke, then all.",
        dissent="Some elders would begin with the road.",
        when=when(words="after the rains 2025"),
    )
    for name, level in (("Head teacher", "community"), ("Education office", "district")):
        do(
            Deed.NAME_HELPER,
            about=chosen,
            by=by,
            named_as=name,
            level=level,
            formality="formal",
            could_do="Talk with parents.",
            voices=["girls"],
        )
    do(
        Deed.PLAN_ACTIVITY,
        about=chosen,
        by=by,
        words="Walk to school together",
        who="mothers",
        when=when(words="each morning"),
    )
    assert isinstance(chosen, Goal)
    return chosen
