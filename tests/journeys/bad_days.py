"""A bad day: three phones about one community, by the dice of a seed."""

import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.cookies import SimpleCookie
from random import Random
from typing import Any

from django.utils import timezone

from kinbridge.community.models import Accompaniment
from kinbridge.people.deeds import registry
from kinbridge.people.models import Grant, Person
from kinbridge.people.roles import Deed
from kinbridge.sync.operations import receive
from kinbridge.sync.queries import form_about, version_of
from tests.cast import NOON, Cast, act_of, posted
from tests.journeys.faults import Line
from tests.journeys.phones import Form, Phone

DOUBTFUL = "Fatmata, 14, is not in school."
CORRECTIONS = {"gathering": Deed.CORRECT_GATHERING, "harm": Deed.CORRECT_HARM}
CLOCKS = [timedelta(), timedelta(), timedelta(days=-3900), timedelta(days=3300)]


@dataclass
class Thing:
    """A record as a phone knows it: its version when last seen, and own later forms."""

    kind: str
    base: int = 0
    own: list[uuid.UUID] = field(default_factory=list)


@dataclass
class Typed:
    """What a person typed under one key; the last wording is what they mean, unless they said
    it anew as a correction of whichever wording was saved."""

    form: Form
    wordings: list[dict[str, Any]]
    is_withdrawn: bool = False
    is_said_anew: bool = False


@dataclass
class Hand:
    """A phone in a person's hand."""

    person: Person
    line: Line
    clock: timedelta
    phone: Phone = field(default_factory=Phone)
    things: dict[uuid.UUID, Thing] = field(default_factory=dict)


class BadDay:
    """What people type, and all that happens to it. ``keeps``: with the pages kept offline;
    ``longest``: how many things happen at most."""

    def __init__(
        self,
        cast: Cast,
        seed: int,
        counts: "Counter[str]",
        *,
        keeps: bool = False,
        longest: int = 18,
        sessions: "Mapping[str, SimpleCookie] | None" = None,
    ) -> None:
        self.cast, self.chance, self.counts, self.keeps = cast, Random(seed), counts, keeps
        self.longest = longest
        self.typed: dict[uuid.UUID, Typed] = {}
        self.by_office: set[uuid.UUID] = set()
        self.now = NOON
        people = [cast.facilitator, cast.mentor, cast.facilitator]
        self.hands = [self._hand(person) for person in people[: self.chance.randint(2, 3)]]
        for hand in self.hands if sessions else ():
            hand.line.sign_in((sessions or {})[hand.person.sign_in_name])

    def _hand(self, person: Person) -> Hand:
        clock = self.chance.choice(CLOCKS)
        self.counts["clock_wrong_by_years"] += bool(clock)
        return Hand(person, Line(person, self.chance, self.counts), clock)

    # --- the day ---

    def run(self) -> None:
        """The day, and then a quiet evening in which everybody reaches the server."""
        happenings = [
            self.fill_in,
            self.send,
            self.look,
            self.deal_with,
            self.change_a_sent_one,
        ]
        happenings += [self.withdraw, self.arrive_late, self.office]
        self._yesterday()
        for _n in range(self.chance.randint(10, self.longest)):
            self.now += timedelta(minutes=self.chance.randint(1, 90))
            happening = self.chance.choices(happenings, weights=[42, 30, 10, 5, 4, 2, 5, 3])[0]
            happening(self.chance.choice(self.hands))
        self.evening()

    def _yesterday(self) -> None:
        """A gathering that all phones know of."""
        first = self.hands[0]
        self.note(first, self._gathering(first))
        first.phone.exchange(first.line.good, keeps=False)
        for hand in self.hands:
            self.look(hand)

    def evening(self) -> None:
        """No more faults; most people may do again what they could not."""
        if self.chance.random() < 0.8:
            self._restore()
        for _n in range(3):
            for hand in self.hands:
                hand.line.arrive_late()
                self.deal_with(hand)
                if hand.phone.leaving():
                    hand.phone.exchange(hand.line.good, keeps=False)
        for hand in self.hands:
            while hand.line.late:
                hand.line.arrive_late()

    # --- what people do ---

    def fill_in(self, hand: Hand) -> None:
        """A form is filled in, online or not: it waits on the phone."""
        makers = [self._gathering, self._gathering, self._harm, self._round, self._point]
        makers += [self._pause, self._end_of_pause, *[self._correction] * 4]
        self.note(hand, self.chance.choice(makers)(hand) or self._correction(hand))

    def note(self, hand: Hand, form: Form | None) -> None:
        """It waits from now on."""
        if form is None:
            return
        hand.phone.forms.append(form)
        self.typed[form.key] = Typed(form, [dict(form.fields)])

    def send(self, hand: Hand) -> None:
        """The phone tries to reach the server; now and then it renews its pages, too."""
        keeps = self.keeps and self.chance.random() < 0.4
        hand.phone.exchange(hand.line.carry, keeps=keeps)

    def look(self, hand: Hand) -> None:
        """The phone's pages are renewed: it knows what everybody did, and its version."""
        for kind, deed in CORRECTIONS.items():
            records: Any = registry[deed].about._default_manager
            person = Person.objects.get(pk=hand.person.pk)
            for record in records.visible_to(person):
                waiting = [f.key for f in hand.phone.forms if f.about == record.key]
                hand.things[record.key] = Thing(kind, version_of(record), waiting)

    def deal_with(self, hand: Hand) -> None:
        """Somebody looks at what needs them, and mends it, or tries again."""
        for form in list(hand.phone.forms):
            if form.state == "refused" and DOUBTFUL in form.fields.values():
                self._mend(form)
            elif form.state == "not_yours":
                form.state = "waiting"
            elif form.state == "earlier" and self.chance.random() < 0.5:
                self._say_as_correction(hand, form)

    def _mend(self, form: Form) -> None:
        if self.chance.random() < 0.5:
            form.fields["looked_again"] = "on"
        else:
            name = next(n for n, value in form.fields.items() if value == DOUBTFUL)
            form.fields[name] = self._words()
        self.typed[form.key].wordings = [dict(form.fields)]
        form.state = "waiting"

    def _say_as_correction(self, hand: Hand, form: Form) -> None:
        """The first wording was done; the second becomes a correction of what it made."""
        if form.deed != Deed.RECORD_GATHERING:
            return
        hand.phone.forms.remove(form)
        where = self.typed[form.key].wordings.pop()["where"]
        self.typed[form.key].is_said_anew = True
        thing = hand.things.setdefault(form.key, Thing("gathering"))
        self.note(hand, self._correcting(hand, form.key, thing, {"where": where}))

    def change_a_sent_one(self, hand: Hand) -> None:
        """A form whose answer never came is opened and changed, under the same key."""
        for form in hand.phone.forms:
            if form.was_tried and form.state in {"waiting", "kept"} and "where" in form.fields:
                self.counts["changed_after_sending"] += 1
                form.fields = {**form.fields, "where": self._words()}
                self.typed[form.key].wordings.append(dict(form.fields))
                return

    def withdraw(self, hand: Hand) -> None:
        """A form on which nothing rests is let go by its person."""
        needed = set().union(*(form.rests_on for form in hand.phone.forms))
        for form in hand.phone.forms:
            if form.key not in needed:
                hand.phone.forms.remove(form)
                self.typed[form.key].is_withdrawn = True
                return

    def arrive_late(self, hand: Hand) -> None:
        """An exchange given up long ago arrives."""
        hand.line.arrive_late()

    # --- what the office does ---

    def office(self, hand: Hand) -> None:
        """An accompaniment ends, or a role; or all is as it was."""
        kinds: list[Callable[[Person], None]]
        kinds = [self._end_accompaniment, self._end_role, self._restore]
        self.chance.choice(kinds)(hand.person)

    def _end_accompaniment(self, person: Person) -> None:
        walking = Accompaniment.objects.now().filter(community=self.cast.community)
        accompaniment = walking.filter(person=person).first()
        if accompaniment:
            self.counts["accompaniment_ended"] += 1
            self._by_office(Deed.END_ACCOMPANIMENT, accompaniment)

    def _end_role(self, person: Person) -> None:
        self.counts["role_ended"] += 1
        Grant.objects.filter(person=person).update(ended_at=timezone.now())

    def _restore(self, _person: Person | None = None) -> None:
        people = [self.cast.facilitator, self.cast.mentor]
        Grant.objects.filter(person__in=people).update(ended_at=None)
        for person in people:
            walking = Accompaniment.objects.now().filter(person=person)
            if not walking.filter(community=self.cast.community).exists():
                role = person.sign_in_name
                self._by_office(Deed.ACCOMPANY, self.cast.community, person=person, role=role)

    def _by_office(self, deed: Deed, about: Any, **fields: Any) -> None:
        key = uuid.uuid4()
        data = posted({"key": key, **fields})
        manager = Person.objects.get(pk=self.cast.manager.pk)
        form = form_about(deed=deed, key=about.key, person=manager, data=data)
        assert form.is_valid(), form.errors
        receive(form=form, act=act_of(manager, key=key))
        self.by_office.add(key)

    # --- what is typed ---

    def _words(self) -> str:
        """Words that nobody else types, and that point to nobody."""
        self.n_words = getattr(self, "n_words", 0) + 1
        letters = "".join(chr(ord("a") + int(digit)) for digit in str(self.n_words))
        return f"people spoke of {letters}"

    def _form(self, hand: Hand, deed: Deed, about: uuid.UUID, **fields: Any) -> Form:
        at: datetime = self.now + hand.clock
        return Form(deed, about, at, fields, key=uuid.UUID(int=self.chance.getrandbits(128)))

    def _made(self, hand: Hand, kind: str, form: Form) -> Form:
        hand.things[form.key] = Thing(kind)
        return form

    def _known(self, hand: Hand, kind: str) -> uuid.UUID | None:
        known = [key for key, thing in hand.things.items() if thing.kind == kind]
        return self.chance.choice(known) if known else None

    def _gathering(self, hand: Hand) -> Form:
        said = DOUBTFUL if self.chance.random() < 0.1 else self._words()
        where, community = self._words(), self.cast.community.key
        form = self._form(
            hand, Deed.RECORD_GATHERING, community, kind="other", when_1="lately",
            where=where, what_was_said=said, girls=str(self.chance.randint(1, 40)),
        )  # fmt: skip
        return self._made(hand, "gathering", form)

    def _harm(self, hand: Hand) -> Form:
        gathering = self._known(hand, "gathering")
        named = {"gathering": gathering} if gathering else {}
        fields = {"words": self._words(), "voices": ["girls", "elders"], **named}
        form = self._form(hand, Deed.RECORD_HARM, self.cast.community.key, **fields)
        return self._made(hand, "harm", form)

    def _round(self, hand: Hand) -> Form:
        fields = {"words": self._words(), "when_1": "this week"}
        form = self._form(hand, Deed.HOLD_ROUND, self.cast.community.key, **fields)
        return self._made(hand, "round", form)

    def _point(self, hand: Hand) -> Form | None:
        held, harm = self._known(hand, "round"), self._known(hand, "harm")
        if held is None or harm is None:
            return None
        return self._form(
            hand, Deed.ADD_POINT, held, harm=harm, side="for", words=self._words()
        )

    def _pause(self, hand: Hand) -> Form:
        fields = {"reason": self._words(), "when_1": "since the rain"}
        form = self._form(hand, Deed.BEGIN_PAUSE, self.cast.community.key, **fields)
        return self._made(hand, "pause", form)

    def _end_of_pause(self, hand: Hand) -> Form | None:
        pause = self._known(hand, "pause")
        return self._form(hand, Deed.END_PAUSE, pause, when_1=self._words()) if pause else None

    def _correction(self, hand: Hand) -> Form | None:
        """Of what the phone knows; perhaps of a thing that never reached the server yet."""
        known = [
            (key, thing) for key, thing in hand.things.items() if thing.kind in CORRECTIONS
        ]
        if not known:
            return None
        key, thing = self.chance.choice(known[:2])
        names = (
            ["where", "language", "what_was_said"] if thing.kind == "gathering" else ["words"]
        )
        touched = self.chance.sample(names, self.chance.randint(1, min(2, len(names))))
        said = {name: self._words() for name in touched}
        if self.chance.random() < 0.05:
            said[touched[0]] = DOUBTFUL
        return self._correcting(hand, key, thing, said)

    def _correcting(
        self, hand: Hand, key: uuid.UUID, thing: Thing, said: dict[str, str]
    ) -> Form:
        form = self._form(hand, CORRECTIONS[thing.kind], key, **said)
        form.base, form.after = thing.base, list(thing.own)
        thing.own.append(form.key)
        return form

    @property
    def left(self) -> dict[uuid.UUID, Form]:
        """What is still on a phone in the end."""
        return {form.key: form for hand in self.hands for form in hand.phone.forms}
