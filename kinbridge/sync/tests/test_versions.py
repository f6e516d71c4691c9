"""Each release is known to the forms that were made before it."""

import re
from datetime import date
from itertools import pairwise
from pathlib import Path

from kinbridge import __version__
from kinbridge.sync.versions import REPLACED

FIRST = "0.1.0"
CHANGES = Path(__file__).parents[3] / "CHANGELOG.md"
_RELEASE = re.compile(
    r"^## (?P<version>[0-9]+\.[0-9]+\.[0-9]+), (?P<on>\d{4}-\d\d-\d\d)$", re.MULTILINE
)


def forgotten(changes: str, replaced: dict[str, date], version: str) -> list[str]:
    """What was forgotten at a release, in sentences."""
    told = [(m["version"], date.fromisoformat(m["on"])) for m in _RELEASE.finditer(changes)]
    days = {older: on for (_newer, on), (older, _on) in pairwise(told)}
    released = [one for one, _on in told]
    found = []
    if version in released[1:]:
        found.append(f"{version} was released before: raise kinbridge.__version__")
    if version not in released and version != FIRST:
        before = [one for one in released if one != version]
        if not before:
            found.append(f"CHANGELOG.md has no heading for the version before {version}")
    if days != replaced:
        found.append(f"kinbridge.sync.versions.REPLACED is {replaced}, and should be {days}")
    return found


def test_nothing_was_forgotten_at_the_last_release() -> None:
    assert forgotten(CHANGES.read_text(encoding="utf-8"), REPLACED, __version__) == []


def test_what_is_forgotten_at_a_release_is_seen() -> None:
    first = "# What changed\n\n## Not yet released\n\n## 0.1.0, 2026-12-01\n"
    second = first.replace("## 0.1.0", "## 0.2.0, 2027-01-15\n\n## 0.1.0")
    replaced = {"0.1.0": date(2027, 1, 15)}
    assert forgotten(first, {}, "0.1.0") == []
    assert forgotten(second, replaced, "0.2.0") == []
    assert "REPLACED is {}" in forgotten(second, {}, "0.2.0")[0]
    assert "released before" in forgotten(second, replaced, "0.1.0")[0]
    assert "no heading" in forgotten("## Not yet released", {}, "0.2.0")[0]
