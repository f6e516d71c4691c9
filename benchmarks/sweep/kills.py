"""A real server on a SQLite file, killed again and again in the middle of exchanges."""

import http.client
import random
import signal
import tempfile
import threading
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from benchmarks.days.apart import asked
from benchmarks.days.ours import Sent
from benchmarks.days.served import Server
from benchmarks.days.told import MORNING, day
from tests.journeys.phones import Form, Phone

AT_ONCE = 4
TRIES = 5
BROKEN = (OSError, http.client.HTTPException, RuntimeError)


@dataclass(frozen=True)
class Outcome:
    """What thirty deaths did."""

    kills: int
    in_exchanges: int
    typed: int
    acknowledged: int
    lost: int
    doubles: int
    missing: int
    faults: Sequence[str]


class Hand(threading.Thread):
    """Somebody who fills in forms and sends them without a pause."""

    def __init__(self, port: int, token: str, community: uuid.UUID) -> None:
        super().__init__(daemon=True)
        self.port, self.token, self.community = port, token, community
        self.phone = Phone()
        self.typed: set[uuid.UUID] = set()
        self.acknowledged: set[uuid.UUID] = set()
        self.is_sending = False
        self.is_over = threading.Event()

    def run(self) -> None:
        """Until told that it is over."""
        while not self.is_over.is_set():
            while len(self.phone.forms) < AT_ONCE:
                self._fill_in()
            self.send()

    def _fill_in(self) -> None:
        n = len(self.typed)
        letters = "".join(chr(ord("a") + int(digit)) for digit in str(n))  # nothing said twice
        where = f"where the {letters} bank is"
        fields = {"kind": "other", "when_1": "lately", "where": where, "girls": "3"}
        form = Form("record_gathering", self.community, MORNING + timedelta(minutes=n), fields)
        self.typed.add(form.key)
        self.phone.forms.append(form)

    def send(self) -> None:
        """One exchange; what is acknowledged is noted."""
        before = {form.key for form in self.phone.forms}
        self.is_sending = True
        try:
            self.phone.exchange(Sent(self.port, self.token).carry, keeps=False)
        except BROKEN:
            time.sleep(0.02)
        finally:
            self.is_sending = False
        self.acknowledged |= before - {form.key for form in self.phone.forms}


def killed(times: int, seed: int = 1) -> Outcome:
    """The server dies so often, at random moments; then everybody sends what is left."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        tokens = asked(data, "benchmarks.days.ground", "lay")["tokens"]
        server = Server(data)
        server.start()
        hands = [Hand(server.port, token, day().communities[0]) for token in tokens]
        for hand in hands:
            hand.start()
        in_exchanges = 0
        for _n in range(times):
            time.sleep(chance.uniform(0.05, 0.6))
            in_exchanges += any(hand.is_sending for hand in hands)
            server.end(signal.SIGKILL)
            server.start()
        for hand in hands:
            hand.is_over.set()
            hand.join()
            for _n in range(TRIES):
                hand.send()
            left = [(form.state, form.answer) for form in hand.phone.forms]
            if left:
                raise RuntimeError(f"The server does not take what is left: {left}")
        server.end()
        return _outcome(data, hands, times, in_exchanges)


def _outcome(data: Path, hands: Sequence[Hand], kills: int, in_exchanges: int) -> Outcome:
    there = asked(data, "benchmarks.days.ground", "count")
    before = {str(record.key) for record in day().before}
    entries = [key for key in there["entries"] if key not in before]
    typed = {str(key) for hand in hands for key in hand.typed}
    acknowledged = {str(key) for hand in hands for key in hand.acknowledged}
    return Outcome(
        kills=kills,
        in_exchanges=in_exchanges,
        typed=len(typed),
        acknowledged=len(acknowledged),
        lost=len(acknowledged - set(entries)) + len(acknowledged - set(there["gatherings"])),
        doubles=len(entries) - len(set(entries)),
        missing=len(typed - set(entries)),
        faults=there["faults"],
    )
