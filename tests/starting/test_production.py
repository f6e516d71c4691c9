"""Production starts as the guide tells it, and not otherwise."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SECRET = "".join(chr(33 + 7 * n % 90) for n in range(64))


def real(tmp_path: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python in production mode, with nothing but this environment."""
    (tmp_path / "data").mkdir(mode=0o700, exist_ok=True)
    return subprocess.run(
        [sys.executable, "-m", *command],
        env={
            "PATH": os.environ["PATH"],
            "KINBRIDGE_PRODUCTION": "1",
            "KINBRIDGE_SECRET_KEY": SECRET,
            "KINBRIDGE_HOSTS": "kinbridge.example.org",
            "KINBRIDGE_DATA": str(tmp_path / "data"),
            "DJANGO_SETTINGS_MODULE": "kinbridge.config.settings",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def command(tmp_path: Path, *told: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return real(tmp_path, "kinbridge.config.command", *told, **environment)


def test_production_as_the_guide_tells_it_is_ready(tmp_path: Path) -> None:
    assert command(tmp_path, "manage", "migrate", "-v0").returncode == 0
    collected = command(tmp_path, "manage", "collectstatic", "--no-input", "-v0")
    assert collected.returncode == 0, collected.stderr
    unsafe = command(tmp_path, "serve", KINBRIDGE_PROXY="*")
    assert unsafe.returncode == 78
    assert "kinbridge.E023" in unsafe.stderr
    ready = command(tmp_path, "check", "--production")
    assert ready.returncode == 0, ready.stdout
    assert "Ready for real work" in ready.stdout
    assert "kinbridge.W002" in ready.stdout  # nobody works here yet
    served = real(tmp_path, "kinbridge.config.wsgi")
    assert served.returncode == 0, served.stderr


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("KINBRIDGE_SECRET_KEY", "", "KINBRIDGE_SECRET_KEY"),
        ("KINBRIDGE_HOSTS", "*", "kinbridge.E006"),
        ("KINBRIDGE_PRODUCTION", "perhaps", "KINBRIDGE_PRODUCTION must be 1 or 0"),
        ("KINBRIDGE_SECRET_KEY_FILE", "/nowhere/at/all", "KINBRIDGE_SECRET_KEY_FILE"),
        ("DATABASE_URL", "nonsense", "DATABASE_URL is not understood"),
        ("KINBRIDGE_TIME_ZONE", "Moon/Sea", "must be a time zone"),
    ],
)
def test_no_server_starts_with_an_unsafe_environment(
    tmp_path: Path, name: str, value: str, message: str
) -> None:
    ended = real(tmp_path, "kinbridge.config.wsgi", **{name: value})
    assert ended.returncode == 78, ended.stderr
    assert message in ended.stderr
    assert "Traceback" not in ended.stderr
