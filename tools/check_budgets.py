"""Weigh the style sheets and scripts of our own, as a phone fetches them.

Compressed with gzip: on a plain local network browsers ask for nothing better. What others
wrote lies in folders named ``vendor`` and is weighed with the page that loads it. The phone's
modules are fetched as one script, and weighed as one; what seals and unlocks, apart.
"""

import gzip
import sys
from pathlib import Path

from kinbridge.web.script import LOCKS, MODULES, phone_script

HOUSE = Path("kinbridge")
BUDGETS = {".css": 12_000, ".js": 15_000}  # bytes
HEAVY_FILE = 1_000  # bytes; lighter ones are not listed


def weights(ending: str) -> dict[Path, int]:
    """The compressed size of each file of this kind."""
    found = sorted(HOUSE.glob(f"*/static/**/*{ending}"))
    own = [f for f in found if "vendor" not in f.parts and f.resolve().parent != MODULES]
    told = {file: file.read_bytes() for file in own}
    if ending == ".js":
        told[MODULES] = phone_script(without=LOCKS).encode()
    return {file: len(gzip.compress(content, mtime=0)) for file, content in told.items()}


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
