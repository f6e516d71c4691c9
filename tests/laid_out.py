"""What stands before a test begins is made once a process, and laid out again after that.

The first test walks the whole road: every form is checked, every operation runs. What that
wrote to the database is kept, statement by statement. Where a later test has come by just the
same road, the statements are run again, which takes a tenth of the time. What a test does
itself, once it has begun, is always really done; so is everything on PostgreSQL, whose
numbers do not start anew.
"""

from collections.abc import Callable, Generator, Hashable
from typing import Any, TypeVar

import pytest
from django.db import connection
from django.db.models import Model

Made = TypeVar("Made")
Statement = tuple[str, Any, bool]

WRITES = ("INSERT", "UPDATE", "DELETE")


class Road:
    """What has been laid out for the test at hand, as long as nothing else has been written."""

    def __init__(self) -> None:
        self.steps: tuple[Hashable, ...] = ()
        self.written = -1
        self.begun = True

    def begin(self) -> None:
        """A test is being prepared."""
        self.steps, self.written, self.begun = (), -1, False

    def stands(self) -> bool:
        """Whether the database holds what the steps wrote, and no more."""
        if self.begun or connection.vendor != "sqlite":
            return False
        if not self.steps:
            # Numbers count on where a test has really committed.
            with connection.cursor() as cursor:
                cursor.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name")
                self.steps = (tuple(cursor.fetchall()),)
            return True
        return self.written == _rows_written()

    def went(self, step: Hashable) -> None:
        """One more step was laid out."""
        self.steps, self.written = (*self.steps, step), _rows_written()


_road = Road()
_kept: dict[tuple[Hashable, ...], tuple[list[Statement], tuple[type[Model], Any] | None]] = {}


def laid_out(step: Hashable, make: Callable[[], Made]) -> Made:
    """What ``make`` makes, a record or nothing; really made if no test came by here before."""
    if not _road.stands():
        return make()
    way = (*_road.steps, step)
    found: Any
    if way in _kept:
        statements, made = _kept[way]
        with connection.cursor() as cursor:
            for sql, told, many in statements:
                (cursor.executemany if many else cursor.execute)(sql, told)
        found = made and made[0]._default_manager.get(pk=made[1])
    else:
        statements = []
        with connection.execute_wrapper(_keeping(statements)):
            found = make()
        made = (type(found), found.pk) if isinstance(found, Model) else None
        _kept[way] = (statements, made)
    _road.went(step)
    return found  # type: ignore[no-any-return]


def _keeping(statements: list[Statement]) -> Callable[..., Any]:
    def keep(execute: Any, sql: str, told: Any, many: bool, context: Any) -> Any:
        if sql.startswith(WRITES):
            told = list(told) if many else told
            statements.append((sql, told, many))
        return execute(sql, told, many, context)

    return keep


def _rows_written() -> int:
    return int(connection.connection.total_changes)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup() -> Generator[None, None, None]:
    """Before its fixtures are made, a test has come no way."""
    _road.begin()
    return (yield)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_call() -> None:
    """From here on everything is really done."""
    _road.begun = True
