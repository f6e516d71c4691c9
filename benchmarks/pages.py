"""Pages: what they weigh, ask and take, with ten and with a thousand gatherings

The worked example, as its mentor sees it, with gatherings added in bulk. Compressed: gzip,
each file by itself. *In all*: the page with every style, script and picture that a browser
fetches on its first visit; later visits cost the page alone. Milliseconds: median of seven on
this machine, SQLite in memory, without the network.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.days.apart import IN_MEMORY, asked

GATHERINGS = (10, 1_000)
MOST_IN_ALL = 60_000
MOST_QUERIES = 15
MOST_OF_THE_STORY = 12_000
PEERS_FIRST_LOAD = (770_000, 2_410_000)
PEERS = (
    "Peers, first load of scripts and styles, compressed: GlobaLeaks 0.77 MB, Community Health "
    "Toolkit 1.32 MB, Primero 1.84 MB, KoboToolbox 2.41 MB (measured by building each; "
    "GlobaLeaks in a browser: 1.19 MB in 15 requests)."
)


def measure() -> Iterator[str]:
    """A table, the limits, and the peers."""
    yield "| page | gatherings | compressed | in all, first visit | queries | ms |"
    yield "|---|---:|---:|---:|---:|---:|"
    story: list[dict[str, Any]] = []
    for n in GATHERINGS:
        for row in _drawn(n):
            story += [row] if "story" in row["page"] else []
            yield (
                f"| {row['page']} | {row['gatherings']:,} | {row['page_bytes']:,} | "
                f"{row['all_bytes']:,} in {row['files'] + 1} files | {row['queries']} | "
                f"{row['ms']:.0f} |"
            )
    yield ""
    most = {name: max(row[name] for row in story) for name in story[0] if name != "page"}
    yield f"- the community’s page in all: {_held(most['all_bytes'], MOST_IN_ALL, ' bytes')}"
    yield f"- its queries, with ten or a thousand: {_held(most['queries'], MOST_QUERIES)}"
    yield f"- the page alone: {_held(most['page_bytes'], MOST_OF_THE_STORY, ' bytes')}"
    yield f"\n{PEERS}"
    lightest, heaviest = (peer // most["all_bytes"] for peer in PEERS_FIRST_LOAD)
    yield f"That is {lightest} to {heaviest} times the whole of ours."


def _held(came: int, most: int, unit: str = "") -> str:
    verdict = "" if came <= most else " **MISSED**"
    return f"{came:,}{unit} (limit {most:,}){verdict}"


def _drawn(n: int) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        drawn: list[dict[str, Any]] = asked(
            Path(folder), "benchmarks.weights.drawn", "drawn", n, **IN_MEMORY
        )
    return drawn
