"""Bad days: what is lost, doubled or different when everything goes wrong

Each seed is a day with two or three phones about one community. Forms are filled in without
a network: records, things about things that never arrived, corrections of the same fields,
corrections after own corrections. Exchanges are cut at any byte, answers lost or cut,
requests doubled or late, sessions end, clocks are wrong by years, accompaniments and roles
end, the server dies or errs in the middle of a form. In the end everybody reaches the server,
and what must hold is looked at (`tests/journeys/what_remains.py`).
"""

import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.days.apart import IN_MEMORY, asked
from benchmarks.sweep.kills import killed

SEEDS = 1_000
AT_ONCE = 100  # seeds in one process
WITH_ALL_PAGES = 40
SEEDS_OF_A_CONTROL = 60
KILLS = 40
PROCESSES = 2
KINDS = ("loss", "double", "difference", "stuck")
CONTROLS = {
    "forgets_receipts": "looks up no receipts; constraints of the database still hold",
    "counts_every_arrival": "takes what comes again for something new",
    "says_done_too_soon": "answers now and then before it has done anything",
    "lets_the_last_win": "lets the last correction replace what its writer never saw",
    "passes_over_deeds": "tells phones that nothing has changed",
}
INJECTED = {
    "cut_going_up": "exchange cut at some byte on its way up",
    "answer_lost": "answer lost",
    "answer_cut": "answer cut at some byte",
    "storage_full": "no room on the phone for the answer",
    "doubled": "exchange arrived twice",
    "late_on_its_way": "given up, and arrived after others",
    "session_ended": "session ended",
    "killed": "server died at some write of a form",
    "erring": "server erred at some write of a form",
    "changed_after_sending": "form changed after it had been sent",
    "clock_wrong_by_years": "phone's clock wrong by years",
    "accompaniment_ended": "accompaniment ended in between",
    "role_ended": "role ended in between",
}


@dataclass
class Sum:
    """What many seeds came to."""

    seeds: int = 0
    counts: "Counter[str]" = field(default_factory=Counter)
    broke: "Counter[str]" = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def add(self, told: dict[str, Any]) -> None:
        """One process more."""
        self.seeds += told["seeds"]
        self.counts.update(told["counts"])
        self.broke.update(told["broke"])
        self.examples += told["examples"]


def measure() -> Iterator[str]:
    """The sweep, the servers that do it wrong, and the one that is killed."""
    ours = _sweep(SEEDS, "few", "ours")
    yield from _table(ours)
    whole = _sweep(WITH_ALL_PAGES, "all", "ours")
    yield (
        f"\nAnother {whole.seeds} seeds with every page and form kept "
        f"({whole.counts['pages_compared']:,} pages compared): {_said(whole)}."
    )
    yield from _controls()
    yield from _kills()


def _sweep(n: int, pages: str, server: str) -> Sum:
    firsts = range(0, n, AT_ONCE)
    total = Sum()
    with ThreadPoolExecutor(PROCESSES) as pool:
        runs = [(first, min(first + AT_ONCE, n), pages, server) for first in firsts]
        for came in pool.map(_process, runs):
            total.add(came)
    return total


def _process(told: tuple[object, ...]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        came: dict[str, Any] = asked(
            Path(folder), "benchmarks.sweep.seeds", "run", *told, **IN_MEMORY
        )
    return came


def _table(ours: Sum) -> Iterator[str]:
    yield f"- {ours.seeds:,} seeds, {ours.counts['typed']:,} forms typed: **{_said(ours)}**"
    yield (
        f"- {ours.counts['left']:,} forms stayed on their phones, each with its reason: not "
        "theirs to do any more, to be looked at again, or done before with other words"
    )
    yield f"- {ours.counts['pages_compared']:,} kept pages compared with fresh ones"
    yield from (f"- {example}" for example in ours.examples[:5])
    yield "\n| injected | times |\n|---|---:|"
    for name, said in INJECTED.items():
        yield f"| {said} | {ours.counts[name]:,} |"


def _said(total: Sum) -> str:
    names = {
        "loss": "losses",
        "double": "doubles",
        "difference": "differences",
        "stuck": "stuck",
    }
    return ", ".join(f"{names[kind]} {total.broke.get(kind, 0)}" for kind in KINDS)


def _controls() -> Iterator[str]:
    yield f"\nServers that do it wrong must be seen to ({SEEDS_OF_A_CONTROL} seeds each):\n"
    yield "| a server that | losses | doubles | differences | stuck | seen |"
    yield "|---|---:|---:|---:|---:|---|"
    for server, said in CONTROLS.items():
        pages = "few" if server == "passes_over_deeds" else "none"
        broke = _sweep(SEEDS_OF_A_CONTROL, pages, server).broke
        numbers = " | ".join(str(broke.get(kind, 0)) for kind in KINDS)
        yield f"| {said} | {numbers} | {'yes' if broke else '**NO**'} |"


def _kills() -> Iterator[str]:
    came = killed(KILLS)
    yield (
        f"\nA real server (`kinbridge serve`, SQLite) was killed {came.kills} times with "
        f"SIGKILL, {came.in_exchanges} of them in the middle of an exchange, while two phones "
        f"sent without a pause: {came.typed:,} forms typed, {came.acknowledged:,} "
        f"acknowledged; **acknowledged and lost: {came.lost}**, entered twice: {came.doubles}, "
        f"typed and not there in the end: {came.missing}, faults in the journal: "
        f"{len(came.faults)}."
    )
