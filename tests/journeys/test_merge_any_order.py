"""Several devices change one record without seeing each other: whatever the order of
arrival, everybody ends with the same, and nothing that was typed is lost."""

import itertools
import uuid
from dataclasses import dataclass, field
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from kinbridge.community.models import Gathering
from kinbridge.foundation.references import reference
from kinbridge.journal.models import Entry
from kinbridge.people.deeds import registry
from kinbridge.people.models import Person
from kinbridge.people.roles import Deed
from kinbridge.sync.models import Wording
from kinbridge.sync.operations import receive
from kinbridge.sync.queries import differing_words, version_of
from tests.cast import NOON, Cast, act_of, posted

FIELDS = ("where", "language", "what_was_said")
WORDS = st.sampled_from(["school", "clinic", "market", "the big tree", "بيت", "🌾"])


@dataclass(frozen=True)
class Waiting:
    """A form as it waits on a device."""

    key: uuid.UUID
    by: Person
    seen: dict[str, str]
    base: int
    after: tuple[uuid.UUID, ...]
    typed: dict[str, str]

    def data(self) -> dict[str, Any]:
        sent: dict[str, Any] = {"key": self.key, "base": self.base}
        sent["after"] = " ".join(str(key) for key in self.after)
        for name, value in self.typed.items():
            sent[f"initial-{name}"], sent[name] = self.seen[name], value
        return sent


@dataclass
class Device:
    """A phone: what its page shows, and the forms that wait."""

    by: Person
    shown: dict[str, str] = field(default_factory=dict)
    base: int = 0
    own: list[uuid.UUID] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)


@dataclass(frozen=True)
class Write:
    """One value as the oracle remembers it."""

    key: uuid.UUID
    field: str
    value: str
    covers: frozenset[uuid.UUID]


def send(record: Gathering, form: Waiting) -> None:
    fresh = Gathering.objects.get(pk=record.pk)
    made = registry[Deed.CORRECT_GATHERING](posted(form.data()), record=fresh, by=form.by)
    assert made.is_valid(), made.errors
    receive(form=made, act=act_of(form.by, key=form.key))


class Devices(RuleBasedStateMachine):
    """Three devices and one record."""

    cast: Cast

    def __init__(self) -> None:
        super().__init__()
        self.record = Gathering.objects.create(
            community=self.cast.community,
            kind="other",
            where="school",
            when_sorts_on=NOON.date(),
        )
        people = [self.cast.facilitator, self.cast.mentor, self.cast.mentor]
        self.devices = [Device(by) for by in people]
        self.arrived: list[Write] = []
        self.known: dict[int, frozenset[uuid.UUID]] = {0: frozenset()}
        self.delivered: set[uuid.UUID] = set()
        for device in self.devices:
            self._fetch(device)

    def _fetch(self, device: Device) -> None:
        self.record.refresh_from_db()
        device.shown = {name: getattr(self.record, name) for name in FIELDS}
        device.base = version_of(self.record)
        device.own = [form.key for form in device.waiting]
        for form in device.waiting:
            device.shown.update(form.typed)

    @rule(which=st.integers(0, 2))
    def fetch(self, which: int) -> None:
        self._fetch(self.devices[which])

    @rule(
        which=st.integers(0, 2),
        typed=st.dictionaries(st.sampled_from(FIELDS), WORDS, min_size=1),
    )
    def fill_in(self, which: int, typed: dict[str, str]) -> None:
        device = self.devices[which]
        key = uuid.uuid4()
        form = Waiting(
            key, device.by, dict(device.shown), device.base, tuple(device.own), typed
        )
        device.waiting.append(form)
        device.own.append(key)
        device.shown.update(typed)

    @rule(which=st.integers(0, 2), again=st.booleans())
    def send_the_oldest(self, which: int, again: bool) -> None:
        device = self.devices[which]
        if not device.waiting:
            return
        form = device.waiting.pop(0)
        for _once in range(2 if again else 1):
            send(self.record, form)
        self._remember(form)

    def _remember(self, form: Waiting) -> None:
        covers = self.known[form.base] | frozenset(form.after)
        touched = {n: v for n, v in form.typed.items() if v != form.seen[n]}
        self.arrived += [
            Write(form.key, name, value, covers) for name, value in touched.items()
        ]
        self.delivered.add(form.key)
        self.known[version_of(self.record)] = frozenset(w.key for w in self.arrived)

    @invariant()
    def what_stands_is_what_nobody_replaced_who_had_seen_it(self) -> None:
        for name in FIELDS:
            writes = [write for write in self.arrived if write.field == name]
            standing = {
                write.key: write.value
                for write in writes
                if not any(write.key in other.covers for other in writes if other is not write)
            }
            kept = Wording.objects.filter(about=reference(self.record), field=name)
            assert {w.key: w.value for w in kept} == standing
            assert (name in differing_words(self.record)) == (len(set(standing.values())) > 1)

    @invariant()
    def everything_typed_stands_in_the_journal_once(self) -> None:
        entries = Entry.objects.filter(about=reference(self.record)).order_by("number", "pk")
        told = [
            (e.key, name, value) for e in entries for name, value in (e.payload or {}).items()
        ]
        assert sorted(map(str, told)) == sorted(
            str((write.key, write.field, write.value)) for write in self.arrived
        )


def test_devices_that_do_not_see_each_other_lose_nothing(cast: Cast) -> None:
    machine = type("CastDevices", (Devices,), {"cast": cast})
    run_state_machine_as_test(machine, settings=settings(stateful_step_count=25))


def four_forms(cast: Cast, record: Gathering) -> list[Waiting]:
    """Forms made from the same page; the keys keep their order from one time to the next."""
    shown = {name: getattr(record, name) for name in FIELDS}
    typed = [
        {"where": "clinic"},
        {"where": "market", "language": "Temne"},
        {"language": "Krio"},
        {"where": "clinic"},
    ]
    people = itertools.cycle([cast.facilitator, cast.mentor])
    keys = sorted(uuid.uuid4() for _form in typed)
    return [
        Waiting(k, by, shown, 0, (), t) for k, by, t in zip(keys, people, typed, strict=False)
    ]


def test_forms_that_waited_side_by_side_end_the_same_in_every_order(cast: Cast) -> None:
    outcomes = set()
    for order in itertools.permutations(range(4)):
        record = Gathering.objects.create(
            community=cast.community, kind="other", where="school", when_sorts_on=NOON.date()
        )
        forms = four_forms(cast, record)
        for n in order:
            send(record, forms[n])
        record.refresh_from_db()
        words = {f: [w.value for w in ws] for f, ws in differing_words(record).items()}
        outcomes.add((record.where, record.language, str(words)))
    assert len(outcomes) == 1
