"""Recording what was told within another record, and when."""

from typing import Any, TypeVar

from kinbridge.foundation.rough_dates import RoughDate
from kinbridge.foundation.transactions import whole
from kinbridge.goals.within import Within
from kinbridge.journal.operations import enter
from kinbridge.people.acts import Act
from kinbridge.people.roles import Deed

R = TypeVar("R", bound=Within)


@whole
def record_within(*, model: type[R], deed: Deed, when: RoughDate, act: Act, **fields: Any) -> R:
    """Make the record, inside another deed, and enter it in its community's journal."""
    columns = when.columns(otherwise=act.at.date())
    record = model._default_manager.create(key=act.key, **fields, **columns)
    enter(stream=record.community.stream, deed=deed, about=record, act=act)
    return record
