"""A real server: where it answers, where it cannot, how it ends."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kinbridge.config import serve
from kinbridge.config.command import main

Output = pytest.CaptureFixture[str]


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody answers already."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield int(other.getsockname()[1])


def test_a_taken_port_is_told_with_a_way_out(db: None, taken: int, capsys: Output) -> None:
    assert main(["serve", "--port", str(taken)]) == 69
    said = capsys.readouterr().err
    assert f"port {taken} is taken" in said
    assert f"PORT={taken + 1}" in said


def test_a_port_that_cannot_be_used_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        socket.socket, "bind", lambda *_told: (_ for _ in ()).throw(PermissionError)
    )
    assert "own programs" in serve._why_not("127.0.0.1", 80)
    monkeypatch.setattr(
        socket.socket, "bind", lambda *_told: (_ for _ in ()).throw(OSError(99, "no"))
    )
    assert "cannot be used (no)" in serve._why_not("::1", 8000)


def test_a_real_server_answers_and_stops_when_told(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    inherited = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    server = subprocess.Popen(
        [sys.executable, "-m", "kinbridge.config.command", "serve"],
        env={**inherited, "KINBRIDGE_DATA": str(tmp_path), "PORT": str(port)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        for line in server.stdout:
            if f"http://localhost:{port}" in line:
                break
        answer = None
        until = time.monotonic() + 20
        while answer is None and time.monotonic() < until:
            try:
                answer = urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in/")
            except OSError:
                time.sleep(0.05)
        assert answer is not None
        page = answer.read().decode()
        assert "Local mode" in page
        assert "Server" not in answer.headers
    finally:
        server.send_signal(signal.SIGTERM)
    assert server.wait(timeout=20) == 0


def test_what_is_due_is_done_beside_a_server(tmp_path: Path) -> None:
    inherited = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    environment = {**inherited, "KINBRIDGE_DATA": str(tmp_path)}
    command = [sys.executable, "-m", "kinbridge.config.command"]
    subprocess.run([*command, "manage", "migrate", "-v", "0"], env=environment, check=True)
    worker = subprocess.Popen([*command, "notify"], env=environment, stdout=subprocess.DEVNULL)
    try:
        until, done = time.monotonic() + 20, 0
        while not done and time.monotonic() < until:
            time.sleep(0.2)
            with closing(sqlite3.connect(tmp_path / "kinbridge.sqlite3")) as store:
                asked = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status=?"
                (done,) = store.execute(asked, ["SUCCESSFUL"]).fetchone()
        assert done
    finally:
        worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=20) == 0
