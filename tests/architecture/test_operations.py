"""Verbs keep changes: operations take everything by name and say what they promise."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.house import modules, our_code, shown, tree

LONGEST_FILE = 400  # lines
NO_TOPIC = {"utils", "util", "helpers", "common", "misc"}


def operations() -> Iterator[tuple[Path, ast.FunctionDef]]:
    """Every operation, with its file."""
    for path in modules("operations"):
        for node in tree(path).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield path, node


def test_operations_take_everything_by_name() -> None:
    by_place = [
        shown(path, operation.lineno)
        for path, operation in operations()
        if operation.args.args or operation.args.posonlyargs or operation.args.vararg
    ]
    assert by_place == []


def test_operations_say_what_they_promise() -> None:
    silent = [shown(path, op.lineno) for path, op in operations() if not ast.get_docstring(op)]
    assert silent == []


def test_every_module_says_what_lives_there() -> None:
    silent = [
        shown(path)
        for path in our_code()
        if path.read_text(encoding="utf-8").strip() and not ast.get_docstring(tree(path))
        if not path.name.startswith("test_")
    ]
    assert silent == []


def test_every_module_has_a_topic() -> None:
    assert [shown(path) for path in our_code() if path.stem in NO_TOPIC] == []


def test_no_file_is_long() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in our_code()}
    long = [
        f"{shown(path)}: {lines}" for path, lines in lengths.items() if lines > LONGEST_FILE
    ]
    assert long == []
