"""Starting: seconds to the first page, and memory

The limits: a second start within 3 s, at most 120 MB while running.
"""

import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tools.example_server import Server, running


def measure() -> Iterator[str]:
    """A first start with the worked example, a second one, and what the server holds."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        with running(data) as first:
            yield f"- first start, with the worked example: {first.seconds:.1f} s"
        with running(data) as second:
            yield f"- second start: {second.seconds:.1f} s (limit 3 s)"
            yield f"- memory after the first page: {_resident(second):.0f} MB (limit 120 MB)"
            for _n in range(200):
                urllib.request.urlopen(f"{second.url}/sign-in/").close()
            yield f"- memory after 200 more: {_resident(second):.0f} MB"


def _resident(server: Server) -> float:
    """Megabytes in memory, as the kernel counts them (Linux)."""
    status = Path(f"/proc/{server.process.pid}/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
