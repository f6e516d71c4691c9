"""A facilitator's day: bytes, requests and seconds, beside ODK and PouchDB

30 short records and 60 edits in three communities, made without a network, then sent. The
same day three times over real HTTP on this machine, through a line that counts every byte of
every request and answer, heads included; TCP and TLS come on top for all three alike.
Seconds are computed, not waited for: 50 kbit/s, 2 s a round trip, one to connect.
"""

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from benchmarks.days.apart import asked
from benchmarks.days.line import Cost, line_to
from benchmarks.days.odk import receiver
from benchmarks.days.odk import send as send_as_odk
from benchmarks.days.ours import Measured, Sent, form_of, forms_of
from benchmarks.days.pouch import NoNode, install, replicated
from benchmarks.days.served import Server
from benchmarks.days.told import Day, Edit, day
from tests.journeys.phones import Phone

MOST_UP = 6_000
MOST_FOR_AN_EDIT = 2_000


def measure() -> Iterator[str]:
    """Ours first, then the two others."""
    the_day = day()
    with tempfile.TemporaryDirectory() as folder:
        whole, edit, nothing = _ours(the_day, Path(folder))
    yield from _limits(whole, edit, nothing)
    yield ""
    yield "| the day as | bytes up | bytes down | requests | seconds at 50 kbit/s |"
    yield "|---|---:|---:|---:|---:|"
    yield _row("Kinbridge: one exchange, with the pages that changed", whole.cost)
    yield _row("ODK: 90 XForm submissions, nothing down", _odk(the_day))
    with tempfile.TemporaryDirectory() as folder:
        yield from _pouch(the_day, Path(folder))
    yield ""
    yield from NOTES


def _ours(the_day: Day, data: Path) -> tuple[Measured, Measured, Measured]:
    """The day, one edit after it, and an exchange with nothing new."""
    token = asked(data, "benchmarks.days.ground", "lay")["tokens"][0]
    server = Server(data)
    server.start()
    try:
        with line_to(server.port) as line:
            phone, sent = Phone(), Sent(line.port, token)
            phone.renew(sent.carry)
            phone.forms = forms_of(the_day)
            whole = sent.measured(phone, line)
            last = the_day.edits[-1]
            phone.forms = [form_of(_one_more(last))]
            edit = sent.measured(phone, line)
            return whole, edit, sent.measured(phone, line)
    finally:
        server.end()


def _one_more(last: Edit) -> Edit:
    """An edit of what was edited last, made when its phone knew of the whole day."""
    fields = {"words" if last.of.kind != "gathering" else "what_was_said": EDITED}
    key = type(last.key)(int=last.key.int ^ 1)
    return Edit(key, last.of, last.at + timedelta(hours=1), fields, base=len(last.after) + 1)


EDITED = "they asked that it be read back to the older girls once more"


def _odk(the_day: Day) -> Cost:
    with receiver() as (port, received), line_to(port) as line:
        send_as_odk(the_day, line)
        if len(received) != len(the_day.records) + len(the_day.edits):
            raise RuntimeError(f"only {len(received)} submissions arrived")
        return line.taken()


def _pouch(the_day: Day, folder: Path) -> Iterator[str]:
    try:
        install(folder)
        there = replicated(the_day, folder)
    except NoNode as problem:
        yield f"| **PouchDB: NOT MEASURED: {problem}** | | | | |"
        return
    yield _row(f"PouchDB: one replication up ({there.written} documents)", there.up)
    both = Cost(*(getattr(there.up, name) + getattr(there.down, name) for name in vars(Cost())))
    yield _row("PouchDB: up, then one down with nothing new", both)


def _row(what: str, cost: Cost) -> str:
    return f"| {what} | {cost.up:,} | {cost.down:,} | {cost.requests} | {cost.seconds:.0f} |"


def _exchanges(n: int) -> str:
    return "one exchange" if n == 1 else f"{n} exchanges"


def _limits(whole: Measured, edit: Measured, nothing: Measured) -> Iterator[str]:
    both = edit.body_up + edit.body_down
    yield (
        f"- the day goes up in {_exchanges(whole.cost.requests)}: {whole.body_up:,} bytes "
        f"compressed (limit {MOST_UP:,}), {whole.cost.up:,} with the heads that a browser "
        f"sends; {whole.body_down:,} bytes come down: 90 answers and {whole.pages} pages; "
        f"the server took {whole.here:.1f} s"
    )
    yield (
        f"- one edit: {edit.body_up:,} bytes up, {edit.body_down:,} down with its answer and "
        f"what became of {edit.pages} pages: {both:,} (limit {MOST_FOR_AN_EDIT:,}); with all "
        f"heads {edit.cost.up + edit.cost.down:,}; {edit.cost.seconds:.1f} s; the server took "
        f"{edit.here:.1f} s"
    )
    yield (
        f"- nothing new: {nothing.body_up + nothing.body_down:,} bytes both ways, "
        f"{nothing.cost.seconds:.1f} s"
    )
    if whole.body_up > MOST_UP or both > MOST_FOR_AN_EDIT:
        yield "- **A LIMIT IS MISSED**"


NOTES = [
    "The words are typed by hand, each line once (`benchmarks/days/words.py`); two edits in",
    "three are about records of the days before, one about a record that was never sent.",
    "",
    "Ours: forms go up as `sync.wire` writes them, packed with gzip at the level browsers",
    "use; down come answers and, of each page that the phone keeps and that changed, the",
    "lines that changed; pages of new records come whole.",
    "",
    "ODK: XML documents after the OpenRosa rules, one multipart POST each, uncompressed as its",
    "app sends them. In its favour: only fields that were filled in or touched, no HEAD",
    "requests, one connection kept open. It brings nothing down.",
    "",
    "PouchDB 9 to express-pouchdb 4, both in Node. It sends the last state of each document",
    "only: what was edited twice in a day has one of its wordings left. Requests at the same",
    "time count as one round.",
]
