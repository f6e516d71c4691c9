"""A goal, two services that people named for it, and a dialogue with the first of them."""

import pytest

from kinbridge.dialogue.models import Dialogue
from kinbridge.goals.models import Goal
from kinbridge.linkage.models import Linkage
from kinbridge.people.models import Organisation, Person
from kinbridge.people.roles import Deed, Role
from tests.cast import Cast, Doer, person, when


@pytest.fixture
def goal(cast: Cast, do: Doer) -> Goal:
    """What the community chose."""
    harm = do(
        Deed.RECORD_HARM,
        about=cast.community,
        by=cast.facilitator,
        words="Gyal pikin dɛn de gɛt bɛlɛ.",
        voices=["girls"],
    )
    made = do(
        Deed.SET_GOAL,
        about=cast.community,
        by=cast.facilitator,
        words="Wi gyal pikin dɛn nɔ fɔ gɛt bɛlɛ bifo tɛm.",
        translation="Our girls do not become pregnant too early.",
        harms=[harm],
        deciding_body="villages_together",
        how="By seeds on a cloth.",
        when=when(on="2026-02-01"),
    )
    assert isinstance(made, Goal)
    return made


@pytest.fixture
def linkage(cast: Cast, do: Doer, goal: Goal) -> Linkage:
    """The health team of the district; the official of the cast speaks for it."""
    return named(cast, do, goal, "District health team", cast.office)


@pytest.fixture
def other_linkage(cast: Cast, do: Doer, goal: Goal, other_office: Organisation) -> Linkage:
    """The education office, named for the same goal."""
    return named(cast, do, goal, "Education office", other_office)


@pytest.fixture
def other_office(db: None) -> Organisation:
    """An office that takes no part, unless a test says so."""
    return Organisation.objects.create(name="District Education Office", kind="government")


@pytest.fixture
def other_official(cast: Cast, other_office: Organisation) -> Person:
    """The official of that office, in the same district."""
    return person("other_official", Role.OFFICIAL, cast.district, other_office)


@pytest.fixture
def dialogue(cast: Cast, do: Doer, goal: Goal, linkage: Linkage) -> Dialogue:
    """The community and the health team begin to talk."""
    return opened(cast, do, goal, linkage)


def named(
    cast: Cast, do: Doer, goal: Goal, name: str, office: Organisation | None = None
) -> Linkage:
    """People name a service of the district, which the directory knows."""
    helper = do(
        Deed.ADD_HELPER,
        about=cast.district,
        by=cast.mentor,
        name=name,
        kind="service",
        formality="formal",
        level="district",
        **({"organisation": office} if office else {}),
    )
    made = do(
        Deed.NAME_HELPER,
        about=goal,
        by=cast.facilitator,
        named_as=f"the people of the {name.lower()}",
        level="district",
        formality="formal",
        could_do="Visit the villages.",
        voices=["women"],
        helper=helper,
    )
    assert isinstance(made, Linkage)
    return made


def opened(cast: Cast, do: Doer, goal: Goal, *linkages: Linkage) -> Dialogue:
    """The mentor opens the door."""
    made = do(
        Deed.OPEN_DIALOGUE,
        about=goal,
        by=cast.mentor,
        linkages=list(linkages),
        purpose="To see what we can do together.",
        when=when(on="2026-02-10"),
    )
    assert isinstance(made, Dialogue)
    return made
