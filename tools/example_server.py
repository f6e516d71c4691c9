"""A real server with the worked example, for browser tests, pictures and benchmarks."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CHROMIUM = os.environ.get("KINBRIDGE_CHROMIUM", "/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
PHONE = {"width": 360, "height": 800}
LAPTOP = {"width": 1280, "height": 900}
ANOTHER_TIME = """
import sys
from datetime import timedelta
from django.utils import timezone
ahead, now = timedelta(seconds=float(sys.argv.pop(1))), timezone.now
timezone.now = lambda: now() + ahead
from kinbridge.config.command import main
sys.exit(main())
"""
ANOTHER_VERSION = """
import sys, kinbridge
kinbridge.__version__ = sys.argv.pop(1)
from kinbridge.config.command import main
sys.exit(main())
"""


@dataclass(frozen=True)
class Server:
    """Where the server answers, what it runs on, and how long its first page took."""

    url: str
    process: "subprocess.Popen[str]"
    data: Path
    seconds: float


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, process: "subprocess.Popen[str]", seconds: float = 240) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"The server ended: {process.stdout and process.stdout.read()}")
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("The server did not answer in time")


@contextmanager
def running(
    data: Path, *, port: int = 0, version: str = "", ahead: float = 0
) -> Iterator[Server]:
    """``kinbridge serve --example`` on the SQLite in ``data``, until the block ends; as if it
    were another version, where one is given, or so many seconds later."""
    port = port or _free_port()
    inherited = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    command = [sys.executable, "-m", "kinbridge.config.command", "serve", "--example"]
    if version:
        command[1:3] = ["-c", ANOTHER_VERSION, version]
    if ahead:
        command[1:3] = ["-c", ANOTHER_TIME, str(ahead)]
    begun = time.monotonic()
    with subprocess.Popen(
        command,
        env={**inherited, "KINBRIDGE_DATA": str(data), "PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        url = f"http://localhost:{port}"
        try:
            _wait_for(f"{url}/sign-in/", process)
            yield Server(url, process, data, time.monotonic() - begun)
        finally:
            process.terminate()
