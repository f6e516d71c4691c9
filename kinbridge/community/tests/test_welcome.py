"""A community is welcomed and accompanied."""

import pytest
from django.db.models import Model

from kinbridge.community.models import Community
from kinbridge.community.operations import AlreadyWelcomed
from kinbridge.people.roles import Deed
from tests.cast import Cast, Doer


def welcome(cast: Cast, do: Doer, name: str = "Fourth Village") -> Model:
    made = do(
        Deed.WELCOME_COMMUNITY,
        about=cast.chiefdom,
        by=cast.manager,
        name=name,
        kind="village",
        language="kri",
        office_language="en",
    )
    assert isinstance(made, Model)
    return made


def test_a_welcomed_community_is_seen_by_the_manager_and_by_nobody_who_does_not_accompany_it(
    cast: Cast, do: Doer
) -> None:
    made = welcome(cast, do)
    assert made in Community.objects.visible_to(cast.manager)
    assert made not in Community.objects.visible_to(cast.facilitator)


def test_a_facilitator_sees_a_community_once_she_accompanies_it(cast: Cast, do: Doer) -> None:
    made = welcome(cast, do)
    do(Deed.ACCOMPANY, about=made, by=cast.manager, person=cast.facilitator, role="facilitator")
    assert made in Community.objects.visible_to(cast.facilitator)


def test_the_same_name_in_the_same_place_is_told(cast: Cast, do: Doer) -> None:
    welcome(cast, do)
    with pytest.raises(AlreadyWelcomed):
        welcome(cast, do, name="fourth village")


def test_a_pause_is_begun_and_ended(cast: Cast, do: Doer) -> None:
    pause = do(
        Deed.BEGIN_PAUSE,
        about=cast.community,
        by=cast.facilitator,
        reason="planting",
        when={"0": "", "1": "since the rains"},
    )
    ended = do(
        Deed.END_PAUSE, about=pause, by=cast.facilitator, when={"0": "2026-03-01", "1": ""}
    )
    assert ended.is_over
