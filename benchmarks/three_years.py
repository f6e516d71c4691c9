"""Three years of five hundred agreements: each reminder due sent once, none after an ending.

None while an agreement has lapsed, either. The days are counted beside libical; pauses, short
months, leap days, five time zones, changed officers, lapses, reviews, renewals and endings are
drawn by chance, the same each time.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator

AGREEMENTS = 500


def measure() -> Iterator[str]:
    """The simulation of the tests, whole."""
    begun = time.monotonic()
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-s",
        "tests/calendars/test_three_years.py",
    ]
    done = subprocess.run(
        command,
        env={**os.environ, "KINBRIDGE_AGREEMENTS": str(AGREEMENTS)},
        capture_output=True,
        text=True,
        check=False,
    )
    yield f"- {AGREEMENTS} agreements: {'all as expected' if not done.returncode else 'FAILED'}"
    yield from (row for row in done.stdout.splitlines() if row.startswith("- "))
    yield f"- {time.monotonic() - begun:.0f} s"
