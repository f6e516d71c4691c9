"""Run every check, fastest first; one line each, and the words of those that fail."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

BIN = Path(sys.executable).parent

# Every check runs, whatever the others say.
CHECKS: dict[str, Sequence[str]] = {
    "format": ("ruff", "format", "--check", "--quiet", "."),
    "lint": ("ruff", "check", "--quiet", "."),
    "floors": ("lint-imports", "--no-cache"),
    "unused code": ("python", "-m", "tools.check_unused"),
    "budgets": ("python", "-m", "tools.check_budgets"),
    "templates": ("djlint", "--lint", "--quiet", "kinbridge"),
    "migrations": ("kinbridge", "manage", "makemigrations", "--check", "--dry-run"),
    "translations": ("python", "-m", "tools.check_translations"),
    "types": ("mypy",),
}


def environment() -> dict[str, str]:
    """No database and data but our own; a width at which messages are not cut."""
    data = Path(".build/data").absolute()
    data.mkdir(parents=True, exist_ok=True)
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**inherited, "KINBRIDGE_DATA": str(data), "COLUMNS": "120"}


def passes(name: str, command: Sequence[str]) -> bool:
    """Run one check and print its line."""
    began = time.monotonic()
    done = subprocess.run(
        [BIN / command[0], *command[1:]],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    well = done.returncode == 0
    print(
        f"{'ok    ' if well else 'FAILED'} {name:14} {time.monotonic() - began:5.1f} s",
        flush=True,
    )
    if not well or "***" in done.stdout:
        print(done.stdout.rstrip(), flush=True)
    return well


def main() -> int:
    wanted = sys.argv[1:] or list(CHECKS)
    failed = [name for name in wanted if not passes(name, CHECKS[name])]
    print(f"Checks that failed: {', '.join(failed)}" if failed else "All checks pass.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
