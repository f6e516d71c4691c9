"""Settings from the environment. A value that is not understood stops the start."""

import os
import secrets
from pathlib import Path


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


def kept_secret(path: Path) -> str:
    """A secret of the local mode: made once, readable by its owner only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64), encoding="utf-8")
    return path.read_text(encoding="utf-8")
