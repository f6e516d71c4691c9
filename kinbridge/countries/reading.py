"""From the file of a pack to its facts; and everything that is wrong with the file.

The shape is told by ``pack.schema.json``; what a schema cannot say (a rule that rests on an
unchecked provision, a day in the future) is looked at in ``checks``.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields
from datetime import date
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from kinbridge.countries.facts import (
    Actor,
    Advice,
    Answer,
    Clock,
    ConsentBand,
    Duty,
    Helpline,
    Language,
    LevelName,
    Pack,
    Provision,
    Question,
    Reading,
    Rule,
    State,
    Step,
    Text,
    Topic,
    Triage,
)
from kinbridge.foundation.lined import Lined

SCHEMA = Path(__file__).parent / "pack.schema.json"
Made = TypeVar("Made")

_IF_MISSING = {
    "source": ': write source: "Name, https://…", or state: unchecked',
    "background": ": where do you have it from?",
    "searched": ": where did you look?",
}
_SHAPES = {
    "array": "rows, each beginning with “-” (or one in […])",
    "object": "names with what they stand for",
    "string": "words",
}


@cache
def _validator() -> Draft202012Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=FormatChecker(["date"]))


def faults_of_shape(told: Lined) -> list[tuple[int, str]]:
    """Line and words of all that the schema refuses."""
    errors = sorted(
        _validator().iter_errors(told), key=lambda error: list(map(str, error.path))
    )
    # Each name that is missing is an error of its own, which tells them all.
    return list(dict.fromkeys(fault for error in errors for fault in _said(told, error)))


def _said(told: Lined, error: "ValidationError") -> Iterable[tuple[int, str]]:
    line, name = _place(told, list(error.absolute_path))
    if error.validator == "required":
        return [(line, said) for said in _missing(error)]
    if error.validator == "additionalProperties":
        return _unknown(error, line)
    said = _WORDS.get(str(error.validator), _in_its_words)(error)
    return [(line, f"“{name}”: {said}" if name else said)]


def _missing(error: "ValidationError") -> Iterable[str]:
    if error.instance.get("state", State.READ) not in list(State):
        return  # what a row needs follows from its state: that one is the fault
    for name in error.validator_value:
        if name not in error.instance:
            yield f"“{name}” is missing{_IF_MISSING.get(name, '')}"


def _unknown(error: "ValidationError", line: int) -> Iterable[tuple[int, str]]:
    known = list(error.schema["properties"])
    for odd in error.instance:
        if odd not in known:
            said = f"“{odd}” is not known here; known are {', '.join(known)}"
            yield error.instance.lines.get(odd, line), said


def _none_of(error: "ValidationError") -> str:
    return f"“{error.instance}” is none of {', '.join(error.validator_value)}"


def _must_be(error: "ValidationError") -> str:
    return f"“{error.instance}” must be {error.schema.get('description', 'something else')}"


def _shape(error: "ValidationError") -> str:
    return f"here must be {_SHAPES.get(error.validator_value, error.validator_value)}"


def _in_its_words(error: "ValidationError") -> str:
    return str(error.message)


def _nothing(_error: "ValidationError") -> str:
    return "nothing stands here"


_WORDS: dict[str, Callable[["ValidationError"], str]] = {
    "enum": _none_of,
    "pattern": _must_be,
    "format": _must_be,
    "not": lambda _error: "what is unchecked cannot be sure: leave “sure” out",
    "type": _shape,
    "minItems": _nothing,
    "minProperties": _nothing,
}


def _place(told: Any, path: list[Any]) -> tuple[int, str]:
    """The line that a path leads to, and the last name on it."""
    line, name = 1, ""
    for step in path:
        if isinstance(told, Lined):
            line, name = told.lines.get(step, told.line), str(step)
        told = told[step]
        if isinstance(step, int) and isinstance(told, Lined):
            line = told.line
    return line, name


def pack_from(told: Lined) -> Pack:
    """The facts of a file whose shape is right."""
    law, emergency, triage = (told.part(name) for name in ("law", "emergency", "triage"))
    office = _office(told)
    made = _Maker(office)
    return Pack(
        code=told["code"],
        name=told["name"],
        checked=date.fromisoformat(told["checked"]),
        languages=tuple(
            Language(one["code"], one["name"], one.get("is") == "office")
            for one in told.parts("languages")
        ),
        levels=made.all(LevelName, told.parts("levels")),
        actors=made.all(Actor, told.parts("actors")),
        helplines=made.all(Helpline, told.parts("helplines")),
        law={topic: made.all(Provision, law.parts(topic), topic=topic) for topic in Topic},
        duties=made.all(Duty, told.parts("duties")),
        consent=made.all(ConsentBand, told.parts("consent")),
        steps=made.all(Step, emergency.parts("steps")),
        clocks=made.all(Clock, emergency.parts("clocks")),
        readings=made.all(Reading, emergency.parts("readings")),
        triage=made.triage(triage),
    )


def _office(told: Lined) -> str:
    offices = [one["code"] for one in told.parts("languages") if one.get("is") == "office"]
    return str(offices[0]) if offices else "en"


class _Maker:
    """Makes facts of mappings; plain words are in the language of the country's offices."""

    def __init__(self, office: str) -> None:
        self.office = office

    def all(
        self, kind: type[Made], told: Iterable[Lined], **otherwise: Any
    ) -> tuple[Made, ...]:
        """One of this kind for each mapping."""
        return tuple(self.one(kind, each, **otherwise) for each in told)

    def one(self, kind: type[Made], told: Lined, **otherwise: Any) -> Made:
        """One of this kind, with the types that its fields ask for."""
        hints = get_type_hints(kind)
        given: dict[str, Any] = dict(otherwise)
        for field in fields(kind):  # type: ignore[arg-type]
            if field.name in told:
                given[field.name] = self.value(hints[field.name], told[field.name])
            elif field.default is MISSING and field.default_factory is MISSING:
                given.setdefault(field.name, "")
        if "line" in hints:
            given["line"] = told.line
        return kind(**given)

    def value(self, wanted: Any, told: Any) -> Any:
        """Words of the file as what a field wants."""
        if get_origin(wanted) in {UnionType, Union}:
            wanted = next(one for one in get_args(wanted) if one is not type(None))
        if wanted == Text:
            return {self.office: told} if isinstance(told, str) else dict(told)
        if get_origin(wanted) is tuple:
            return tuple(told)
        if isinstance(told, Mapping):
            return {name: tuple(values) for name, values in told.items()}
        return date.fromisoformat(told) if wanted is date else wanted(told)

    def triage(self, told: Lined) -> Triage:
        """Questions, rules and advice."""
        last = told.get("otherwise")
        return Triage(
            questions=tuple(self._question(one) for one in told.parts("questions")),
            rules=self.all(Rule, told.parts("rules")),
            advice=self.all(Advice, told.parts("advice")),
            otherwise=self.one(Rule, last) if isinstance(last, Lined) else None,
        )

    def _question(self, told: Lined) -> Question:
        answers = tuple(
            Answer(one["key"], self.value(Text, one["words"]), one.get("icon", ""))
            for one in told.parts("answers")
        )
        words = self.value(Text, told["words"])
        return Question(told["key"], words, answers, tuple(told.get("of") or ()), told.line)
