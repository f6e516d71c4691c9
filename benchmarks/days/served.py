"""``kinbridge serve`` for a measurement; it can be killed and started again."""

import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

from benchmarks.days.apart import environment

LONGEST_START = 120  # seconds, on a machine with much to do


class Server:
    """A server on some data, at a port of its own."""

    def __init__(self, data: Path) -> None:
        self.data = data
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        """Returns when it answers."""
        command = ["kinbridge.config.command", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", *command],
            env=environment(self.data),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + LONGEST_START
        while time.monotonic() < until:
            with suppress(urllib.error.URLError, ConnectionError, TimeoutError):
                urllib.request.urlopen(f"{self.url}/sign-in/").close()
                return
            time.sleep(0.05)
        raise RuntimeError("The server did not answer in time")

    def end(self, how: int = signal.SIGTERM) -> None:
        """End it; ``SIGKILL`` gives it no chance to finish anything."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait()
            self.process = None
