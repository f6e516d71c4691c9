"""Whoever works apart from pages: a thread of ``serve``, or ``kinbridge notify``."""

import logging
from threading import Event, Thread

from django.db import close_old_connections, connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, DEFAULT_TASK_QUEUE_NAME, TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from kinbridge.notices.jobs import ask_for_due

EVERY = 5.0  # seconds
log = logging.getLogger("kinbridge")


def work(stop: Event) -> None:
    """Look what is due and do it, until told to stop. Trouble is logged and tried again."""
    worker_id = get_random_string(32)
    while not stop.wait(EVERY):
        try:
            close_old_connections()  # raises, too, while the database is away
            do_what_is_due(worker_id)
        except Exception:
            log.exception("What was due could not be done; it is tried again")
    connections.close_all()


def do_what_is_due(worker_id: str) -> None:
    """Ask each part what is due, and do it now."""
    ask_for_due(at=timezone.now())
    if not DBTaskResult.objects.filter(status=TaskResultStatus.READY).exists():
        return
    Worker(
        queue_names=[DEFAULT_TASK_QUEUE_NAME],
        interval=0,
        batch=True,
        backend_name=DEFAULT_TASK_BACKEND_ALIAS,
        startup_delay=False,
        max_tasks=None,
        worker_id=worker_id,
        excluded_queue_names=[],
    ).run()


def begin(stop: Event) -> Thread:
    """Work beside the pages, in a thread of its own."""
    thread = Thread(target=work, args=[stop], name="notices", daemon=True)
    thread.start()
    return thread
