"""Run a command with DATABASE_URL set to a real PostgreSQL, started for it and stopped after.

.venv/bin/python -m tools.with_postgres .venv/bin/pytest kinbridge/journal
"""

import os
import signal
import subprocess
import sys
from types import FrameType

from tests.postgres import postgres


def main() -> int:
    if not sys.argv[1:]:
        raise SystemExit(__doc__)
    signal.signal(signal.SIGTERM, _leave)
    with postgres() as url:
        return subprocess.run(
            sys.argv[1:], env={**os.environ, "DATABASE_URL": url}, check=False
        ).returncode


def _leave(number: int, _frame: FrameType | None) -> None:
    """End as by exit, so that the server is stopped."""
    raise SystemExit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
