"""What a country pack says, fact by fact. Each knows where it was read, when, and how surely.

A fact stands in one of four states. *Read*: somebody read it in the source it names, on the
day it names. *None found*: somebody searched, says where, and found nothing. *Not researched*:
nobody has looked yet. *Unchecked*: it was told from memory or at second hand; it waits for a
lawyer of that country, is shown to nobody as law, and no rule may rest on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

OLD_AFTER = 183  # days: six months

Text = Mapping[str, str]  # the same words by language code


class State(StrEnum):
    """How a fact stands; the words of the files."""

    READ = "read"
    NONE_FOUND = "none_found"
    NOT_RESEARCHED = "not_researched"
    UNCHECKED = "unchecked"


class Sure(StrEnum):
    """How sure whoever read it is that it holds today."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Topic(StrEnum):
    """What every pack answers about its law, in this order."""

    AGE_OF_MARRIAGE = "age_of_marriage"
    CORPORAL_PUNISHMENT = "corporal_punishment"
    SEXUAL_OFFENCES = "sexual_offences"
    HARMFUL_PRACTICES = "harmful_practices"
    CHILD_LABOUR = "child_labour"
    EDUCATION = "education"
    BIRTH_REGISTRATION = "birth_registration"
    ADOLESCENT_PARENTS_IN_SCHOOL = "adolescent_parents_in_school"
    GUARDIANSHIP = "guardianship"


class Way(StrEnum):
    """Where triage leads, the gentlest first. Prompts, never verdicts."""

    COMMUNITY = "community"
    SERVICE = "service"
    PROFESSIONAL = "professional"
    CRIME = "crime"

    @property
    def weight(self) -> int:
        """Doubt leads to the heavier one."""
        return list(Way).index(self)


class Urgency(StrEnum):
    """How soon somebody has to act; low is no referral. The most pressing last."""

    LOW = "low"
    U3 = "U3"
    U2 = "U2"
    U1 = "U1"

    @property
    def weight(self) -> int:
        """Doubt leads to the heavier one."""
        return list(Urgency).index(self)


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something a pack says, and what stands behind it.

    ``source`` is written ``Name, https://…``. What is unchecked has ``background`` instead,
    and what was looked for in vain ``searched``.
    """

    key: str = ""
    line: int = 0
    state: State = State.READ
    words: Text = field(default_factory=dict)
    source: str = ""
    checked: date | None = None
    sure: Sure | None = None
    background: str = ""
    searched: str = ""
    note: str = ""

    @property
    def is_read(self) -> bool:
        """Whether it may be shown as a fact."""
        return self.state == State.READ

    def age_in_days(self, today: date) -> int | None:
        """How long ago somebody looked; none, where nobody did."""
        return (today - self.checked).days if self.checked else None

    def is_old(self, today: date) -> bool:
        """Whether it has to be looked at again before anybody leans on it."""
        age = self.age_in_days(today)
        return age is not None and age > OLD_AFTER


@dataclass(frozen=True, kw_only=True)
class Provision(Fact):
    """What a law says on a topic. Laws that contradict each other are two of these."""

    topic: str = ""
    instrument: str = ""
    number: str = ""
    section: str = ""
    year: int | None = None
    age: int | None = None
    exceptions: str = ""
    penalty: str = ""
    status: str = ""
    since: date | None = None
    where: str = ""


@dataclass(frozen=True, kw_only=True)
class Actor(Fact):
    """An office of the state or of custom, by its title; never who fills it."""

    title: str = ""
    level: str = ""
    mandate: str = ""


@dataclass(frozen=True, kw_only=True)
class Helpline(Fact):
    """A number that can be called. The first of a pack is the first one shown."""

    title: str = ""
    number: str = ""
    hours: str = ""
    cost: str = ""
    helps_with: tuple[str, ...] = ()

    @property
    def dialled(self) -> str:
        """As a telephone wants it."""
        return self.number.replace(" ", "")


@dataclass(frozen=True, kw_only=True)
class Duty(Fact):
    """A duty to report; ``who`` is ``open`` where nobody has established it."""

    who: str = ""
    to: str = ""
    within: str = ""


@dataclass(frozen=True, kw_only=True)
class Clock(Fact):
    """How many hours a care works best in; shown as hours left, never as too late."""

    title: Text = field(default_factory=dict)
    hours: int = 0


@dataclass(frozen=True, kw_only=True)
class ConsentBand(Fact):
    """Who is asked, and how, for children of an age; ``to_age`` is still included."""

    from_age: int = 0
    to_age: int = 17
    child: str = ""
    carer: str = ""
    otherwise: str = ""


@dataclass(frozen=True, kw_only=True)
class Step(Fact):
    """A first step in the first hour, with an icon for those who do not read it."""

    icon: str = ""
    title: Text = field(default_factory=dict)


When = Mapping[str, tuple[str, ...]]  # question → the answers for which something holds


@dataclass(frozen=True, kw_only=True)
class Rule(Fact):
    """Leads from answers to a way. ``law`` names the provisions it rests on."""

    when: When = field(default_factory=dict)
    way: Way = Way.PROFESSIONAL
    urgency: Urgency = Urgency.U3
    law: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Advice(Fact):
    """What else to mind; it changes no way."""

    when: When = field(default_factory=dict)
    title: Text = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """One answer to a question of triage. ``unknown`` is always one."""

    key: str
    words: Text
    icon: str = ""


@dataclass(frozen=True)
class Question:
    """A plain question; ``of`` says about which kinds of matter it is asked."""

    key: str
    words: Text
    answers: tuple[Answer, ...]
    of: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True)
class Triage:
    """Questions in their order, rules, and what else to mind."""

    questions: tuple[Question, ...] = ()
    rules: tuple[Rule, ...] = ()
    advice: tuple[Advice, ...] = ()
    otherwise: Rule | None = None


@dataclass(frozen=True)
class Reading:
    """A reader of a language and a clinician have read the emergency texts in it."""

    language: str
    reader: str
    clinician: str
    on: date | None


@dataclass(frozen=True)
class Language:
    """A language of the country; ``is_office`` for that of its offices."""

    code: str
    name: str
    is_office: bool


@dataclass(frozen=True)
class LevelName:
    """The country's own name of a level, our word for it, and how its p-codes look."""

    name: str
    level: str
    pcode: str = ""
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class Pack:
    """Everything known of one country, or of the international standard (``INT``)."""

    code: str
    name: str
    checked: date
    languages: tuple[Language, ...] = ()
    levels: tuple[LevelName, ...] = ()
    actors: tuple[Actor, ...] = ()
    helplines: tuple[Helpline, ...] = ()
    law: Mapping[Topic, tuple[Provision, ...]] = field(default_factory=dict)
    duties: tuple[Duty, ...] = ()
    consent: tuple[ConsentBand, ...] = ()
    steps: tuple[Step, ...] = ()
    clocks: tuple[Clock, ...] = ()
    readings: tuple[Reading, ...] = ()
    triage: Triage = Triage()

    @property
    def office_language(self) -> str:
        """What plain words are written in, unless they say otherwise."""
        return next((one.code for one in self.languages if one.is_office), "en")

    @property
    def known_numbers(self) -> tuple[Helpline, ...]:
        """Those that somebody read; an unchecked number is shown to nobody."""
        return tuple(line for line in self.helplines if line.is_read)

    @property
    def known_actors(self) -> tuple[Actor, ...]:
        """Those that somebody read of."""
        return tuple(actor for actor in self.actors if actor.is_read)

    def facts(self) -> tuple[Fact, ...]:
        """All of them, in the order of the file."""
        provisions = [row for rows in self.law.values() for row in rows]
        triage = [*self.triage.rules, *self.triage.advice]
        last = [self.triage.otherwise] if self.triage.otherwise else []
        return (
            *self.actors, *self.helplines, *provisions, *self.duties, *self.consent,
            *self.steps, *self.clocks, *triage, *last,
        )  # fmt: skip

    def provision(self, key: str) -> Provision | None:
        """The provision that a rule names."""
        rows = (row for rows in self.law.values() for row in rows)
        return next((row for row in rows if row.key == key), None)
