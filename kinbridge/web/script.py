"""The phone's modules as the few scripts that its frame loads.

On 2G each file costs a round trip of seconds. The modules stay readable, each with one idea,
and any browser can load them as they are; here those that ``frame.js`` imports are set one
after the other, each in a function of its own, without comments and indentation. What a
module asks for later (``import("./carrying.js")``) is a script of its own, which takes from
the first one what both need. No build, nothing to be kept in step.
"""

import re
from functools import lru_cache
from pathlib import Path

MODULES = Path(__file__).parent / "static" / "web" / "phone"
FIRST = "frame"
ADDRESS = "/phone/script.js"  # of the first script; of a later one: /phone/script/NAME.js

_COMMENT = re.compile(
    r"^\s*/\*.*?\*/\n|^\s*//[^\n]*\n|(?<=[;{]) // [^\n]*", re.DOTALL | re.MULTILINE
)
_IMPORT = re.compile(r'^import (?P<what>[^;]+) from "\./(?P<module>\w+)\.js";\n', re.MULTILINE)
_LATER = re.compile(r'import\("\./(?P<module>\w+)\.js"\)')
_EXPORT = re.compile(
    r"^export (?=(?:async )?(?:function|const|class) (?P<name>\w+))", re.MULTILINE
)
_INDENT = re.compile(r"^[ \t]+|^\n", re.MULTILINE)


@lru_cache
def phone_script(name: str = FIRST) -> str:
    """A module and those that it imports, each after what it needs; of a later script, those
    that the first one has not."""
    known = [] if name == FIRST else _needed(FIRST)
    order = _needed(name, known)
    told = [_wrapped(module) for module in order]
    if name == FIRST:
        shared = ", ".join(f"${module}" for module in order[:-1])
        return "\n".join([*told[:-1], f"export {{ {shared} }};", _inside(name)])
    taken = [f"${module}" for module in known if any(f"${module};" in one for one in told)]
    start = f'import {{ {", ".join(taken)} }} from "{ADDRESS}";'
    return "\n".join([start, *told[:-1], _inside(name), f"export {{ {_names(name)} }};\n"])


@lru_cache
def later_scripts() -> tuple[str, ...]:
    """The modules that begin a later script."""
    sources = [path.read_text(encoding="utf-8") for path in sorted(MODULES.glob("*.js"))]
    found = (match["module"] for source in sources for match in _LATER.finditer(source))
    return tuple(dict.fromkeys(found))


def _source(name: str) -> str:
    return (MODULES / f"{name}.js").read_text(encoding="utf-8")


def _needed(name: str, known: list[str] | None = None) -> list[str]:
    """A module after all that it imports, but those already known."""
    order: list[str] = []

    def visit(one: str) -> None:
        for match in _IMPORT.finditer(_source(one)):
            if match["module"] not in {*order, *(known or ())}:
                visit(match["module"])
        order.append(one)

    visit(name)
    return order


def _inside(name: str) -> str:
    """A module with its imports taken from the functions before it."""
    plain = _IMPORT.sub(_taken, _COMMENT.sub("", _source(name)))
    return _INDENT.sub(
        "", _LATER.sub(r'import("/phone/script/\g<module>.js")', _EXPORT.sub("", plain))
    )


def _taken(match: "re.Match[str]") -> str:
    what = match["what"].replace("* as ", "").replace(" as ", ": ")
    return f"const {what} = ${match['module']};\n"


def _names(name: str) -> str:
    return ", ".join(match["name"] for match in _EXPORT.finditer(_source(name)))


def _wrapped(name: str) -> str:
    return f"const ${name} = (() => {{\n{_inside(name)}return {{ {_names(name)} }};\n}})();"
