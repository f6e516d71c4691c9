"""Weigh the style sheets and scripts of our own, as a phone fetches them.

Compressed with gzip: on a plain local network browsers ask for nothing better. What others
wrote lies in folders named ``vendor`` and is weighed with the page that loads it. The phone's
modules are weighed as the scripts that they are fetched as: the first, which every opening
loads, what locks and seals included; and those that come when they are asked for.
"""

import gzip
import sys
from collections.abc import Iterator
from pathlib import Path

from kinbridge.web.script import FIRST, MODULES, later_scripts, phone_script

HOUSE = Path("kinbridge")
MOST_STYLE = 12_000  # bytes, all of it
MOST_SCRIPT = 15_000  # of what a page loads to open: the phone's first script, or a page's own
MOST_LATER = 5_000  # of what comes when it is asked for


def _packed(content: bytes) -> int:
    return len(gzip.compress(content, mtime=0))


def _own(ending: str) -> Iterator[tuple[str, int]]:
    for file in sorted(HOUSE.glob(f"*/static/**/*{ending}")):
        if "vendor" not in file.parts and file.resolve().parent != MODULES:
            yield str(file), _packed(file.read_bytes())


def weights() -> Iterator[tuple[str, int, int]]:
    """What is weighed, what it weighs, what it may weigh."""
    yield "all style sheets", sum(weight for _file, weight in _own(".css")), MOST_STYLE
    for file, weight in _own(".js"):
        yield file, weight, MOST_SCRIPT
    yield "the phone's first script", _packed(phone_script(FIRST).encode()), MOST_SCRIPT
    for name in later_scripts():
        yield f"the phone's {name}", _packed(phone_script(name).encode()), MOST_LATER


def main() -> int:
    over = False
    for what, weight, most in weights():
        over = over or weight > most
        print(f"{weight:6} of {most} bytes  {what}{', TOO MUCH' if weight > most else ''}")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
