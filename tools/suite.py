"""Run a suite of tests: ``python -m tools.suite sqlite|postgres|browser JOBS [pytest's …]``."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.postgres import postgres
from tools.in_memory import GIB, scratch

BROWSER_TESTS = Path("tests/browser")
WITHOUT_BROWSER = f"--ignore={BROWSER_TESTS}"
SIMULATIONS = (Path("tests/simulation"), Path("tests/calendars"))
SLOWEST = 12  # tests whose time is told
ROOM = 6 * GIB  # what the browsers of all tests together write, and as much again
# They read the code, or start servers on databases of their own.
WITHOUT_DATABASE = (Path("tests/architecture"), Path("tests/starting"))
NO_TESTS = 5  # pytest's exit code where it found none


def run(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run pytest with an environment of its own: no database and data but those given."""
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    data = Path(".build/data").absolute()
    (data / "static").mkdir(parents=True, exist_ok=True)
    with scratch(room=ROOM) as folder:
        return subprocess.run(
            [sys.executable, "-m", "pytest", f"--durations={SLOWEST}", *arguments],
            env={
                **inherited, "KINBRIDGE_DATA": str(data), "TMPDIR": str(folder), **environment
            },
            check=False,
        ).returncode  # fmt: skip


def sqlite(jobs: str, rest: Sequence[str]) -> int:
    """Unit and property tests on SQLite; of the whole suite, coverage too."""
    if rest:
        return run(["-n", jobs, WITHOUT_BROWSER, *rest], {})
    Path(".build/coverage").mkdir(parents=True, exist_ok=True)
    measured = ["--cov", "--cov-report=json", "--cov-report=", "--cov-fail-under=0"]
    without = [WITHOUT_BROWSER, *(f"--ignore={folder}" for folder in SIMULATIONS)]
    return (
        run(["-n", jobs, *without, *measured], {})
        or subprocess.run(
            [sys.executable, "-m", "tools.check_coverage"], check=False
        ).returncode
        # Thousands of runs of the same lines: measuring them would only take twice as long.
        or run(["-n", jobs, *map(str, SIMULATIONS)], {})
    )


def on_postgres(jobs: str, rest: Sequence[str]) -> int:
    """The same tests on a real PostgreSQL, those that have to do with a database."""
    without = [] if rest else [f"--ignore={folder}" for folder in WITHOUT_DATABASE]
    told = ["-n", jobs, WITHOUT_BROWSER, *without, "--migrations", *rest]
    with postgres() as url:
        return run(told, {"DATABASE_URL": url})


def browser(jobs: str, rest: Sequence[str]) -> int:
    """The browser tests; without a browser a loud line, and a failure in CI."""
    if not list(BROWSER_TESTS.glob("test_*.py")):
        return _loud("there are no browser tests yet", fails=False)
    found = os.environ.get("KINBRIDGE_CHROMIUM") or _chromium()
    if not found or not Path(found).exists():
        said = "no Chromium: install the package chromium, or set KINBRIDGE_CHROMIUM"
        return _loud(said, fails=os.environ.get("CI") == "true")
    # Playwright runs an event loop in the thread of the tests, where Django then fears for
    # its database.
    unsafe = {"DJANGO_ALLOW_ASYNC_UNSAFE": "true", "KINBRIDGE_CHROMIUM": found}
    # As the place to look in where no file is named, so that one file can be run alone.
    # A file's tests share a phone; a worker's files share a server.
    side_by_side = ["-n", jobs, "--dist", "loadfile"]
    return run(["-o", f"testpaths={BROWSER_TESTS}", *side_by_side, *rest], unsafe)


def _chromium() -> str | None:
    """The system's browser, under whichever name."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


def _loud(said: str, *, fails: bool) -> int:
    word = "FAILED" if fails else "SKIPPED"
    print(f"\n*** BROWSER TESTS {word}: {said} ***\n", flush=True)
    return 1 if fails else 0


SUITES: dict[str, tuple[str, Callable[[str, Sequence[str]], int]]] = {
    "sqlite": ("on SQLite", sqlite),
    "postgres": ("on PostgreSQL", on_postgres),
    "browser": ("in the browser", browser),
}


def main() -> int:
    name, jobs, *rest = sys.argv[1:]
    where, suite = SUITES[name]
    print(f"== Tests {where}", flush=True)
    began = time.monotonic()
    code = suite(jobs, rest)
    if rest and code == NO_TESTS:  # a selection may be empty in one suite
        code = 0
    print(f"== Tests {where}: {time.monotonic() - began:.0f} s", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
