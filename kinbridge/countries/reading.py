"""From the file of a pack to its facts; and everything that is wrong with the file.

The shape is told by ``pack.schema.json``; what a schema cannot say (a rule that rests on an
unchecked provision, a day in the future) is looked at in ``checks``.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from datetime import date
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from jsonschema import Draft202012Validator
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
    Step,
    Text,
    Topic,
    Triage,
)
from kinbridge.foundation.lined import Lined

SCHEMA = Path(__file__).parent / "pack.schema.json"
Made = TypeVar("Made")


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def faults_of_shape(told: Lined) -> list[tuple[int, str]]:
    """Line and words of all that the schema refuses."""
    errors = sorted(
        _validator().iter_errors(told), key=lambda error: list(map(str, error.path))
    )
    return [fault for error in errors for fault in _said(told, error)]


def _said(told: Lined, error: "ValidationError") -> Iterable[tuple[int, str]]:
    line, name = _place(told, list(error.absolute_path))
    at = f"“{name}”: " if name else ""
    if error.validator == "required":
        missing = [one for one in error.validator_value if one not in error.instance]
        said = f"“{missing[0]}” is missing" if missing else error.message
    elif error.validator == "additionalProperties":
        known = [one for one in error.schema["properties"]]
        for odd in (one for one in error.instance if one not in known):
            odd_line = error.instance.lines.get(odd, line)
            yield odd_line, f"“{odd}” is not known here; known are {', '.join(known)}"
        return
    elif error.validator == "enum":
        said = f"{at}“{error.instance}” is none of {', '.join(error.validator_value)}"
    elif error.validator == "pattern":
        wanted = error.schema.get("description", "something else")
        said = f"{at}“{error.instance}” must be {wanted}"
    elif error.validator == "not":
        said = "what is unchecked cannot be sure: leave “sure” out"
    else:
        said = f"{at}{error.message}"
    yield line, said


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
