"""Serving: one process of eight threads, the one writer that SQLite wants."""

import errno
import signal
import socket
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import FrameType
from typing import Any

import waitress
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError, connections

from kinbridge.config.checks_of_store import pending
from kinbridge.config.environment import Misconfigured, keep_secret, port
from kinbridge.config.example_command import load_example
from kinbridge.config.letters_command import take_in_letters
from kinbridge.config.starting import refuse_unsafe
from kinbridge.config.telling import complain, say
from kinbridge.config.tidying import tidy
from kinbridge.examples.loading import accounts, available
from kinbridge.notices import worker
from kinbridge.people.models import Person
from kinbridge.places.models import Country
from kinbridge.referral import running

THREADS = 8
SECONDS_TO_LEAVE = 10  # for who works beside the pages, at the end
LARGEST_REQUEST = 1024 * 1024
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
PROXY_HEADERS = {"x-forwarded-for", "x-forwarded-proto"}
UNPRIVILEGED = 1024
UNAVAILABLE = 69  # of the exit codes that programs agree on


def run(told: Namespace) -> int:
    """Serve until told to stop. Returns the exit code."""
    try:
        return serve(host=told.host, number=port(told.port), example=told.example)
    except OperationalError as problem:
        complain(f"kinbridge: the database does not answer: {problem}")
        return UNAVAILABLE


def serve(*, host: str, number: int, example: bool) -> int:
    """Serve until told to stop. Returns the exit code."""
    if settings.LOCAL and host not in LOOPBACK:
        raise Misconfigured(
            "in local mode Kinbridge answers on this machine only. For others, see "
            "docs/operator.md: KINBRIDGE_PRODUCTION=1 and a TLS proxy"
        )
    if example and settings.PRODUCTION:
        raise Misconfigured("an example is for local mode: its passphrases are known to all")
    why_not = _why_not(host, number)
    if why_not:
        other = number + 1 if number >= UNPRIVILEGED else 8000
        complain(
            f"kinbridge: port {number} {why_not}. Choose another:\n"
            f"    kinbridge serve --port {other}    (or PORT={other})"
        )
        return UNAVAILABLE
    prepare()
    if example and not Country.objects.exists() and not Person.objects.exists():
        load_example(available()[0])
    refuse_unsafe()
    application = get_wsgi_application()
    _tell(host, number)
    connections.close_all()
    signal.signal(signal.SIGTERM, _leave)
    with _workers_beside():
        waitress.serve(
            application,
            host=host,
            port=number,
            threads=THREADS,
            ident="",
            max_request_body_size=LARGEST_REQUEST,
            clear_untrusted_proxy_headers=True,
            _quiet=True,
            **_behind_proxy(),
        )
    return 0


@contextmanager
def _workers_beside() -> Iterator[None]:
    """Whoever works apart from the pages, for as long as these are served."""
    if not settings.EMBEDDED_WORKER:
        yield
        return
    stop = Event()
    beside = [worker.begin(stop), running.begin(stop)]
    try:
        yield
    finally:
        stop.set()
        for thread in beside:
            thread.join(SECONDS_TO_LEAVE)


def notify(_told: Namespace) -> int:
    """Do what is due apart from the pages, until told to stop."""
    refuse_unsafe()
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    say("Sending notices and doing what is due. End with Ctrl+C.")
    worker.work(stop)
    return 0


def _behind_proxy() -> dict[str, Any]:
    """In production the TLS proxy, and nobody else, is believed about https and addresses."""
    if settings.LOCAL:
        return {}
    return {"trusted_proxy": settings.PROXY, "trusted_proxy_headers": PROXY_HEADERS}


def _leave(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def _why_not(host: str, number: int) -> str:
    """Why nobody can answer there; nothing, if one can."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, number))
        except PermissionError:
            return "is for the system's own programs"
        except OSError as problem:
            taken = problem.errno == errno.EADDRINUSE
            return (
                "is taken on this machine" if taken else f"cannot be used ({problem.strerror})"
            )
    return ""


def prepare() -> None:
    """The folder of the data, the database as this version wants it, nothing out of date."""
    Path(settings.DATA).mkdir(mode=0o700, parents=True, exist_ok=True)
    if settings.LOCAL_SECRET_FILE:
        keep_secret(settings.LOCAL_SECRET_FILE, settings.SECRET_KEY)
    if pending():
        say("Preparing the database …")
        call_command("migrate", verbosity=0, interactive=False)
    tidy()
    take_in_letters()


def _tell(host: str, number: int) -> None:
    name = "localhost" if host in LOOPBACK else host
    say(f"Kinbridge answers at http://{name}:{number}")
    if settings.PRODUCTION:
        return
    say("Local mode, for trying out: not safe for real work.")
    found = accounts()
    if found:
        say("Accounts of the example (name, passphrase, role):")
    width = max((len(account.sign_in_name) for account in found), default=0)
    for account in found:
        say(f"    {account.sign_in_name:{width}}  {account.passphrase}  {account.roles}")
