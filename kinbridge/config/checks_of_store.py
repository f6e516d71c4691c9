"""What must hold of the database before real work begins."""

from collections.abc import Iterator

from django.conf import settings
from django.core.checks import CheckMessage, Warning
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from kinbridge.config.checks import error
from kinbridge.config.checks_of_referrals import faults_of_referrals
from kinbridge.examples.loading import accounts
from kinbridge.notices.jobs import ALIVE_WITHIN, last_done_at
from kinbridge.people.models import Grant
from kinbridge.people.roles import Role

FULL = 2  # SQLite's synchronous=FULL
ENCRYPTED = {"require", "verify-ca", "verify-full"}
FEWEST_ADMINISTRATORS = 2


def faults_of_store() -> Iterator[CheckMessage]:
    """All faults of the database and of what is in it."""
    try:
        if connection.vendor == "sqlite":
            yield from _sqlite()
        else:
            yield from _postgres()
        if pending():
            yield error(
                50, "The database is older than the program.", "Run kinbridge manage migrate."
            )
            return
        yield from _people()
        yield from faults_of_referrals(at=timezone.now())
        yield from _work()
    except DatabaseError as problem:
        yield error(51, f"The database does not answer: {problem}", "Look at DATABASE_URL.")


def pending() -> bool:
    """Whether migrations wait."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _asked(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        row = cursor.fetchone()
        return str(row[0]) if row else ""


def _sqlite() -> Iterator[CheckMessage]:
    if int(_asked("PRAGMA synchronous")) < FULL:
        yield error(
            52, "A power cut may lose what was acknowledged.", "Leave synchronous at FULL."
        )
    yield Warning(
        "The embedded database serves one small organisation on one machine.",
        hint="For more, set DATABASE_URL to a PostgreSQL.",
        id="kinbridge.W001",
    )


def _postgres() -> Iterator[CheckMessage]:
    told = settings.DATABASES["default"]
    if _asked("SHOW fsync") == "off" or _asked("SHOW synchronous_commit") == "off":
        yield error(
            52,
            "A power cut may lose what was acknowledged.",
            "Set fsync and synchronous_commit to on in PostgreSQL.",
        )
    if _asked("SELECT rolsuper FROM pg_roles WHERE rolname = current_user") == "True":
        yield error(
            53,
            "The account in DATABASE_URL may do anything in PostgreSQL.",
            "Make an account that owns this database and nothing else.",
        )
    if _is_remote(told["HOST"]) and told["OPTIONS"].get("sslmode") not in ENCRYPTED:
        yield error(
            54,
            "The way to the database is not encrypted.",
            "Add ?sslmode=verify-full to DATABASE_URL.",
        )
    if _is_remote(told["HOST"]) and len(told["PASSWORD"]) < 15:  # noqa: PLR2004
        yield error(
            55,
            "The password in DATABASE_URL is shorter than 15 letters.",
            "Give the account of the database a long random password.",
        )


def _is_remote(host: str) -> bool:
    return not (host.startswith("/") or host in {"", "localhost", "127.0.0.1", "::1"})


def _people() -> Iterator[CheckMessage]:
    if accounts():
        yield error(
            56,
            "This database holds accounts of an example, whose passphrases everybody knows.",
            "Begin with an empty database for real work.",
        )
    administrators = Grant.objects.in_force(timezone.localdate()).filter(
        role=Role.ADMINISTRATOR, person__is_active=True
    )
    if administrators.values("person").distinct().count() < FEWEST_ADMINISTRATORS:
        yield Warning(
            "Fewer than two administrators: nobody could approve what the other grants.",
            hint="Run kinbridge begin, or let an administrator grant the role.",
            id="kinbridge.W002",
        )


def _work() -> Iterator[CheckMessage]:
    last = last_done_at()
    is_alive = last is not None and timezone.now() - last < ALIVE_WITHIN
    if not settings.EMBEDDED_WORKER and not is_alive:
        yield Warning(
            "Nobody sends notices: kinbridge notify has not worked for five minutes.",
            hint="Start it as a service, or leave out KINBRIDGE_EMBEDDED_WORKER=0.",
            id="kinbridge.W004",
        )
