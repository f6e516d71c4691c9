"""Runs every benchmark and keeps its report: ``python -m tools.bench [NAME …]``."""

import importlib
import platform
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

FOLDER = Path("benchmarks")
REPORTS = FOLDER / "reports"


def names() -> Iterator[str]:
    """The benchmarks there are, or those asked for."""
    asked = sys.argv[1:]
    found = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__")
    yield from (name for name in found if not asked or name in asked)


def main() -> int:
    """Run them one after the other; each prints its own lines."""
    for name in names():
        begun = time.monotonic()
        module = importlib.import_module(f"benchmarks.{name}")
        lines = list(module.measure())
        title = (module.__doc__ or name).strip().splitlines()[0]
        machine = f"{platform.machine()}, Python {platform.python_version()}"
        day = datetime.now(tz=UTC).date().isoformat()
        report = [f"# {title}", "", f"Measured on {day}: {machine}.", "", *lines, ""]
        REPORTS.mkdir(parents=True, exist_ok=True)
        (REPORTS / f"{name}.md").write_text("\n".join(report), encoding="utf-8")
        print("\n".join(report))
        print(f"({name}: {time.monotonic() - begun:.0f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
