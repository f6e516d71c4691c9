"""What the rules look at: the parts and their floors, the code and the templates."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOUSE = ROOT / "kinbridge"


def floors() -> dict[str, int]:
    """Each part's floor, counted from the roof down, as pyproject.toml lists them."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = next(c["layers"] for c in told["contracts"] if c["id"] == "floors")
    return {
        part: floor for floor, layer in enumerate(layers) for part in re.findall(r"\w+", layer)
    }


def part_of(module: str) -> str | None:
    """The part a module belongs to; none, if it is not of the house."""
    names = module.split(".")
    return names[1] if names[0] == "kinbridge" and len(names) > 1 else None


def points_down(above: str, below: str) -> bool:
    """Whether one part may know the other: itself, or one on a floor further down."""
    floor = floors()
    return above == below or floor[above] < floor[below]


def modules(*names: str) -> list[Path]:
    """The modules with these names, also where one has grown into a folder."""
    found = [path for name in names for path in HOUSE.glob(f"*/{name}.py")]
    found += [path for name in names for path in HOUSE.glob(f"*/{name}/*.py")]
    return sorted(found)


def our_code() -> list[Path]:
    """Everything we write by hand, tests and tools included."""
    folders = (HOUSE, ROOT / "tests", ROOT / "tools")
    found = (path for folder in folders for path in folder.rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


def templates() -> dict[Path, str]:
    """Each template and the part it lies in."""
    found = HOUSE.glob("*/templates/**/*")
    return {
        path: path.relative_to(HOUSE).parts[0]
        for path in sorted(found)
        if path.is_file() and path.suffix in {".html", ".svg", ".txt", ".typ"}
    }


def tree(path: Path) -> ast.Module:
    """The code of a module, parsed."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def shown(path: Path, line: int = 0) -> str:
    """A place in our code, as editors open it."""
    return f"{path.relative_to(ROOT)}{f':{line}' if line else ''}"


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call in a module, with the last name of what is called."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Attribute):
                yield called.attr, node
            elif isinstance(called, ast.Name):
                yield called.id, node
