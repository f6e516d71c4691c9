"""Everybody around a letter."""

from pathlib import Path
from typing import Any

import pytest

from kinbridge.people.models import Organisation
from kinbridge.people.roles import Role
from tests.cast import Cast, person
from tests.room import Officer, Sender, officer, sender
from tests.simulation.world import BASE


@pytest.fixture(autouse=True)
def second_disk(settings: Any, tmp_path: Path) -> None:
    """As the operator's guide sets it up."""
    settings.SECOND_DISK = str(tmp_path)


@pytest.fixture
def officers(cast: Cast) -> dict[str, Officer]:
    """Three services of the district, two of the province, the national desk; by nearness."""
    custodian = person("custodian", Role.CUSTODIAN, cast.nation)
    names = {
        "local_health": (cast.district, "Health"),
        "local_police": (cast.district, "Police"),
        "local_welfare": (cast.district, "Welfare"),
        "province_police": (cast.province, "Police"),
        "province_ministry": (cast.province, "Ministry"),
        "nation_line": (cast.nation, "National line"),
    }
    bodies = {
        body: Organisation.objects.create(name=body, kind="government")
        for body in sorted({body for _area, body in names.values()})
    }
    return {
        name: officer(
            name, area, bodies[body], at=BASE, rank=rank,
            named_by=cast.manager, verified_by=custodian,
        )
        for rank, (name, (area, body)) in enumerate(names.items(), 1)
    }  # fmt: skip


@pytest.fixture
def phone(cast: Cast) -> Sender:
    return sender(cast.facilitator, BASE)
