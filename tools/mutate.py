"""Breaks a part on purpose, one place at a time, and tells which breaks no test noticed.

    python -m tools.mutate community [sync …]

Each change is made in a copy of the tree: a comparison turned round, ``and`` for ``or``,
``True`` for ``False``, plus for minus, a ``not`` or a refusal left out, a role taken out of
the table. The tests of the part run on it (for the table: those that compare it).
"""

import ast
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

SEARCHED = ("operations.py", "models.py", "queries.py", "forms.py", "roles.py")
OTHER_TESTS = {
    "people": ["tests/architecture"],
    "sync": ["tests/journeys", "kinbridge/community"],
}
TURNED: dict[type, type] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.GtE, ast.Gt: ast.LtE, ast.LtE: ast.Gt,
    ast.GtE: ast.Lt, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn,
    ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add,
}  # fmt: skip


def broken(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Each way of breaking one place: its line, and the source with it broken."""
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Compare) and type(node.ops[0]) in TURNED:
            kept, node.ops[0] = node.ops[0], TURNED[type(node.ops[0])]()
            yield line, ast.unparse(tree)
            node.ops[0] = kept
        elif isinstance(node, ast.BoolOp | ast.BinOp) and type(node.op) in TURNED:
            kept_op, node.op = node.op, TURNED[type(node.op)]()
            yield line, ast.unparse(tree)
            node.op = kept_op
        elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
            node.value = not node.value
            yield line, ast.unparse(tree)
            node.value = not node.value
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            kept_operand = node.operand
            node.operand = ast.UnaryOp(op=ast.Not(), operand=kept_operand)
            yield line, ast.unparse(tree)
            node.operand = kept_operand
        elif isinstance(node, ast.If) and isinstance(node.body[0], ast.Raise):
            body, node.body = node.body, [ast.Pass()]
            yield line, ast.unparse(tree)
            node.body = body
        elif isinstance(node, ast.Set) and len(node.elts) > 1:
            last = node.elts.pop()
            yield line, ast.unparse(tree)
            node.elts.append(last)


def files(part: str) -> list[Path]:
    """What of a part is broken: its operations, models, queries and forms."""
    folder = Path("kinbridge") / part
    return [path for path in sorted(folder.rglob("*.py")) if path.name in SEARCHED]


def survives(copy: Path, tests: list[str]) -> bool:
    """Whether all tests pass on the broken copy."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "--no-header"]
    done = subprocess.run(
        [*command, *tests], cwd=copy, capture_output=True, check=False, timeout=300
    )
    return done.returncode == 0


def main() -> int:
    """Break each place of the parts asked for; say which breaks survived."""
    made = alive = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "tree"
        ignored = shutil.ignore_patterns(".venv", ".git", ".build", "data", "*.pyc")
        shutil.copytree(".", copy, ignore=ignored)
        for part in sys.argv[1:]:
            tests = [f"kinbridge/{part}", *OTHER_TESTS.get(part, [])]
            if not survives(copy, tests):
                raise SystemExit(f"{part}: the tests do not pass unbroken")
            for path in files(part):
                whole = path.read_text(encoding="utf-8")
                for line, source in broken(ast.parse(whole)):
                    (copy / path).write_text(source, encoding="utf-8")
                    made += 1
                    if survives(copy, tests):
                        alive += 1
                        print(f"not noticed: {path}:{line}", flush=True)
                (copy / path).write_text(whole, encoding="utf-8")
    print(f"{made} breaks, {made - alive} noticed, {alive} not noticed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
