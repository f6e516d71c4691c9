"""Work apart from pages: what is due is done, once, by whoever works here. Each worker ends
its own transactions, so these tests cannot lie inside one."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from kinbridge.notices import jobs, worker
from kinbridge.notices.jobs import ask_for_due, last_done_at, register_job
from kinbridge.notices.models import Kind, State
from kinbridge.notices.operations import forget_notices
from kinbridge.notices.tests.test_sending import now, queue
from tests.cast import NOON


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> list[str]:
    """Two jobs: one is due until it is done, one never."""
    done: list[str] = []
    monkeypatch.setattr(jobs, "_jobs", {})
    register_job("due", is_due=lambda _at: not done, do=lambda _at: done.append("due"))
    register_job("not due", is_due=lambda _at: False, do=lambda _at: done.append("not due"))
    return done


def test_what_is_due_is_done_once_however_many_work(done: list[str]) -> None:
    at = timezone.now()
    assert [ask_for_due(at=at), ask_for_due(at=at)] == [1, 0]
    for who in ("one", "another"):
        worker.do_what_is_due(who)
    assert done == ["due"]
    assert last_done_at() is not None


def test_a_job_that_died_with_its_worker_is_done_by_the_next(done: list[str]) -> None:
    at = timezone.now()
    ask_for_due(at=at)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=at)
    assert ask_for_due(at=at + timedelta(minutes=9)) == 0
    assert ask_for_due(at=at + timedelta(minutes=11)) == 1


def test_a_job_that_fails_stops_nobody(done: list[str]) -> None:
    def fails(_at: datetime) -> None:
        raise ValueError("broken")

    register_job("broken", is_due=lambda _at: True, do=fails)
    worker.do_what_is_due("one")
    assert done == ["due"]
    statuses = set(DBTaskResult.objects.values_list("status", flat=True))
    assert statuses == {TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED}
    assert forget_notices(at=timezone.now() + timedelta(days=3)) == 2


def test_a_notice_leaves_by_itself(settings: Settings, transactional_db: None) -> None:
    settings.SMS_GATEWAY = "tests.calendars.counting.Counting"
    notice = queue(Kind.URGENT, at=timezone.now())
    worker.do_what_is_due("one")
    assert now(notice).state == State.SENT
    assert jobs._is_a_minute_ago(timezone.now()) is False
    assert jobs._is_a_minute_ago(NOON + timedelta(days=4000))
