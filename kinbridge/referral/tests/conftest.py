"""Vectors, keys made for one test, and the sealed room with everybody in it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from jwcrypto.jwk import JWK

from kinbridge.people.models import Organisation
from kinbridge.people.roles import Role
from kinbridge.referral.models import Referral
from tests.cast import NOON, Cast, person
from tests.room import Officer, Sender, officer, sender

VECTORS = Path(__file__).parent / "vectors"


@pytest.fixture(scope="session")
def rfc() -> Any:
    """Letters and signatures as the standards print them (RFC 7515, 7516, 7520)."""
    return json.loads((VECTORS / "rfc.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def ours() -> Any:
    """A directory, a letter and a step of our own, with their throw-away keys."""
    return json.loads((VECTORS / "ours.json").read_text(encoding="utf-8"))


@pytest.fixture
def new_key() -> Callable[[], JWK]:
    """A fresh key on P-256."""
    return lambda: JWK.generate(kty="EC", crv="P-256")


@dataclass
class Room:
    """Officers of two services, their superior in the province, and a sender."""

    nurse: Officer
    police: Officer
    province: Officer
    sender: Sender

    @property
    def all(self) -> tuple[Officer, ...]:
        """The officers, nearest first."""
        return self.nurse, self.police, self.province

    def letter(self, urgency: str = "U1") -> Referral:
        """A letter to all of them, stored at noon."""
        sealed = self.sender.seals(*self.all, at=NOON, urgency=urgency)
        return self.sender.sends(sealed, at=NOON, urgency=urgency)


@pytest.fixture
def room(cast: Cast) -> Room:
    """The sealed room, ready to receive."""
    police = Organisation.objects.create(name="Family Support Unit", kind="government")
    custodian = person("custodian", Role.CUSTODIAN, cast.nation)
    who: Any = {"at": NOON, "named_by": cast.manager, "verified_by": custodian}
    return Room(
        nurse=officer("nurse_on_duty", cast.district, cast.office, **who),
        police=officer("police_desk", cast.district, police, rank=2, **who),
        province=officer("province_desk", cast.province, police, **who),
        sender=sender(cast.facilitator, NOON),
    )
