"""Settings from the environment. A value that is not understood stops the start.

What each is for: ``docs/operator.md``.
"""

import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

import dj_database_url

EX_CONFIG = 78  # the exit code of programs whose configuration is at fault


class Misconfigured(SystemExit):
    """A setting that cannot be used; the message says which, and what to set."""

    def __init__(self, message: str) -> None:
        super().__init__(f"kinbridge: {message}")


def text(name: str, otherwise: str = "") -> str:
    """A setting as text."""
    return os.environ.get(name, otherwise)


def switch(name: str, otherwise: bool) -> bool:
    """A setting that is on or off."""
    told = os.environ.get(name)
    if told is None or told == "":
        return otherwise
    if told.lower() in {"1", "true", "yes", "on"}:
        return True
    if told.lower() in {"0", "false", "no", "off"}:
        return False
    raise Misconfigured(f"{name} must be 1 or 0, not {told!r}")


def names(name: str) -> list[str]:
    """A setting as a list of names divided by commas."""
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def secret(name: str) -> str:
    """A secret from the environment or from the file that ``NAME_FILE`` names."""
    told = os.environ.get(name, "")
    file = os.environ.get(f"{name}_FILE", "")
    if not file:
        return told
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as problem:
        raise Misconfigured(f"{name}_FILE cannot be read: {problem}") from problem


def database(otherwise: Path) -> dict[str, Any]:
    """``DATABASE_URL`` in Django's words, or the embedded database in a file."""
    told = os.environ.get("DATABASE_URL", "") or f"sqlite:///{otherwise}"
    try:
        return dict(dj_database_url.parse(told, conn_max_age=600))
    except ValueError as problem:
        raise Misconfigured(
            "DATABASE_URL is not understood; it reads postgres://name:password@host/database"
        ) from problem


def time_zone(name: str) -> str:
    """A setting that names a time zone."""
    told = os.environ.get(name, "") or "UTC"
    try:
        return ZoneInfo(told).key
    except (ValueError, OSError, KeyError) as problem:
        raise Misconfigured(f"{name} must be a time zone such as Africa/Freetown") from problem


def site(name: str, hosts: Sequence[str]) -> str:
    """Where people reach the pages, as gateways and links in notices need it."""
    told = text(name).rstrip("/")
    if told and not re.fullmatch(r"https?://[^/\s]+", told):
        raise Misconfigured(f"{name} must be an address such as https://kinbridge.example.org")
    here = f"http://localhost:{os.environ.get('PORT') or 8000}"
    return told or (f"https://{hosts[0]}" if hosts else here)


@dataclass(frozen=True)
class Mail:
    """The server that takes our e-mail."""

    scheme: str = ""
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""


_MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def mail(name: str) -> Mail:
    """A setting such as ``smtp+tls://name:password@host:587``."""
    told = secret(name)
    if not told:
        return Mail()
    parts = urlsplit(told)
    try:
        number = parts.port or _MAIL_PORTS[parts.scheme]
    except (KeyError, ValueError):
        number = 0
    if not number or not parts.hostname:
        raise Misconfigured(
            f"{name} must read smtp+tls://name:password@host:587 (or smtps:, or smtp: for a "
            "server on this machine)"
        )
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Mail(parts.scheme, parts.hostname, number, user, password)


_A_DAY = 24


def hours(name: str, otherwise: str) -> tuple[int, int]:
    """A setting such as ``21-7``: from the first hour until the second."""
    told = re.fullmatch(r"(\d{1,2})-(\d{1,2})", text(name) or otherwise)
    if told is None or not all(int(hour) < _A_DAY for hour in told.groups()):
        raise Misconfigured(f"{name} must be hours such as 21-7 (0-0 for none)")
    return int(told[1]), int(told[2])


def port(told: str) -> int:
    """Where to answer: as told, or as ``PORT`` says, or at 8000."""
    told = told or os.environ.get("PORT", "") or "8000"
    if not told.isdecimal() or not 0 < int(told) < 65536:  # noqa: PLR2004 - of TCP
        raise Misconfigured(f"a port is a number from 1 to 65535, not {told!r}")
    return int(told)


def local_secret(path: Path) -> str:
    """The secret of the local mode: the one that is kept, else a new one. Where there is no
    folder of data yet it is not written, so that a command that only looks leaves nothing
    behind."""
    if path.exists():
        return path.read_text(encoding="utf-8")
    made = secrets.token_urlsafe(64)
    if path.parent.is_dir():
        keep_secret(path, made)
    return made


def keep_secret(path: Path, secret: str) -> None:
    """Keep the secret of the local mode from now on, readable by its owner only."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secret, encoding="utf-8")
