"""A real Kannel with its fake SMS centre, as the operator's handbook sets it up.

``bearerbox``, ``smsbox`` and ``fakesmsc`` come from Debian's packages ``kannel`` and
``kannel-extras``. Each telephone is one run of ``fakesmsc``, which tells what reached it.
"""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

FAKE_CENTRE = "/usr/lib/kannel/test/fakesmsc"
OURS = "13013"
NOBODY = "+23299"  # numbers that begin so are nobody's
HANDBOOK = Path(__file__).parents[2] / "docs" / "operator.md"
_CORE = """
group = core
admin-port = {admin}
admin-password = {token}
smsbox-port = {boxes}
box-allow-ip = "127.0.0.1"
box-deny-ip = "*.*.*.*"
dlr-storage = internal

group = smsc
smsc = fake
smsc-id = FAKE
port = {centre}
connect-allow-ip = 127.0.0.1
denied-prefix = {nobody}

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {send}
global-sender = {ours}

"""


def missing() -> list[str]:
    """What is not installed here."""
    wanted = ("bearerbox", "smsbox", FAKE_CENTRE)
    return [name for name in wanted if not shutil.which(name)]


def need_kannel() -> None:
    """Skip aloud where Kannel is not installed; fail where it has to be."""
    lacking = missing()
    if lacking and os.environ.get("CI") == "true":
        pytest.fail(f"Kannel must be here in CI: {lacking} of kannel and kannel-extras")
    if lacking:
        pytest.skip(f"*** KANNEL NOT TESTED: no {', '.join(lacking)} ***")


def free_ports(n: int) -> list[int]:
    """So many ports that are free now."""
    probes = [socket.socket() for _n in range(n)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def answers(port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(holds: object, what: str, seconds: float = 15) -> None:
    """Wait until something holds. Raises: AssertionError, when it does not come to that."""
    until = time.monotonic() + seconds
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < until, f"waited in vain until {what}"
        time.sleep(0.05)


@contextmanager
def started(command: Sequence[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A program that is ended again, and nothing but it."""
    with log.open("wb") as out:
        program = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT
        )
        try:
            yield program
        finally:
            program.terminate()
            try:
                program.wait(timeout=5)
            except subprocess.TimeoutExpired:
                program.kill()
                program.wait()


class Kannel:
    """A gateway that runs, and telephones that write to it and are written to."""

    def __init__(self, folder: Path, site: str, token: str) -> None:
        self.folder, self.site, self.token = folder, site, token
        self.admin, self.boxes, self.centre, self.send = free_ports(4)
        self.logs = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.send}"

    def configuration(self) -> Path:
        """The core for the fake centre, and our part as the handbook prints it."""
        ports = {"admin": self.admin, "boxes": self.boxes, "centre": self.centre}
        text = _CORE.format(**ports, send=self.send, ours=OURS, token=self.token, nobody=NOBODY)
        printed = re.search(r"^```kannel\n(.*?)^```$", HANDBOOK.read_text(), re.M | re.S)
        assert printed
        ours = printed[1]
        for name, told in (("SITE", self.site), ("TOKEN", self.token), ("USER", "us"),
                           ("PASSWORD", "a-password")):  # fmt: skip
            ours = ours.replace(name, told)
        path = self.folder / "kannel.conf"
        path.write_text(text + ours)
        return path

    @contextmanager
    def running(self) -> Iterator["Kannel"]:
        """Both boxes, until the block ends."""
        conf = str(self.configuration())
        with started(["bearerbox", "-v", "1", conf], self.folder / "bearerbox.log"):
            wait_until(lambda: answers(self.boxes), "bearerbox listens")
            with started(["smsbox", "-v", "1", conf], self.folder / "smsbox.log"):
                wait_until(lambda: answers(self.send), "smsbox listens")
                yield self

    @contextmanager
    def telephone(self, *writes: str, times: int = 0) -> Iterator[Path]:
        """Telephones in reach. Each of ``writes`` is ``number words``, sent ``times`` over;
        what reaches any number stands in the file."""
        self.logs += 1
        log = self.folder / f"telephone-{self.logs}.log"
        messages = [f"{told.split(' ', 1)[0]} {OURS} text {told.split(' ', 1)[1]}"
                    for told in writes] or [f"+23200 {OURS} text unused"]  # fmt: skip
        command = [FAKE_CENTRE, "-H", "127.0.0.1", "-r", str(self.centre), "-i", "0.1"]
        with started([*command, "-m", str(times or len(writes)), *messages], log):
            yield log


def received(log: Path) -> list[str]:
    """What reached telephones: ``number words``, wide messages read back."""
    found = re.findall(
        r"Got message \d+: <\S+ (\S+) (\S+) (.*)>$", log.read_text("utf-8", "replace"), re.M
    )
    return [f"{number} {_words(kind, told)}" for number, kind, told in found]


def _words(kind: str, told: str) -> str:
    if not kind.startswith("ucs"):
        return str(told)
    raw = re.sub(r"%([0-9A-Fa-f]{2})|(\+)|(.)", _byte, told, flags=re.S)
    return raw.encode("latin-1").decode("utf-16-be")


def _byte(found: "re.Match[str]") -> str:
    if found[1]:
        return chr(int(found[1], 16))
    return " " if found[2] else found[3]
