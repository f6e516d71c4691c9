"""Print the coverage of each part, and fail where one is below the floor in pyproject.toml.

Counts lines and branches together, as coverage.py does. Reads the report of the last run.
"""

import json
import sys
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any


def by_part(files: dict[str, Any]) -> dict[str, tuple[int, int]]:
    """For each part: how many lines and branches there are, and how many were run."""
    there: Counter[str] = Counter()
    run: Counter[str] = Counter()
    for file, measured in files.items():
        summary = measured["summary"]
        part = Path(file).parts[1] if len(Path(file).parts) > 2 else "kinbridge"  # noqa: PLR2004
        there[part] += summary["num_statements"] + summary["num_branches"]
        run[part] += summary["covered_lines"] + summary["covered_branches"]
    return {part: (there[part], run[part]) for part in sorted(there) if there[part]}


def main() -> int:
    settings = tomllib.loads(Path("pyproject.toml").read_text())["tool"]["coverage"]
    floor = settings["report"]["fail_under"]
    report = json.loads(Path(settings["json"]["output"]).read_text())
    low = []
    print(f"Coverage by part (lines and branches; at least {floor} %):")
    for part, (there, run) in by_part(report["files"]).items():
        percent = 100 * run / there
        below = percent < floor
        low += [part] if below else []
        print(f"  {part:12} {percent:6.1f} %{'   BELOW' if below else ''}")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
