"""Many attempts at the same moment do not slip by the delay."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from kinbridge.people.models import Failures
from kinbridge.people.operations.attempts import FREE, PleaseWait, begin_attempt
from tests.cast import NOON

AT_ONCE = 12


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_many_attempts_at_once_only_the_free_ones_are_judged() -> None:
    def attempt(_number: int) -> bool:
        try:
            begin_attempt(digest="x", at=NOON)
        except PleaseWait:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(AT_ONCE) as threads:
        judged = list(threads.map(attempt, range(AT_ONCE)))
    assert sum(judged) == FREE
    assert Failures.objects.get().n_failed == FREE
