"""Whether a pack can be relied on: every fault, with its file and line."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kinbridge.countries.facts import Advice, Fact, Pack, Provision, Rule, State, Sure, Way
from kinbridge.countries.reading import faults_of_shape, pack_from
from kinbridge.foundation.lined import Broken, read

UNKNOWN = "unknown"
IN_FORCE = "in_force"
INTERNATIONAL = "INT"
CHILD_UNTIL = 17  # the last year of childhood, Convention on the Rights of the Child, article 1

Said = tuple[int, str]


@dataclass(frozen=True)
class Fault:
    """Something to mend in a file, and where."""

    file: Path
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


@dataclass(frozen=True)
class Checked:
    """A file of a pack, what it holds, and what is wrong with it."""

    file: Path
    pack: Pack | None
    faults: tuple[Fault, ...]

    def counts(self, today: date) -> dict[str, int]:
        """How many facts stand in which state, and how many have to be looked at again."""
        facts = self.pack.facts() if self.pack else ()
        states = Counter(fact.state for fact in facts)
        told = {str(state): states[state] for state in State}
        return {**told, "old": sum(fact.is_old(today) for fact in facts)}


def check(file: Path, base: Pack | None = None, today: date | None = None) -> Checked:
    """Read a pack and look at everything. ``base`` has the questions that its rules answer,
    where it has none of its own."""
    try:
        told = read(file)
    except Broken as broken:
        return Checked(file, None, (Fault(file, broken.line or 1, str(broken.what)),))
    said = faults_of_shape(told)
    pack = None if said else pack_from(told)
    if pack is not None:
        said = [
            *_faults(pack, today or date.today()),  # noqa: DTZ011 (a day, as the files tell)
            *_conditions(pack, base or pack),
        ]
        if pack.code != file.parent.name:
            folder = f"the folder is called {file.parent.name}, the pack {pack.code}"
            said.append((told.lines["code"], folder))
    return Checked(file, pack, tuple(Fault(file, line, what) for line, what in sorted(said)))


def _faults(pack: Pack, today: date) -> Iterator[Said]:
    yield from _keys(pack)
    yield from _of_another_country(pack)
    for fact in pack.facts():
        yield from _days(fact, today)
    for rows in pack.law.values():
        yield from _rows(rows)
    yield from _consent(pack)
    yield from _pcodes(pack)
    for rule in pack.triage.rules:
        yield from _law(pack, rule)
    yield from _answers(pack)
    codes = {language.code for language in pack.languages} | {"en"}
    for fact in pack.facts():
        for code in fact.words:
            if code not in codes:
                yield fact.line, f"“{code}” is not among the languages of the pack"


def _keys(pack: Pack) -> Iterator[Said]:
    seen: set[str] = set()
    for fact in pack.facts():
        if fact.key and fact.key in seen:
            yield fact.line, f"the key “{fact.key}” stands here twice"
        seen.add(fact.key)


def _of_another_country(pack: Pack) -> Iterator[Said]:
    """A pack that begins as a copy does not pass with the rules and places of the other."""
    own = f"{pack.code.lower()}_"
    conditional: tuple[Rule | Advice, ...] = (*pack.triage.rules, *pack.triage.advice)
    for told in conditional:
        if not told.key.startswith(own) and pack.code != INTERNATIONAL:
            yield told.line, f"the key “{told.key}” must begin with “{own}”"
    for level in pack.levels:
        if not level.pcode.startswith(pack.code) and level.pcode:
            yield level.line, f"“pcode” must begin with {pack.code}, as p-codes there do"


def _days(fact: Fact, today: date) -> Iterator[Said]:
    if fact.checked and fact.checked > today:
        yield fact.line, f"it cannot have been checked on {fact.checked}: that is in the future"


def _rows(rows: tuple[Provision, ...]) -> Iterator[Said]:
    """A topic is answered by what was read or heard, or honestly by nothing; not by both."""
    empty = [row for row in rows if row.state in {State.NONE_FOUND, State.NOT_RESEARCHED}]
    if empty and any(row.is_read and row.status == IN_FORCE for row in rows):
        yield (
            empty[0].line,
            f"“{empty[0].state}” cannot stand beside a provision in force; say it in a note",
        )
    conflicting = [row for row in rows if row.status == "conflicting"]
    if len(conflicting) == 1:
        yield conflicting[0].line, "a conflict is two rows: the other one is missing"


def _consent(pack: Pack) -> Iterator[Said]:
    """Bands of ages follow each other without a gap, from birth to the last day of 17."""
    expected = 0
    for band in pack.consent:
        if band.from_age != expected or band.to_age < band.from_age:
            yield band.line, f"the ages must go on from {expected}"
        expected = band.to_age + 1
    if pack.consent and expected != CHILD_UNTIL + 1:
        yield pack.consent[-1].line, f"the ages must reach {CHILD_UNTIL}"


def _pcodes(pack: Pack) -> Iterator[Said]:
    """How p-codes look is a pattern that can be read."""
    for level in pack.levels:
        try:
            re.compile(level.pcode)
        except re.error as problem:
            yield level.line, f"“pcode” is no pattern that can be read: {problem}"


def _law(pack: Pack, rule: Rule) -> Iterator[Said]:
    """No rule rests on what is uncertain."""
    for key in rule.law:
        provision = pack.provision(key)
        if provision is None:
            yield rule.line, f"no provision of this pack has the key “{key}”"
        elif not provision.is_read:
            yield rule.line, f"nobody has read “{key}”; no rule can rest on it"
        elif provision.sure == Sure.LOW:
            yield rule.line, f"“{key}” is not sure enough for a rule to rest on"
        elif provision.status != IN_FORCE:
            yield rule.line, f"“{key}” is not in force; no rule can rest on it"


def _answers(pack: Pack) -> Iterator[Said]:
    """Every question can be answered with *not known*."""
    for question in pack.triage.questions:
        if UNKNOWN not in {answer.key for answer in question.answers}:
            yield question.line, f"“{question.key}” cannot be answered with “{UNKNOWN}”"


def _conditions(pack: Pack, base: Pack) -> Iterator[Said]:
    """What conditions name that is no answer to any question."""
    known: dict[str, set[str]] = {"way": {str(way) for way in Way}}
    for question in (*base.triage.questions, *pack.triage.questions):
        known.setdefault(question.key, set()).update(answer.key for answer in question.answers)
    conditional: tuple[Rule | Advice, ...] = (*pack.triage.rules, *pack.triage.advice)
    for told in conditional:
        for name, answers in told.when.items():
            odd = [one for one in answers if one not in known.get(name, set())]
            if name not in known:
                yield told.line, f"there is no question “{name}”"
            elif odd:
                yield told.line, f"“{odd[0]}” is no answer to the question “{name}”"
    for question in pack.triage.questions:
        odd = [act for act in question.of if act not in known.get("act", set())]
        if odd:
            yield question.line, f"“{odd[0]}” is no answer to the question “act”"
