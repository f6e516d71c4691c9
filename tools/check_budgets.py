"""Weigh the style sheets and scripts of our own, as a phone fetches them.

Compressed with gzip: on a plain local network browsers ask for nothing better. What others
wrote lies in folders named ``vendor`` and is weighed with the page that loads it.
"""

import gzip
import sys
from pathlib import Path

HOUSE = Path("kinbridge")
BUDGETS = {".css": 12_000, ".js": 15_000}  # bytes
HEAVY_FILE = 1_000  # bytes; lighter ones are not listed


def weights(ending: str) -> dict[Path, int]:
    """The compressed size of each file of this kind."""
    found = sorted(HOUSE.glob(f"*/static/**/*{ending}"))
    own = (file for file in found if "vendor" not in file.parts)
    return {file: len(gzip.compress(file.read_bytes(), mtime=0)) for file in own}


def main() -> int:
    over = False
    for ending, budget in BUDGETS.items():
        files = weights(ending)
        total = sum(files.values())
        over = over or total > budget
        print(f"{ending}: {total} of {budget} bytes{', TOO MUCH' if total > budget else ''}")
        for file, weight in files.items():
            if weight >= HEAVY_FILE:
                print(f"    {weight:6} {file}")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
