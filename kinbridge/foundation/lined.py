"""Reading a file of data: plain YAML, in which every part knows the line it stands on.

All values are words: nothing is taken for a date, a number or a yes. A file may come from
anybody, so there is no tag and no alias in it, and it is neither large nor deep.
"""

from collections.abc import Collection
from pathlib import Path
from typing import Any

import yaml

from kinbridge.foundation.errors import Invalid

LARGEST = 1_000_000  # bytes
DEEPEST = 10  # lists and mappings within one another
_MAP = "tag:yaml.org,2002:map"
_Plain: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# What the library finds odd, by a piece of its words, as somebody may look for it who has never
# heard of YAML.
_SPACES = "look at the spaces it begins with, and at quotation marks left open above"
_IN_PLAIN_WORDS = {
    "tab": "a tab stands here; use spaces",
    "cannot start any token": "a sign stands here that cannot, such as a tab: use spaces, and "
    "put words that begin with a sign in quotation marks",
    "mapping values are not allowed": "a colon stands where none can: put words that hold one "
    "in quotation marks, and look at the spaces the line begins with",
    "did not find expected": f"this line does not fit those above: {_SPACES}",
    "could not find expected": f"this line does not fit those above: {_SPACES}",
    "unexpected end of stream": "a quotation mark was opened and not closed",
}


class Broken(Invalid):
    """A file that cannot be read, or a deed in it that cannot be done; says the line."""

    def __init__(self, file: str, line: int, what: object) -> None:
        super().__init__(f"{file}, line {line}: {what}" if line else f"{file}: {what}")
        self.line, self.what = line, what


class Lined(dict[str, Any]):
    """A mapping of the file that knows where it stands."""

    file: str = ""
    line: int = 0

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, int] = {}

    def broken(self, what: object, at: str = "") -> Broken:
        """What is wrong here, or at one of its names."""
        return Broken(self.file, self.lines.get(at, self.line), what)

    def only(self, names: Collection[str]) -> "Lined":
        """Itself, if it has no names but these. Raises: Broken."""
        for name in self:
            if name not in names:
                raise self.broken(
                    f"“{name}” is not known here; known are {', '.join(names)}", name
                )
        return self

    def words(self, name: str, otherwise: str | None = None) -> str:
        """The words under a name; without ``otherwise`` they must be there. Raises: Broken."""
        value = self.get(name, otherwise)
        if value is None:
            raise self.broken(f"“{name}” is missing")
        if not isinstance(value, str):
            raise self.broken(f"“{name}” must be words", name)
        return value

    def part(self, name: str) -> "Lined":
        """The mapping under a name; empty, if there is none. Raises: Broken."""
        value = self.get(name) or self.empty()
        if not isinstance(value, Lined):
            raise self.broken(f"“{name}” must be a mapping of names to values", name)
        return value

    def parts(self, name: str) -> "list[Lined]":
        """The mappings listed under a name. Raises: Broken."""
        values = self.get(name) or []
        if not isinstance(values, list) or not all(isinstance(v, Lined) for v in values):
            raise self.broken(f"“{name}” must be a list of mappings", name)
        return values

    def empty(self) -> "Lined":
        """An empty mapping that stands here."""
        made = Lined()
        made.file, made.line = self.file, self.line
        return made


class _Loader(_Plain):  # type: ignore[misc]
    """Reads words, lists and mappings, and nothing else."""

    yaml_implicit_resolvers: dict[str, Any] = {}
    file = ""

    def lined(self, node: yaml.MappingNode) -> Lined:
        made = Lined()
        made.file, made.line = self.file, node.start_mark.line + 1
        for name, value in node.value:
            line = name.start_mark.line + 1
            if not isinstance(name, yaml.ScalarNode):
                raise Broken(self.file, line, "a name must be words")
            if name.value in made:
                raise Broken(self.file, line, f"“{name.value}” stands here twice")
            made[name.value] = self.construct_object(value, deep=True)
            made.lines[name.value] = line
        return made


_Loader.add_constructor(_MAP, _Loader.lined)


def read(path: Path) -> Lined:
    """The mapping that a file holds. Raises: Broken."""
    text = _text(path)
    try:
        _look_at_shape(path.name, text)
        loader = _Loader(text)
        loader.file = path.name
        told = loader.get_single_data()
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        odd = _in_plain_words(str(problem.problem))
        raise Broken(path.name, mark.line + 1 if mark else 0, odd) from None
    except yaml.YAMLError as problem:
        raise Broken(path.name, 0, f"this is not YAML: {problem}") from None
    if not isinstance(told, Lined):
        raise Broken(path.name, 1, "a file begins with names, such as “title: …”")
    return told


def _in_plain_words(problem: str) -> str:
    """What is wrong with the file, with what to do about it where that is known."""
    known = (said for part, said in _IN_PLAIN_WORDS.items() if part in problem)
    return next(known, f"this is not YAML: {problem}")


def _text(path: Path) -> str:
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise Broken(path.name, 0, f"is larger than {LARGEST // 1000} kB")
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise Broken(path.name, 0, "is not text in UTF-8") from None
    except OSError as problem:
        raise Broken(path.name, 0, f"cannot be read: {problem.strerror}") from None


def _look_at_shape(file: str, text: str) -> None:
    """Before anything is built: no tags, no aliases, nothing deep."""
    depth = 0
    for event in yaml.parse(text, Loader=_Plain):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise Broken(file, line, "lists and mappings lie too deep in one another")
        if getattr(event, "anchor", None) is not None:
            raise Broken(file, line, "anchors and aliases (& and *) are not used here")
        if (tag := getattr(event, "tag", None)) is not None:
            raise Broken(file, line, f"tags such as {tag} are not used here")
