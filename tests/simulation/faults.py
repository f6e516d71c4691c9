"""Faults of the store and of the process, put beneath the real engine: at any statement the
server may be killed, the disk be full, or a second engine take its turn."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection

WRITES = ("INSERT", "UPDATE", "DELETE")
CONTROL = ("SAVEPOINT", "RELEASE", "ROLLBACK")  # of the transactions that tests stand in


class Killed(BaseException):
    """The process died here; what was not committed is gone."""


class Store:
    """The database as this run finds it."""

    def __init__(self) -> None:
        self.kill: Callable[[], bool] = lambda: False
        self.is_full = False
        self.between: Callable[[], None] | None = None
        self.n_killed = 0
        self._busy = False
        self._outside = 0

    def _wrapped(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if self._busy or sql.startswith(CONTROL):
            return execute(sql, params, many, context)
        if self.kill():
            self.n_killed += 1
            raise Killed
        if self.is_full and sql.startswith(WRITES):
            raise OperationalError("database or disk is full")
        if self.between is not None and len(connection.savepoint_ids) == self._outside:
            with self.at_rest():
                self.between()
        return execute(sql, params, many, context)

    @contextmanager
    def at_rest(self) -> Iterator[None]:
        """Nothing goes wrong in here: for those who only look."""
        before, self._busy = self._busy, True
        try:
            yield
        finally:
            self._busy = before

    @contextmanager
    def beneath(self) -> Iterator[None]:
        """Everything inside meets this store."""
        self._outside = len(connection.savepoint_ids)
        with connection.execute_wrapper(self._wrapped):
            yield
