"""Bring the translation files up to date: collect what the code says, compile the rest.

The catalogues name files but no lines, so that they change only when words change.
"""

import os
import subprocess
import sys
from pathlib import Path

HOUSE = Path("kinbridge")
COLLECT = ("makemessages", "--all", "--no-obsolete", "--add-location=file", "--ignore=tests")


def collect(house: Path) -> None:
    """Write what the code in ``house`` says into each of its catalogues."""
    _django(*COLLECT, cwd=house)
    if list(house.glob("locale/*/LC_MESSAGES/djangojs.po")):
        _django(*COLLECT, "--domain=djangojs", "--ignore=vendor", cwd=house)


def _django(*arguments: str, cwd: Path) -> None:
    """Run a command of Django's that needs no settings."""
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-m", "django", *arguments]
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)}: {done.stdout}{done.stderr}")


def main() -> None:
    collect(HOUSE)
    _django("compilemessages", cwd=HOUSE)
    for catalogue in sorted(HOUSE.glob("locale/*/LC_MESSAGES/*.po")):
        print(catalogue)


if __name__ == "__main__":
    main()
