"""The phone's modules as the one script that its frame loads.

On 2G each file costs a round trip of seconds. The modules stay readable, each with one idea,
and any browser can load them as they are; here they are set one after the other, each in a
function of its own, without comments and indentation. No build, nothing to be kept in step.
"""

import re
from functools import lru_cache
from pathlib import Path

MODULES = Path(__file__).parent / "static" / "web" / "phone"

# Sealing and unlocking: weighed apart from the rest.
LOCKS = ("lock", "pin", "seal")

_COMMENT = re.compile(
    r"^\s*/\*.*?\*/\n|^\s*//[^\n]*\n|(?<=[;{]) // [^\n]*", re.DOTALL | re.MULTILINE
)
_IMPORT = re.compile(r'^import (?P<what>[^;]+) from "\./(?P<module>\w+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(
    r"^export (?=(?:async )?(?:function|const|class) (?P<name>\w+))", re.MULTILINE
)
_INDENT = re.compile(r"^[ \t]+|^\n", re.MULTILINE)


@lru_cache
def phone_script(without: tuple[str, ...] = ()) -> str:
    """The modules from ``frame.js`` down, each after those that it imports."""
    order: list[str] = []
    _visit("frame", order)
    told = [_wrapped(name) for name in order[:-1] if name not in without]
    return "\n".join([*told, _inside("frame")])


def _source(name: str) -> str:
    return (MODULES / f"{name}.js").read_text(encoding="utf-8")


def _visit(name: str, order: list[str]) -> None:
    for match in _IMPORT.finditer(_source(name)):
        if match["module"] not in order:
            _visit(match["module"], order)
    order.append(name)


def _inside(name: str) -> str:
    """A module with its imports taken from the functions before it."""
    plain = _IMPORT.sub(_taken, _COMMENT.sub("", _source(name)))
    return _INDENT.sub("", _EXPORT.sub("", plain))


def _taken(match: "re.Match[str]") -> str:
    what = match["what"].replace("* as ", "").replace(" as ", ": ")
    return f"const {what} = ${match['module']};\n"


def _wrapped(name: str) -> str:
    names = ", ".join(match["name"] for match in _EXPORT.finditer(_source(name)))
    return f"const ${name} = (() => {{\n{_inside(name)}return {{ {names} }};\n}})();"
