"""The ladder: who is told when, and when a letter may rest. Pure: no clock, no store.

``step`` takes how things stand, what happened and the moment, and returns how things stand
then, with what is to be done. Whatever comes late, twice or in another order does no harm:
what somebody did is kept once, and being out is final.

Only ``accepted`` pauses the ladder, and only for as long as the urgency allows. Only the
sender's yes, or acts of two organisations, close a letter.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kinbridge.referral.content import Urgency

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Clocks:
    """The durations of one urgency; a country may shorten them, never lengthen."""

    rungs: tuple[timedelta, ...]  # when each is told, from the beginning of a turn
    again: timedelta  # then everybody, each time after this
    act: timedelta  # how long an acceptance holds without news
    ask: tuple[timedelta, ...]  # when the sender is asked, from the acceptance


CLOCKS: dict[str, Clocks] = {
    Urgency.NOW: Clocks(
        rungs=(0 * MINUTE, 15 * MINUTE, 30 * MINUTE, 60 * MINUTE, 90 * MINUTE),
        again=HOUR,
        act=2 * HOUR,
        ask=(2 * HOUR, 6 * HOUR, 24 * HOUR),
    ),
    Urgency.TODAY: Clocks(
        rungs=(0 * HOUR, 4 * HOUR, 8 * HOUR, 24 * HOUR),
        again=8 * HOUR,
        act=24 * HOUR,
        ask=(24 * HOUR, 72 * HOUR),
    ),
    Urgency.THIS_WEEK: Clocks(
        rungs=(0 * HOUR, 24 * HOUR, 48 * HOUR, 72 * HOUR),
        again=24 * HOUR,
        act=72 * HOUR,
        ask=(7 * DAY,),
    ),
}
SETTLED_BY = 40 * DAY  # after that it is red until a person settles it


@dataclass(frozen=True)
class Holder:
    """Somebody whose key opens the letter, and how far they have come."""

    pk: int
    organisation: int
    is_present: bool = True
    is_gone: bool = False  # revoked, suspended, marked: just now
    called_turn: int = 0
    opened_at: datetime | None = None
    accepted_at: datetime | None = None
    seen_at: datetime | None = None
    acted_at: datetime | None = None
    out: str = ""


@dataclass(frozen=True)
class Standing:
    """How a letter stands."""

    urgency: str
    stored_at: datetime
    since: datetime
    holders: tuple[Holder, ...]
    turn: int = 1
    rungs: int = 0
    called_at: datetime | None = None
    asked: int = 0
    is_paused: bool = False
    red_at: datetime | None = None
    closed_at: datetime | None = None
    closed_as: str = ""
    next_at: datetime | None = None


@dataclass(frozen=True)
class Due:
    """The next moment has come."""


@dataclass(frozen=True)
class Told:
    """A holder signed a state."""

    pk: int
    state: str


@dataclass(frozen=True)
class Answered:
    """The sender answered: did help arrive?"""

    arrived: str


@dataclass(frozen=True)
class Resealed:
    """The sender sealed it anew, and the new letter is stored."""


Event = Due | Told | Answered | Resealed


@dataclass(frozen=True)
class Effect:
    """Something to write down; a ``called`` is also to be sent."""

    kind: str
    pk: int | None = None
    turn: int = 0
    round: int = 0


Stepped = tuple[Standing, tuple[Effect, ...]]
OUT_BY_STATE = frozenset({"declined", "redirected", "knows_people"})


def step(standing: Standing, event: Event, now: datetime) -> Stepped:
    """What follows from an event at a moment."""
    s, happened = _take(_no_later_than(standing, now), event, now)
    s, left = _let_go(s, now)
    s, closed = _close(_rest_or_turn(s, now), now)
    s, on = _go_on(s, now)
    s, asked = _ask(s, now)
    done = (*happened, *left, *closed, *on, *asked)
    return replace(s, next_at=_next(s, now)), done


def _no_later_than(s: Standing, now: datetime) -> Standing:
    """After the clock was set back, nothing may lie in the future: it would be waited for."""

    def at(moment: datetime | None) -> datetime | None:
        return moment and min(moment, now)

    holders = tuple(
        replace(
            h,
            opened_at=at(h.opened_at),
            accepted_at=at(h.accepted_at),
            seen_at=at(h.seen_at),
            acted_at=at(h.acted_at),
        )
        for h in s.holders
    )
    return replace(
        s,
        stored_at=min(s.stored_at, now),
        since=min(s.since, now),
        called_at=at(s.called_at),
        red_at=at(s.red_at),
        holders=holders,
    )


def _with(s: Standing, holder: Holder) -> Standing:
    return replace(s, holders=tuple(holder if h.pk == holder.pk else h for h in s.holders))


def _take(s: Standing, event: Event, now: datetime) -> Stepped:
    """Keep what was told. What was told before changes nothing."""
    match event:
        case Told(pk, state):
            holder = next(h for h in s.holders if h.pk == pk)
            after = _moved(holder, state, now)
            told = (Effect(state, pk),) if after != holder else ()
            return _with(s, after), told
        case Answered(arrived):
            return _answered(s, arrived, now)
        case Resealed() if s.closed_at is None:
            return _closed(s, "resealed", now)
    return s, ()


def _moved(h: Holder, state: str, now: datetime) -> Holder:
    if state in OUT_BY_STATE:
        is_final = h.out not in {"", "sat"}
        return h if is_final else replace(h, out=state, opened_at=h.opened_at or now)
    h = replace(h, opened_at=h.opened_at or now)
    match state:
        case "accepted":
            return replace(h, accepted_at=h.accepted_at or now)
        case "child_seen":
            return replace(h, seen_at=h.seen_at or now)
        case "acted":
            return replace(h, acted_at=h.acted_at or now)
    return h


def _answered(s: Standing, arrived: str, now: datetime) -> Stepped:
    if arrived == "yes" and s.closed_at is None:
        s, closed = _closed(s, "confirmed", now)
        return s, (Effect("yes", turn=s.turn), *closed)
    if arrived == "no":
        return _refuted(s, now)
    return s, (Effect(arrived, turn=s.turn, round=s.asked),)


def _refuted(s: Standing, now: datetime) -> Stepped:
    """Help did not arrive: who accepted or acted is out, and the ladder begins anew."""
    told = [Effect("no", turn=s.turn, round=s.asked)]
    believed = [h for h in s.holders if h.accepted_at or h.acted_at]
    for h in believed:
        s = _with(s, replace(h, out="no_help"))
    if s.closed_at is not None:
        told.append(Effect("reopened", turn=s.turn))
    if believed or s.closed_at is not None:
        s = _turned(replace(s, closed_at=None, closed_as=""), now)
    return s, tuple(told)


def _turned(s: Standing, now: datetime) -> Standing:
    return replace(s, turn=s.turn + 1, since=now, rungs=0, asked=0, is_paused=False)


def _closed(s: Standing, how: str, now: datetime) -> Stepped:
    s = replace(s, closed_at=now, closed_as=how, red_at=None, is_paused=False)
    return s, (Effect("closed", turn=s.turn),)


def _let_go(s: Standing, now: datetime) -> Stepped:
    """Who is no longer in use, and who accepted and let the time pass, is out."""
    told = []
    for h in () if s.closed_at else s.holders:
        is_silent = h.accepted_at and not h.seen_at and not h.acted_at
        if h.out and h.out != "sat":
            continue
        if h.is_gone:
            s = _with(s, replace(h, out="gone"))
            told.append(Effect("gone", h.pk))
        elif not h.out and is_silent and now >= _rests_until(s, h):
            s = _with(s, replace(h, out="sat"))
            told.append(Effect("sat", h.pk))
    return s, tuple(told)


def _rests_until(s: Standing, h: Holder) -> datetime:
    """Until when this holder's word lets the ladder rest; with news, until the last question
    has had its time."""
    clocks, accepted = CLOCKS[s.urgency], h.accepted_at or h.seen_at or h.acted_at
    assert accepted is not None  # noqa: S101 - only of those who said something
    last_asked = clocks.ask[-1] if h.seen_at or h.acted_at else 0 * MINUTE
    return accepted + last_asked + clocks.act


def _at_work(s: Standing, now: datetime) -> list[Holder]:
    """Those whose word lets the ladder rest now."""
    said = [h for h in s.holders if not h.out and (h.accepted_at or h.seen_at or h.acted_at)]
    return [h for h in said if now < _rests_until(s, h)]


def _rest_or_turn(s: Standing, now: datetime) -> Standing:
    """Somebody is at work on it: it rests. Nobody is any more: another turn begins."""
    if s.closed_at is not None:
        return s
    is_paused = bool(_at_work(s, now))
    if s.is_paused and not is_paused:
        s = _turned(s, now)
    is_red = not is_paused or now >= s.stored_at + SETTLED_BY
    return replace(s, is_paused=is_paused, red_at=s.red_at if is_red else None)


def _close(s: Standing, now: datetime) -> Stepped:
    acted = {h.organisation for h in s.holders if h.acted_at and h.out in {"", "sat"}}
    if s.closed_at is None and len(acted) > 1:
        return _closed(s, "acted", now)
    return s, ()


def _to_call(s: Standing) -> list[Holder]:
    """Those who can still take it up, in the order of the ladder."""
    return [h for h in s.holders if not (h.out or h.accepted_at or h.seen_at or h.acted_at)]


def _go_on(s: Standing, now: datetime) -> Stepped:
    """Call whoever is due; when nobody is left to call for the first time, it is red, and
    everybody is called again and again."""
    if s.closed_at is not None:
        return s, ()
    told: list[Effect] = []
    if not s.is_paused:
        s = _climb(s, now, told)
        if not _first_calls(s) and now >= _everybody_at(s):
            s = _call_everybody(s, now, told)
    if s.red_at is None and now >= s.stored_at + SETTLED_BY:
        s = replace(s, red_at=now)
        told.append(Effect("red", turn=s.turn, round=1))
    return s, tuple(told)


def _climb(s: Standing, now: datetime, told: list[Effect]) -> Standing:
    for h in _first_calls(s):
        if not _is_waited_for(s):  # nobody waits for who is out or away
            s = replace(s, since=min(s.since, now - _rung(s, s.rungs)))
        if now < s.since + _rung(s, s.rungs):
            break
        told.append(Effect("called", h.pk, s.turn))
        s = _with(s, replace(h, called_turn=s.turn))
        s = replace(s, rungs=s.rungs + 1, called_at=now)
    return s


def _is_waited_for(s: Standing) -> bool:
    """Whether somebody who was called in this turn may still answer."""
    return any(h.called_turn == s.turn and h.is_present for h in _to_call(s))


def _first_calls(s: Standing) -> list[Holder]:
    return [h for h in _to_call(s) if h.called_turn != s.turn]


def _rung(s: Standing, number: int) -> timedelta:
    """When a rung of this turn is due, from its beginning."""
    clocks = CLOCKS[s.urgency]
    if number < len(clocks.rungs):
        return clocks.rungs[number]
    return clocks.rungs[-1] + clocks.again


def _everybody_at(s: Standing) -> datetime:
    """When everybody is to be called, once each has been called by turns."""
    if s.red_at is not None and s.called_at is not None and s.called_at >= s.since:
        return s.called_at + CLOCKS[s.urgency].again
    return s.since + _rung(s, s.rungs) if _is_waited_for(s) else s.since


def _call_everybody(s: Standing, now: datetime, told: list[Effect]) -> Standing:
    if s.red_at is None:
        told.append(Effect("red", turn=s.turn, round=s.rungs))
        s = replace(s, red_at=now)
    s = replace(s, rungs=s.rungs + 1, called_at=now)
    told += [Effect("called", h.pk, s.turn, s.rungs) for h in _to_call(s)]
    return s


def _ask(s: Standing, now: datetime) -> Stepped:
    """Ask the sender, each time once: did help arrive?"""
    told = []
    for at in _questions(s, now):
        if now < at:
            break
        s = replace(s, asked=s.asked + 1)
        told.append(Effect("asked", turn=s.turn, round=s.asked))
    return s, tuple(told)


def _questions(s: Standing, now: datetime) -> list[datetime]:
    """When the sender is still to be asked in this turn."""
    begun = [h.accepted_at or h.seen_at or h.acted_at or now for h in _at_work(s, now)]
    if not begun or s.closed_at:
        return []
    return [min(begun) + after for after in CLOCKS[s.urgency].ask][s.asked :]


def _next(s: Standing, now: datetime) -> datetime | None:
    """The next moment at which something could be due; there always is one, until it closes."""
    return None if s.closed_at else min(_moments(s, now))


def _moments(s: Standing, now: datetime) -> Iterator[datetime]:
    yield from (_rests_until(s, h) for h in _at_work(s, now))
    yield from _questions(s, now)
    if not s.is_paused:
        yield s.since + _rung(s, s.rungs) if _first_calls(s) else _everybody_at(s)
