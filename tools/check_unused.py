"""Find functions, classes, methods and properties that nothing uses; tests do not count.

Templates use names too, and so do settings and other strings that name a thing by its path.
What a framework calls by name stands in FRAMEWORK, in pyproject.toml.
"""

import ast
import re
import sys
import tomllib
from pathlib import Path

from vulture import Vulture
from vulture.core import Item

HOUSE = Path("kinbridge")
LOOKED_FOR = {"class", "function", "method", "property"}
NAME = re.compile(r"[A-Za-z_]\w+")


def named_elsewhere() -> set[str]:
    """Names in templates, and in strings that are nothing but a name or a path of names."""
    names: set[str] = set()
    for template in HOUSE.glob("*/templates/**/*"):
        if template.is_file():
            for tag in re.findall(r"{[{%](.*?)[%}]}", template.read_text(encoding="utf-8")):
                names.update(NAME.findall(tag))
    for module in HOUSE.rglob("*.py"):
        if "tests" not in module.parts:
            names.update(_paths_in_strings(module))
    return names


def _paths_in_strings(module: Path) -> set[str]:
    told = ast.walk(ast.parse(module.read_text(encoding="utf-8")))
    strings = (node.value for node in told if isinstance(node, ast.Constant))
    paths = (said for said in strings if isinstance(said, str))
    return {path.rpartition(".")[2] for path in paths if re.fullmatch(r"[\w.]+", path)}


def is_deed(item: Item) -> bool:
    """A form that gives its deed is found in the registry, by no other name."""
    lines = Path(item.filename).read_text(encoding="utf-8").splitlines()
    body = lines[item.first_lineno - 1 : item.last_lineno]
    return item.typ == "class" and any(line.startswith("    deed = ") for line in body)


def main() -> int:
    told = tomllib.loads(Path("pyproject.toml").read_text())["tool"]["unused"]
    finder = Vulture(ignore_names=told["framework"], ignore_decorators=told["decorators"])
    finder.scavenge([str(HOUSE)], exclude=["*/tests/*", "*/migrations/*"])
    named = named_elsewhere()
    unused = [
        item
        for item in finder.get_unused_code(min_confidence=60)
        if item.typ in LOOKED_FOR and item.name not in named and not is_deed(item)
    ]
    for item in unused:
        print(f"{item.filename}:{item.first_lineno}: unused {item.typ} {item.name}")
    return 1 if unused else 0


if __name__ == "__main__":
    sys.exit(main())
