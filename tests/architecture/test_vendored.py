"""What others wrote and we ship lies as it came, with its licence."""

import hashlib
from pathlib import Path

import pytest

from tests.architecture.house import HOUSE, ROOT

VENDORED = sorted(path for path in HOUSE.glob("*/static/*/vendor/*") if path.is_dir())


@pytest.mark.parametrize("folder", VENDORED, ids=lambda folder: folder.name)
def test_a_vendored_library_is_unchanged_licensed_and_explained(folder: Path) -> None:
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    listed = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    found = {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file() and file.name != "SHA256SUMS"
    }
    assert found == listed
    assert any(name.startswith("LICENSE") for name in found)
    said = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    name, _dash, version = folder.name.rpartition("-")
    assert f"| {name} {version} |" in said
