"""Work that is done apart from pages: what is due, who does it, and that somebody does.

A part registers what it has to do from time to time, and how to see that it is due. Whoever
works here asks each; what is due becomes a task in the database, which is done once however
many work. Nothing waits in memory: after a crash the question is simply asked again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from kinbridge.foundation.transactions import whole
from kinbridge.notices.models import Channel, Notice
from kinbridge.notices.operations import ask_about_sent, send_due

GIVEN_UP_AFTER = timedelta(minutes=10)  # a task that runs longer died with its worker
ALIVE_WITHIN = timedelta(minutes=5)
_A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Job:
    """Something to be done whenever it is due."""

    name: str
    is_due: Callable[[datetime], bool]
    do: Callable[[datetime], object]


_jobs: dict[str, Job] = {}


def register_job(
    name: str, *, is_due: Callable[[datetime], bool], do: Callable[[datetime], object]
) -> None:
    """``is_due(at)`` looks and writes nothing; ``do(at)`` may be done again after a crash."""
    _jobs[name] = Job(name, is_due, do)


@task()
def do_job(name: str) -> None:
    """Do one job, if there is such a one."""
    if name in _jobs:
        _jobs[name].do(timezone.now())


def ask_for_due(*, at: datetime) -> int:
    """Put every job that is due, and that nobody is doing, into the queue. Returns how
    many. Where nothing is due, nothing is written."""
    due = [job.name for job in _jobs.values() if job.is_due(at)]
    return _ask_for(due, at) if due else 0


@whole
def _ask_for(names: list[str], at: datetime) -> int:
    unfinished = DBTaskResult.objects.filter(
        Q(status=TaskResultStatus.READY)
        | Q(status=TaskResultStatus.RUNNING, started_at__gt=at - GIVEN_UP_AFTER)
    )
    taken = {str(told["args"][0]) for told in unfinished.values_list("args_kwargs", flat=True)}
    wanted = [name for name in names if name not in taken]
    for name in wanted:
        do_job.enqueue(name)
    return len(wanted)


def last_done_at() -> datetime | None:
    """When somebody last did anything here."""
    done = DBTaskResult.objects.filter(finished_at__isnull=False)
    return done.order_by("-finished_at").values_list("finished_at", flat=True).first()


def _is_a_minute_ago(at: datetime) -> bool:
    last = last_done_at()
    return last is None or at - last >= _A_MINUTE


def _is_unanswered(at: datetime) -> bool:
    return Notice.objects.unanswered(at).filter(channel=Channel.SMS).exists()


register_job(
    "send notices",
    is_due=lambda at: Notice.objects.due(at).exists(),
    do=lambda at: send_due(at=at),
)
register_job("ask about notices", is_due=_is_unanswered, do=lambda at: ask_about_sent(at=at))
register_job("show a sign of life", is_due=_is_a_minute_ago, do=lambda _at: None)
