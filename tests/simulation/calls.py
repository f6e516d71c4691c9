"""The ways out of the server, in a world of its own."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from kinbridge.referral.models import FocalPoint
from kinbridge.referral.running import ByNotices

if TYPE_CHECKING:
    from tests.simulation.world import World


@dataclass(frozen=True)
class Calls:
    """The ways out of the server, in this world. What they are told fits a neutral text: a
    person, a channel, a key; nothing of the letter."""

    world: "World"

    @property
    def writes_notices(self) -> bool:
        """Whether this seed writes real notices, too: every tenth, for they take their time."""
        return self.world.luck.seed % 10 == 0

    def call(
        self, point: FocalPoint, *, channel: str, key: str, is_urgent: bool, at: datetime
    ) -> None:
        name = point.person.sign_in_name
        if name in self.world.luck.excluded and not key.startswith("watch:"):
            self.world.failures.append(f"I3: {name} was excluded and is called")
        if self.writes_notices:
            ByNotices().call(point, channel=channel, key=key, is_urgent=is_urgent, at=at)
        self.world.note("called", name, channel)
        self.world.call(name, channel)

    def greet(self, point: FocalPoint, *, key: str, at: datetime) -> None:
        if self.writes_notices:
            ByNotices().greet(point, key=key, at=at)

    def warn(self, *, key: str, at: datetime) -> None:
        self.world.note("operator")
