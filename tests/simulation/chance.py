"""What may go wrong with one letter, drawn from a seed; the same seed draws the same."""

import random
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from datetime import timedelta

MINUTE = 60.0
HOUR = 60 * MINUTE
DAY = 24 * HOUR
# How long a letter is followed: past the last question and one whole turn after it.
FOLLOWED = {"U1": 31 * HOUR, "U2": 6 * DAY, "U3": 15 * DAY}
NEVER = float("inf")


@dataclass(frozen=True)
class Spans:
    """Stretches of time, in order, in which something holds."""

    bounds: tuple[float, ...] = ()  # begin, end, begin, end …

    def holds(self, t: float) -> bool:
        return bisect_right(self.bounds, t) % 2 == 1

    def next_hold(self, t: float) -> float:
        """The first moment from t on at which it holds."""
        at = bisect_right(self.bounds, t)
        if at % 2 == 1:
            return t
        return self.bounds[at] if at < len(self.bounds) else NEVER

    def next_rest(self, t: float) -> float:
        """The first moment from t on at which it does not hold."""
        at = bisect_right(self.bounds, t)
        return t if at % 2 == 0 else self.bounds[at]


def spans(draw: random.Random, on: float, off: float, end: float) -> Spans:
    """Random stretches of these mean lengths, the last one open."""
    t, bounds = 0.0, []
    if draw.random() >= on / (on + off):
        t = draw.expovariate(1 / off)
    while t < end:
        bounds.append(t)
        t += draw.expovariate(1 / on)
        bounds.append(t)
        t += draw.expovariate(1 / off)
    return Spans((*bounds, max(end, t), NEVER))


@dataclass(frozen=True)
class OfficerLuck:
    """How one officer is and behaves in this run."""

    network: Spans
    answers: float  # how likely a call is heard
    delay: float  # seconds from hearing to opening
    travel: float  # seconds from accepting to helping
    way: str  # honest, sits, lies, declines, hands_over, deaf
    looks_by_itself: float  # every so many seconds, without a call


@dataclass
class Luck:
    """Everything that happens to one letter from outside."""

    seed: int
    draw: random.Random
    urgency: str
    end: float
    sender_network: Spans
    phone_dies: float
    server_down: Spans
    engine_off: Spans
    disk_full: Spans
    jumps: tuple[tuple[float, float], ...]  # (from, seconds off) of the server's clock
    officers: dict[str, OfficerLuck]
    excluded: frozenset[str]
    revoked: str  # before delivery
    suspended: tuple[str, float]  # mid-flight
    kill_one_in: int  # of the statements; none, if 0
    two_engines: bool
    out_of_tokens: bool
    restored_at: float  # an old backup, without the letter
    sms: tuple[float, float, float] = (0.06, 0.08, 0.05)  # lost, doubled, hours late
    push_lost: float = 0.25
    on: frozenset[str] = field(default_factory=frozenset)  # the faults that this seed knows

    def offset(self, t: float) -> timedelta:
        """How far off the server's clock is."""
        gone = [off for begin, off in self.jumps if begin <= t]
        return timedelta(seconds=gone[-1] if gone else 0)

    @property
    def is_calm(self) -> bool:
        """Whether nothing disturbs the server for long: then the ladder keeps its times."""
        return not (self.jumps or self.on & {"down", "engine", "disk", "kill", "backup"})


FAULTS = (
    "down", "engine", "disk", "clock", "kill", "twice", "revoked", "suspended", "tokens",
    "backup", "sms", "phone", "excluded", "forged",
)  # fmt: skip
RARE = {"tokens": 0.03, "backup": 0.03}


def luck(seed: int, names: list[str]) -> Luck:
    """Draw a run. Each seed knows only some of the faults, so that they show one by one."""
    draw = random.Random(seed)
    on = frozenset(f for f in FAULTS if draw.random() < RARE.get(f, 0.3))
    urgency = draw.choice(["U1", "U1", "U2", "U3"])
    end = FOLLOWED[urgency]

    def sometimes(fault: str, up: float, down: float) -> Spans:
        return spans(draw, down, up, end) if fault in on else Spans()

    return Luck(
        seed=seed,
        draw=draw,
        urgency=urgency,
        end=end,
        sender_network=spans(draw, 40 * MINUTE, draw.choice([20, 60, 180]) * MINUTE, end),
        phone_dies=draw.uniform(0, end) if "phone" in on and draw.random() < 0.2 else NEVER,
        server_down=sometimes("down", 20 * HOUR, draw.choice([3, 30, 240]) * MINUTE),
        engine_off=sometimes("engine", 20 * HOUR, 60 * MINUTE),
        disk_full=sometimes("disk", 20 * HOUR, 30 * MINUTE),
        jumps=_jumps(draw, end) if "clock" in on else (),
        officers=_officers(draw, names, end),
        excluded=_excluded(draw, names) if "excluded" in on else frozenset(),
        revoked=draw.choice(names) if "revoked" in on else "",
        suspended=(draw.choice(names), draw.uniform(0, end / 4))
        if "suspended" in on
        else ("", 0),
        kill_one_in=draw.choice([15, 60, 250]) if "kill" in on else 0,
        two_engines="twice" in on,
        out_of_tokens="tokens" in on,
        restored_at=draw.uniform(0, end / 2) if "backup" in on else NEVER,
        sms=(0.2, 0.2, 0.2) if "sms" in on else (0.02, 0.02, 0.02),
        push_lost=0.6 if "sms" in on else 0.25,
        on=on,
    )


def _officers(draw: random.Random, names: list[str], end: float) -> dict[str, OfficerLuck]:
    """All of them. Two that lie together are beyond what a ladder can find: there is one."""
    found = {name: _officer(draw, end) for name in names}
    liars = [name for name, luck in found.items() if luck.way == "lies"]
    return found | {name: replace(found[name], way="sits") for name in liars[1:]}


def _officer(draw: random.Random, end: float) -> OfficerLuck:
    ways = ["honest"] * 13 + ["sits", "sits", "lies", "declines", "hands_over", "deaf"]
    return OfficerLuck(
        network=spans(draw, 4 * HOUR, draw.choice([10, 60, 400]) * MINUTE, end),
        answers=draw.choice([0.3, 0.7, 0.95]),
        delay=120 + draw.expovariate(1 / (25 * MINUTE)),
        travel=600 + draw.expovariate(1 / (40 * MINUTE)),
        way=draw.choice(ways),
        looks_by_itself=draw.uniform(4, 20) * HOUR,
    )


def _jumps(draw: random.Random, end: float) -> tuple[tuple[float, float], ...]:
    begin = draw.uniform(0, end / 2)
    off = draw.choice([-48, -5, -1, 1, 5, 48]) * HOUR * draw.uniform(0.5, 1)
    return ((begin, off), (begin + draw.uniform(0, end / 4), 0.0))


def _excluded(draw: random.Random, names: list[str]) -> frozenset[str]:
    if draw.random() < 0.2:
        return frozenset(name for name in names if name.startswith("local"))
    return frozenset(draw.sample(names, draw.choice([1, 1, 2])))
