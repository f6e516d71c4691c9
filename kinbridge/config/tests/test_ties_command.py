"""How far ties reach, told by district, never of a community."""

import pytest

from kinbridge.community.models import Community
from kinbridge.config.command import main
from kinbridge.directory.models import Helper
from kinbridge.linkage.models import Tie
from tests.cast import NOON, Cast


def test_a_district_is_told_in_round_numbers(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    office = Helper.objects.create(
        name="Office", kind="service", level="district", formality="formal", area=cast.district
    )
    for n in range(12):
        village = Community.objects.create(
            name=f"Village {n}", kind="village", area=cast.chiefdom, language="kri",
            welcomed_at=NOON,
        )  # fmt: skip
        if n:
            Tie.objects.create(
                community=village, helper=office, who="a teacher", how_well="known"
            )
    assert main(["ties", "reach"]) == 0
    told = capsys.readouterr().out
    assert "Bombali: 10 of 15 communities" in told
    assert "elsewhere" not in told.lower() or "fewer than 10 of fewer than 10" in told
