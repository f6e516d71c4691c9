"""A folder in memory, for what tests write and forget.

A disk that has worked for hours may be throttled; the same tests then took five times as long.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - the folder made in it is our own
GIB = 2**30


@contextmanager
def scratch(*, room: int, otherwise: str | None = None) -> Iterator[Path]:
    """A folder that is gone afterwards: in memory where ``room`` bytes are free there, else on
    disk, in ``otherwise`` or where the system puts such folders."""
    has_room = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= room
    where = str(MEMORY) if has_room else otherwise
    with tempfile.TemporaryDirectory(prefix="kb-", dir=where) as made:
        yield Path(made)
