"""The people and machines around one letter: a sender's phone, officers, a server."""

import hashlib
import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.db import DatabaseError

from kinbridge.foundation.errors import Refusal
from kinbridge.foundation.transactions import whole
from kinbridge.referral import queries
from kinbridge.referral.content import State
from kinbridge.referral.models import FocalPoint, Referral
from kinbridge.referral.operations import answer, run_once, sign_step, watch
from tests.room import Officer, Sender
from tests.simulation.calls import Calls
from tests.simulation.chance import HOUR, MINUTE, NEVER, Luck
from tests.simulation.faults import Killed, Store
from tests.simulation.sending import send

BASE = datetime(2026, 3, 17, 8, 0, tzinfo=UTC)  # in the middle of an epoch
DEADLINE = {"U1": 20 * MINUTE, "U2": 2 * HOUR, "U3": 24 * HOUR}  # until the phone's alarm
POLLS = {"U1": 30 * MINUTE, "U2": 3 * HOUR, "U3": 12 * HOUR}
TICK = 10.0  # seconds between two looks of the engine


@dataclass
class World:
    """One run: what is to come, and what has been."""

    luck: Luck
    officers: dict[str, Officer]
    sender: Sender
    store: Store = field(default_factory=Store)
    now: float = 0.0
    referral: Referral | None = None
    letter: dict[str, object] | None = None
    token: str = ""
    panel: list[str] = field(default_factory=list)
    helped_at: float = NEVER
    alarmed_at: float = NEVER
    stored_at: float = NEVER
    settled_at: float = NEVER
    accepted_at: float = NEVER
    disturbed_at: float = NEVER  # from here on the ladder may leave its plan
    signed: set[tuple[str, str]] = field(default_factory=set)
    known: set[tuple[str, str]] = field(default_factory=set)  # to the server, as it is now
    secrets: dict[tuple[str, str], str] = field(default_factory=dict)
    forged: int = 0
    calls: list[tuple[float, str]] = field(default_factory=list)
    trace: list[tuple[object, ...]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    has_receipt: bool = False
    knows_acceptance: bool = False
    _queue: list[tuple[float, int, Callable[[], None]]] = field(default_factory=list)
    _n: int = 0
    _ticks: set[int] = field(default_factory=set)

    @property
    def draw(self) -> random.Random:
        return self.luck.draw

    @property
    def server_time(self) -> datetime:
        return BASE + timedelta(seconds=self.now) + self.luck.offset(self.now)

    @property
    def phone_lives(self) -> bool:
        return self.now < self.luck.phone_dies

    def at(self, t: float, what: Callable[[], None]) -> None:
        """Something is to happen, unless it is after the end."""
        if t <= self.luck.end:
            self._n += 1
            heapq.heappush(self._queue, (t, self._n, what))

    def note(self, *what: object) -> None:
        self.trace.append((round(self.now), *what))

    def run(self) -> None:
        """Let everything happen, in its order."""
        while self._queue and self.now < self.settled_at + 2 * HOUR:
            self.now, _n, what = heapq.heappop(self._queue)
            what()

    @property
    def digest(self) -> str:
        """What a seed came to: the same seed comes to the same."""
        return hashlib.sha256(repr(self.trace).encode()).hexdigest()

    # --- The server. ---

    def on_server(self, do: Callable[[], object], again: Callable[[], None]) -> bool:
        """Do something on the server, if it is up; else, and if it dies, try again later."""
        up = self.luck.server_down.next_rest(self.now)
        if up > self.now:
            self.at(up + self.draw.uniform(1, 60), again)
            return False
        self.store.is_full = self.luck.disk_full.holds(self.now)
        try:
            do()
        except (Killed, DatabaseError) as problem:
            self.note("failed", type(problem).__name__)
            self.at(self.now + self.draw.uniform(20, 300), again)
            self.wind(self.now + TICK)
            return False
        return True

    def wind(self, t: float) -> None:
        """The engine looks at this moment, or as soon as it runs again."""
        up = self.luck.engine_off.next_rest(self.luck.server_down.next_rest(t))
        tick = int(up // TICK) + 1 if up < NEVER else -1
        if tick > 0 and tick not in self._ticks and up <= self.luck.end:
            self._ticks.add(tick)
            self.at(tick * TICK, lambda: self.tick(tick))

    def tick(self, tick: int) -> None:
        """One look of the engine; sometimes of two at once."""
        self._ticks.discard(tick)
        if self.luck.server_down.holds(self.now):
            self.wind(self.now)
            return
        if not self.on_server(self.look, lambda: None):
            return
        with self.store.at_rest():
            if self.draw.random() < 0.1:
                self._look_again()
            self._plan()

    def look(self) -> None:
        if self.luck.two_engines:
            self.store.between = self._other_engine
        try:
            run_once(at=self.server_time, transport=Calls(self))
        finally:
            self.store.between = None

    def _other_engine(self) -> None:
        if self.draw.random() < 0.05:
            run_once(at=self.server_time, transport=Calls(self))

    def _look_again(self) -> None:
        """Once more at the same moment changes nothing (I5)."""
        run_once(at=self.server_time, transport=Calls(self))
        before, n = self.snapshot(), len(self.calls)
        run_once(at=self.server_time, transport=Calls(self))
        if (before, n) != (self.snapshot(), len(self.calls)):
            self.failures.append("I5: a second look changed something")

    def snapshot(self) -> tuple[object, ...]:
        """Everything that the server knows of the letter."""
        rows = Referral.objects.values_list(
            "turn", "rungs", "asked", "is_paused", "red_at", "closed_as", "next_at"
        )
        steps = [row.steps.count() for row in Referral.objects.all()]
        return (*rows, *steps)

    def _plan(self) -> None:
        """The engine looks every ten seconds; here, when there is something to see."""
        row = Referral.objects.open().filter(next_at__isnull=False).first()
        if row is None or row.next_at is None:
            is_closed = Referral.objects.exists()
            self.settled_at = min(self.settled_at, self.now) if is_closed else NEVER
            return
        self.settled_at = NEVER
        off = self.luck.offset(self.now)
        due = (row.next_at - BASE - off).total_seconds()
        if due <= self.now and not self.store.is_full and row.red_at is None:
            self.failures.append("I1: open, nothing planned, and not red")
        self.wind(max(due, self.now + TICK))

    # --- Officers. ---

    def call(self, name: str, channel: str) -> None:
        """A neutral message is on its way: lost, doubled, late, or there in a minute."""
        self.calls.append((self.now, name))
        lost, doubled, late = self.luck.sms
        if channel == "push":
            lost = self.luck.push_lost
        for _copy in range(1 + (self.draw.random() < doubled)):
            if self.draw.random() < lost:
                continue
            takes = self.draw.expovariate(1 / 60)
            takes += self.draw.uniform(1, 12) * HOUR if self.draw.random() < late else 0
            self.at(self.now + takes, lambda: self.hear(name))

    def hear(self, name: str) -> None:
        luck = self.luck.officers[name]
        if luck.way != "deaf" and self.draw.random() < luck.answers:
            self.at(self.now + luck.delay, lambda: self.open(name))

    def open(self, name: str) -> None:
        """Look into the mailbox, and do what this one does."""
        luck, officer = self.luck.officers[name], self.officers[name]
        up = luck.network.next_hold(self.now)
        if up > self.now:
            self.at(up, lambda: self.open(name))
            return
        if name not in self.luck.excluded and not self._may_wait(name):
            return
        seen: list[dict[str, object]] = []

        def fetch() -> None:
            seen.extend(queries.letters_for(officer.person))

        if not self.on_server(fetch, lambda: self.open(name)):
            return
        if seen and name in self.luck.excluded:
            self.failures.append(f"I3: {name} was excluded and sees a letter")
        if not seen or seen[0]["is_closed"] or (name, "accepted") in self.known:
            return
        self.note("opens", name)
        self._behave(name, luck.way)

    def _may_wait(self, name: str) -> bool:
        """Whether it can be worth this one's while to look."""
        is_under_way = self.referral is not None and self.settled_at == NEVER
        return is_under_way and (name, "accepted") not in self.known

    def _behave(self, name: str, way: str) -> None:
        if way in {"declines", "hands_over"}:
            self.sign(name, "declined" if way == "declines" else "knows_people")
            return
        if self.draw.random() < 0.5:
            self.sign(name, "opened")
        self.sign(name, "accepted")
        travel = self.luck.officers[name].travel
        if way == "honest":
            self.at(self.now + travel, lambda: self.help(name))
        elif way == "lies":
            self.at(self.now + travel, lambda: self.sign(name, "acted"))

    def help(self, name: str) -> None:
        self.note("helps", name)
        self.helped_at = min(self.helped_at, self.now)
        if self.draw.random() < 0.4:
            self.sign(name, "child_seen")
        if self.draw.random() < 0.8:
            self.sign(name, "acted")

    def sign(self, name: str, state: str) -> None:
        """Hand in a signed step; sometimes twice, sometimes after a forged one."""
        officer, referral = self.officers[name], self.referral
        assert referral is not None
        at = self.server_time

        def hand_in() -> None:
            if "forged" in self.luck.on and self.draw.random() < 0.3:
                self._forge(referral, name, state)
            for _copy in range(1 + (self.draw.random() < 0.2)):
                secret = self.secret_for(name, referral)
                signature = officer.signs(referral.ref, State(state), at, secret)
                sign_step(
                    ref=referral.ref, signature=signature, by=officer.person,
                    at=self.server_time,
                )  # fmt: skip
                self.signed.add((name, state))
                self.known.add((name, state))
                self.disturbed_at = min(self.disturbed_at, self.now)
                if state == "accepted":
                    self.accepted_at = min(self.accepted_at, self.now)

        def once_more() -> None:
            self.sign(name, state)

        try:
            if self.on_server(hand_in, once_more):
                self.note("signs", name, state)
                self.wind(self.now + TICK)
        except Refusal:
            self.note("gone", name, state)  # the letter was handed over, erased or taken away

    def secret_for(self, name: str, referral: Referral) -> str:
        """What opening told this officer's device."""
        known = self.secrets.get((name, referral.ref))
        if known is None:
            known = self.officers[name].open(referral)["secret"]
            self.secrets[name, referral.ref] = known
        return known

    def _forge(self, referral: Referral, name: str, state: str) -> None:
        """Somebody who has not opened it, with whatever key, claims a step (I4)."""
        other = self.officers[self.draw.choice(sorted(self.officers))]
        told = other.signs(referral.ref, State(state), self.server_time, "A" * 43)
        try:
            sign_step(
                ref=referral.ref, signature=told, by=self.officers[name].person,
                at=self.server_time,
            )  # fmt: skip
        except Refusal:
            self.forged += 1
            return
        self.failures.append("I4: a forged step was taken")

    def looks_around(self, name: str) -> None:
        """Somebody opens the app without being called."""
        may_see = name in self.panel or self.draw.random() < 0.2
        if self.luck.officers[name].way != "deaf" and may_see and self.referral is not None:
            self.open(name)
        again = self.now + self.luck.officers[name].looks_by_itself
        self.at(again, lambda: self.looks_around(name))

    # --- The sender's phone. ---

    def try_to_send(self) -> None:
        """The outbox tries again and again, until a receipt is there."""
        if self.has_receipt or not self.phone_lives or self.letter is None:
            return
        up = self.luck.sender_network.next_hold(self.now)
        if up > self.now:
            self.at(up, self.try_to_send)
            return
        tried = self.on_server(lambda: send(self), self.try_to_send)
        self.wind(self.now + TICK)
        if tried and not self.has_receipt:
            self.at(self.now + self.draw.uniform(30, 300), self.try_to_send)

    def deadline(self) -> None:
        """The phone's own clock: it needs neither network nor server (I2)."""
        if self.phone_lives and not self.knows_acceptance:
            self.alarm("deadline")

    def alarm(self, why: str) -> None:
        if self.alarmed_at == NEVER:
            self.alarmed_at = self.now
            self.note("alarm", why)

    def poll(self) -> None:
        """Ask how far it is; answer what is asked."""
        self.at(self.now + POLLS[self.luck.urgency], self.poll)
        if not (self.phone_lives and self.has_receipt):
            return
        if self.luck.sender_network.holds(self.now):
            self.on_server(self._ask, lambda: None)

    def _ask(self) -> None:
        assert self.referral is not None
        found = queries.sent_letter(self.referral.ref, self.sender.capability)
        if found is None:
            self.alarm("not there")
            return
        told = queries.told_to_sender(found)
        self.knows_acceptance = told["state"] in {"accepted", "acted", "closed"}
        if told["is_red"] or (self.now > DEADLINE[self.luck.urgency] and told["state"] in
                              {"stored", "opened"}):  # fmt: skip
            self.alarm("not accepted")
        if told["asks"]:
            self._answer(found)

    def _answer(self, found: Referral) -> None:
        if self.draw.random() < 0.2:
            arrived = "not_known"
        else:
            arrived = "yes" if self.helped_at <= self.now else "no"
        self.note("answers", arrived)
        answer(referral=found, arrived=arrived, at=self.server_time)
        self.wind(self.now + TICK)

    def did_help_arrive(self) -> None:
        """The phone asks its person by its own clock, whatever the network."""
        if self.phone_lives and self.helped_at > self.now:
            self.alarm("no help by then")

    # --- Other hands. ---

    def suspend(self, name: str) -> None:
        @whole
        def do() -> None:
            FocalPoint.objects.filter(pk=self.officers[name].point.pk).update(
                held="suspended", held_at=self.server_time
            )
            Referral.objects.open().update(next_at=self.server_time)

        if self.on_server(do, lambda: self.suspend(name)):
            self.note("suspended", name)
            self.disturbed_at = min(self.disturbed_at, self.now)
            self.wind(self.now + TICK)

    def bark(self) -> None:
        """The watch-dog, on another machine."""
        silent = self.luck.engine_off.next_hold(self.now)
        self.at(max(self.now, silent) + 5 * MINUTE, self.bark)
        self.store.is_full = self.luck.disk_full.holds(self.now)
        kill, self.store.kill = self.store.kill, lambda: False
        try:
            if watch(at=self.server_time, transport=Calls(self)):
                self.note("barks")
        except DatabaseError:
            self.note("failed", "watch")
        self.store.kill = kill
