"""Every package we ask for is explained, and pinned."""

import re
import tomllib

from tests.architecture.house import ROOT

ASKED = re.compile(r"^[\w.-]+")


def _asked_for() -> set[str]:
    """The packages that pyproject.toml names, without ourselves."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lists = [told["dependencies"], *told["optional-dependencies"].values()]
    names = {match[0] for asked in lists for line in asked if (match := ASKED.match(line))}
    return {name.lower() for name in names} - {"kinbridge"}


def test_every_dependency_is_explained() -> None:
    rows = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    assert {name for name in _asked_for() if f"| {name} |" not in rows} == set()


def test_every_dependency_is_pinned_with_hashes() -> None:
    lock = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
    pinned = set(re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==", lock, re.MULTILINE))
    assert _asked_for() <= pinned
    assert lock.count("--hash=sha256:") >= len(pinned)


def test_lock_files_name_no_host() -> None:
    locks = list(ROOT.glob("requirements*.lock"))
    assert locks
    assert [lock.name for lock in locks if "://" in lock.read_text(encoding="utf-8")] == []
