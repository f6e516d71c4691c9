"""Short ways to invite and to grant, as pages do."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from kinbridge.office import operations
from kinbridge.people.acts import Act
from kinbridge.people.models import Grant, Person
from kinbridge.people.roles import Role


def today(**later: int) -> date:
    return timezone.localdate() + timedelta(**later)


def act(by: Person) -> Act:
    """An act of now: roles are given by today's calendar."""
    now = timezone.now()
    return Act(by=by, at=now, received_at=now)


def invitation(**others: Any) -> dict[str, Any]:
    """What is filled in to invite a facilitator."""
    return {
        "display_name": "Facilitator, second village",
        "sign_in_name": "second-village",
        "role": "facilitator",
        "until": today(days=365),
        **others,
    }


def invite(by: Person, area: Any, **others: Any) -> Person:
    told = {"organisation": None, **invitation(**others)}
    return operations.invite_person(area=area, act=act(by), **told)


def grant(by: Person, to: Person, role: Role, area: Any, **others: Any) -> Grant:
    told = {"organisation": None, "until": today(days=100), **others}
    return operations.grant_role(person=to, role=role, area=area, act=act(by), **told)
