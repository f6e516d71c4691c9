"""A line whose bytes, requests and round trips are counted: it passes on what it is given."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

BITS_PER_SECOND = 50_000
ROUND_TRIP = 2.0  # seconds
_REQUEST, _ANSWER = b" HTTP/1.1\r\n", b"HTTP/1.1 "


@dataclass
class Cost:
    """What went over a line, heads of requests and answers included. ``rounds``: requests that
    began while no other was under way."""

    up: int = 0
    down: int = 0
    requests: int = 0
    rounds: int = 0

    @property
    def seconds(self) -> float:
        """Computed: one round trip to connect, one a round, and the bits."""
        return ROUND_TRIP * (1 + self.rounds) + 8 * (self.up + self.down) / BITS_PER_SECOND


@dataclass
class Line:
    """Stands at a port of its own before a server."""

    towards: int
    cost: Cost = field(default_factory=Cost)
    port: int = 0
    _under_way: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def taken(self) -> Cost:
        """What it cost since the last time."""
        with self._lock:
            cost, self.cost, self._under_way = self.cost, Cost(), 0
        return cost

    def _up(self, piece: bytes) -> None:
        n_requests = piece.count(_REQUEST)
        with self._lock:
            self.cost.up += len(piece)
            self.cost.requests += n_requests
            self.cost.rounds += bool(n_requests and not self._under_way)
            self._under_way += n_requests

    def _down(self, piece: bytes) -> None:
        with self._lock:
            self.cost.down += len(piece)
            self._under_way = max(0, self._under_way - piece.count(_ANSWER))

    def serve(self, door: socket.socket) -> None:
        """Until the door is closed."""
        while True:
            try:
                near, _address = door.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self.towards))
            for start, end, count in ((near, far, self._up), (far, near, self._down)):
                threading.Thread(target=_pass, args=(start, end, count), daemon=True).start()


def _pass(start: socket.socket, end: socket.socket, count: object) -> None:
    try:
        while piece := start.recv(65536):
            count(piece)  # type: ignore[operator]
            end.sendall(piece)
        end.shutdown(socket.SHUT_WR)
    except OSError:
        start.close()
        end.close()


@contextmanager
def line_to(port: int) -> Iterator[Line]:
    """A counted line to a server on this machine."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        line = Line(port, port=int(door.getsockname()[1]))
        threading.Thread(target=line.serve, args=(door,), daemon=True).start()
        yield line
