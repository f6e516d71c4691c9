"""Sending what is due, and keeping what became of it.

A try is written down before the gateway is called: whoever dies in between leaves a notice
that is tried again, never one that is lost. Nothing waits in memory.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

from kinbridge.foundation.transactions import one_whole, whole
from kinbridge.notices.gateways import chosen
from kinbridge.notices.gateways.protocol import Accepted, Outcome, Refused
from kinbridge.notices.hooks import tell_of_address
from kinbridge.notices.models import (
    AT_ANY_HOUR,
    NEUTRAL,
    RANK,
    Channel,
    Contact,
    Kind,
    Notice,
    State,
)
from kinbridge.notices.quiet import out_of_quiet

BETWEEN = timedelta(minutes=10)  # from one neutral notice to the next, to the same address
A_ROUND, A_ROUND_LASTS = 200, 30.0  # notices and seconds, then others have their turn
ASKED_FOR = timedelta(days=2)  # how long a gateway is asked what became of a notice

# Minutes until the next try; the last stands for all that follow. Longer than a gateway is
# waited for: nobody else takes up what somebody is just sending.
_URGENT = (1, 1, 2, 2, 5, 5, 10)
_OTHERS = (1, 5, 15, 60, 240, 720)


def send_due(*, at: datetime) -> int:
    """Send what is due, one after the other. Returns how many were tried."""
    until = monotonic() + A_ROUND_LASTS
    for n in range(A_ROUND):
        notice = _claim(at=at) if monotonic() < until else None
        if notice is None:
            return n
        settle(notice=notice, outcome=chosen.send(notice), at=at)
    return A_ROUND


def _claim(*, at: datetime) -> Notice | None:
    """The next notice to be sent now; its try is written down."""
    with one_whole():
        while True:
            due = Notice.objects.due(at).select_for_update(skip_locked=True)
            notice = due.first()
            if notice is None:
                return None
            later = _not_before(notice, at)
            if at >= notice.until_at:
                notice.state, notice.settled_at = State.GIVEN_UP, at
            elif later > at:
                notice.next_at = later
            else:
                notice.tried_at, notice.next_at = at, at + _pause(notice)
                notice.n_tries += 1
            notice.save(update_fields=["state", "settled_at", "next_at", "tried_at", "n_tries"])
            if notice.tried_at == at and notice.state == State.WAITING:
                return notice


def _pause(notice: Notice) -> timedelta:
    steps: Sequence[int] = _URGENT if notice.kind == Kind.URGENT else _OTHERS
    return timedelta(minutes=steps[min(notice.n_tries, len(steps) - 1)])


def _not_before(notice: Notice, at: datetime) -> datetime:
    """When it may go out: not at night, and not soon after another that said the same."""
    if notice.kind not in AT_ANY_HOUR:
        at = out_of_quiet(at, notice.time_zone)
    if notice.kind not in NEUTRAL:
        return at
    lately = Notice.objects.filter(
        channel=notice.channel, to=notice.to, kind__in=NEUTRAL, tried_at__gt=at - BETWEEN
    ).exclude(pk=notice.pk)
    last = lately.order_by("-tried_at").values_list("tried_at", flat=True).first()
    return max(at, last + BETWEEN) if last else at


@whole
def settle(*, notice: Notice, outcome: Outcome, at: datetime) -> Notice:
    """Keep what became of a try. A report that came faster than the gateway's own answer
    stands."""
    gateway = chosen.sms_gateway() if notice.channel == Channel.SMS else None
    if isinstance(outcome, Accepted):
        asks_after = gateway.asks_after if gateway else None
        _move(notice.pk, State.SENT, at, gateway_id=outcome.gateway_id, why_not="",
              next_at=at + asks_after if asks_after else notice.until_at)  # fmt: skip
    elif isinstance(outcome, Refused):
        _move(notice.pk, State.FAILED, at, why_not=outcome.why)
        if outcome.is_dead:
            _came_back(notice=notice, at=at)
    else:
        Notice.objects.filter(pk=notice.pk).update(why_not=outcome.why)
        if notice.next_at >= notice.until_at:
            _move(notice.pk, State.GIVEN_UP, at)
    return Notice.objects.get(pk=notice.pk)


def _move(pk: int, to: State, at: datetime, **more: object) -> bool:
    """Move a notice on, never back. Returns whether it moved."""
    lower = [state for state in State if RANK[state] < RANK[to]]
    rows = Notice.objects.filter(pk=pk, state__in=lower)
    return bool(rows.update(state=to, settled_at=at, **more))


@whole
def take_report(*, key: UUID, is_delivered: bool | None, at: datetime) -> Notice | None:
    """A gateway says what became of a notice. Late, double and reordered reports do no harm;
    one about a notice that we do not know is let go."""
    notice = Notice.objects.filter(key=key).first()
    if notice is None or is_delivered is None:
        return notice
    if not _move(notice.pk, State.DELIVERED if is_delivered else State.FAILED, at):
        return notice
    if is_delivered:
        Contact.objects.filter(channel=notice.channel, to=notice.to).update(failing_since=None)
        tell_of_address(channel=notice.channel, to=notice.to, arrives=True, at=at)
    else:
        _came_back(notice=notice, at=at)
    return Notice.objects.get(pk=notice.pk)


def _came_back(*, notice: Notice, at: datetime) -> None:
    """Mark the address, here and wherever else it is known. A browser that has withdrawn is
    forgotten."""
    known = Contact.objects.filter(channel=notice.channel, to=notice.to)
    if notice.channel == Channel.PUSH:
        known.delete()
        return
    known.filter(failing_since__isnull=True).update(failing_since=at)
    tell_of_address(channel=notice.channel, to=notice.to, arrives=False, at=at)


def ask_about_sent(*, at: datetime) -> int:
    """Ask a gateway that reports nothing by itself how notices went. Returns how many."""
    gateway = chosen.sms_gateway()
    if gateway is None or gateway.asks_after is None:
        return 0
    rows = Notice.objects.unanswered(at).filter(channel=Channel.SMS)
    notices = list(rows.exclude(gateway_id="")[:A_ROUND])
    for notice in notices:
        wait = max(gateway.asks_after, (at - (notice.tried_at or at)) * 2)
        later = at + wait if at - notice.made_at < ASKED_FOR else notice.until_at
        Notice.objects.filter(pk=notice.pk).update(next_at=max(later, at + gateway.asks_after))
        take_report(key=notice.key, is_delivered=gateway.ask(notice.gateway_id), at=at)
    return len(notices)
