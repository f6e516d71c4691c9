"""A deed happens whole or not at all."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import connection, transaction

P = ParamSpec("P")
R = TypeVar("R")

# SQLite admits one writer; its busy retry is unfair and its worst waits are long. One lock
# in the process makes writers queue in order. PostgreSQL needs none.
_one_writer = threading.RLock()


@contextmanager
def one_whole() -> Iterator[None]:
    """A transaction that waits its turn where the database admits one writer."""
    if connection.vendor != "sqlite":
        with transaction.atomic():
            yield
        return
    with _one_writer, transaction.atomic():
        yield


def whole(operation: Callable[P, R]) -> Callable[P, R]:
    """Decorates an operation: one transaction, whole or refused."""

    @wraps(operation)
    def done_whole(*args: P.args, **kwargs: P.kwargs) -> R:
        with one_whole():
            return operation(*args, **kwargs)

    return done_whole
