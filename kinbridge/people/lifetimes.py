"""How long a session lasts, and who must sign in with two things (``SECURITY`` 3.1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from kinbridge.people.roles import Role


@dataclass(frozen=True)
class Lifetime:
    """A session ends after ``longest``, and after ``idle`` without use, where that is set."""

    longest: timedelta
    idle: timedelta | None = None


MONTH = Lifetime(timedelta(days=30))
DAY = Lifetime(timedelta(hours=24), timedelta(hours=1))
HALF_DAY = Lifetime(timedelta(hours=12), timedelta(minutes=15))

LIFETIMES: dict[Role, Lifetime] = {
    Role.FACILITATOR: MONTH,
    Role.MENTOR: DAY,
    Role.MANAGER: DAY,
    Role.OFFICIAL: DAY,
    Role.EVALUATOR: DAY,
    Role.FOCAL_POINT: HALF_DAY,
    Role.SAFEGUARDING_LEAD: HALF_DAY,
    Role.ADMINISTRATOR: HALF_DAY,
    Role.AUDITOR: HALF_DAY,
    Role.CUSTODIAN: HALF_DAY,
}

NEED_SECOND_FACTOR = frozenset(
    {
        Role.MANAGER,
        Role.OFFICIAL,
        Role.FOCAL_POINT,
        Role.SAFEGUARDING_LEAD,
        Role.ADMINISTRATOR,
        Role.AUDITOR,
        Role.CUSTODIAN,
    }
)


def lifetime(roles: Iterable[Role]) -> Lifetime:
    """The shortest that any role asks for; without a role, that of a mentor."""
    asked = [LIFETIMES[role] for role in roles]
    return min(asked, key=lambda life: life.longest) if asked else DAY
