"""Ten thousand sealed letters at once: taken in, then all called in their turn

The database is that of the tests, SQLite in memory: the disk's own time for each commit comes
on top. The second copies are files, each synced. ``KINBRIDGE_LETTERS`` says how many, if not
10,000.
"""

import os
import subprocess
import sys
from collections.abc import Iterator


def measure() -> Iterator[str]:
    """The test of so many letters, whole."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-s", "tests/simulation/test_at_once.py"],
        env={**os.environ, "KINBRIDGE_LETTERS": os.environ.get("KINBRIDGE_LETTERS") or "10000"},
        capture_output=True,
        text=True,
        check=False,
    )
    yield "All were called in time." if not done.returncode else "**FAILED.**"
    yield ""
    yield from (row for row in done.stdout.splitlines() if row.startswith("- "))
