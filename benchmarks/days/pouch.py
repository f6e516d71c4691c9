"""The same day as PouchDB replicates it to a server of the CouchDB protocol.

``pouchdb`` and ``express-pouchdb`` come from npm into a temporary folder.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.days.line import Cost, line_to
from benchmarks.days.told import Day, Record

PACKAGES = [
    "express@4", "express-pouchdb@4.2.0", "pouchdb-core@9", "pouchdb-adapter-memory@9",
    "pouchdb-adapter-http@9", "pouchdb-replication@9", "pouchdb-mapreduce@9",
]  # fmt: skip
HERE = Path(__file__).parent


class NoNode(Exception):
    """Node or npm is missing, or npm could not fetch the packages."""


@dataclass(frozen=True)
class Replicated:
    """What one replication up cost, one down after it, and how many documents went up."""

    up: Cost
    down: Cost
    written: int


def install(folder: Path) -> None:
    """Fetch what is needed. Raises: NoNode."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise NoNode("node and npm are not installed")
    for script in HERE.glob("pouch_*.cjs"):
        shutil.copy(script, folder)
    command = [npm, "install", "--no-audit", "--no-fund", "--prefix", str(folder), *PACKAGES]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoNode(f"npm could not fetch the packages: {done.stderr[-300:]}")


def replicated(day: Day, folder: Path) -> Replicated:
    """The day replicated, over a counted line."""
    with _node(folder, "pouch_server.cjs") as server, line_to(int(_said(server))) as line:  # noqa: SIM117
        with _node(folder, "pouch_day.cjs") as phone:
            _tell(phone, json.dumps({"url": f"http://127.0.0.1:{line.port}/day", **_told(day)}))
            _said(phone)
            line.taken()
            _tell(phone, "up")
            outcome = json.loads(_said(phone))
            up = line.taken()
            _tell(phone, "down")
            _said(phone)
            return Replicated(up, line.taken(), outcome["written"])


def _told(day: Day) -> dict[str, Any]:
    return {
        "before": [_document(day, record) for record in day.before],
        "records": [_document(day, record) for record in day.records],
        "edits": [{"_id": str(edit.of.key), **_plain(edit.fields)} for edit in day.edits],
    }


def _document(day: Day, record: Record) -> dict[str, Any]:
    about = {"type": record.kind, "community": str(day.communities[record.community])}
    return {
        "_id": str(record.key),
        **about,
        "at": record.at.isoformat(),
        **_plain(record.fields),
    }


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value if isinstance(value, list) else str(value) for name, value in fields.items()
    }


@contextmanager
def _node(folder: Path, script: str) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(
        ["node", script], cwd=folder, text=True, bufsize=1,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            process.kill()


def _tell(process: "subprocess.Popen[str]", words: str) -> None:
    if process.stdin is not None:
        process.stdin.write(f"{words}\n")
        process.stdin.flush()


def _said(process: "subprocess.Popen[str]") -> str:
    said = process.stdout.readline() if process.stdout else ""
    if not said:
        raise NoNode("the program in Node ended by itself")
    return said.strip()
