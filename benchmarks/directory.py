"""Directory: bringing in 100,000 services, and finding them as one types

One JSON file of whole services is brought in by ``kinbridge directory import`` in a process of
its own, on SQLite and on PostgreSQL; the memory is the most that process held (``wait4``).
Then 606 searches, each the beginnings of one to three words of some entry in five scripts, some
of a single letter: finding the entries and fetching the first 25. In process, without the
network.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.listed.made import write
from tests.postgres import postgres

SERVICES = int(os.environ.get("KINBRIDGE_BENCH_SERVICES", "100000"))
MOST_MEMORY_MB = 300
MOST_P95_MS = 100
BIN = Path(sys.executable).parent


def measure() -> Iterator[str]:
    """A row for each database, and the limits."""
    with tempfile.TemporaryDirectory() as told:
        folder = Path(told)
        size = write(folder / "services.json", SERVICES)
        yield f"File: {SERVICES:,} services, {size / 1e6:.0f} MB of JSON."
        yield ""
        yield (
            "| database | brought in, s | memory, MB | words | p50, ms | p95, ms | worst, ms |"
        )
        yield "|---|---:|---:|---:|---:|---:|---:|"
        rows = [_measured("SQLite", folder, {})]
        with postgres() as url:
            there = {"DATABASE_URL": url.replace("kinbridge", "postgres")}
            rows.append(_measured("PostgreSQL", folder, there))
        for row in rows:
            yield (
                f"| {row['name']} | {row['seconds']:.0f} | {row['mb']:.0f} | "
                f"{row['words']:,} | "
                f"{row['p50'] * 1000:.1f} | {row['p95'] * 1000:.1f} | "
                f"{row['worst'] * 1000:.1f} (“{row['worst_words']}”) |"
            )
        yield ""
        yield _held("memory, MB", max(row["mb"] for row in rows), MOST_MEMORY_MB)
        yield _held("search p95, ms", max(row["p95"] for row in rows) * 1000, MOST_P95_MS)
        load, processors = os.getloadavg()[2], os.cpu_count()
        yield f"- load of the machine meanwhile: {load:.0f} on {processors} processors"


def _held(what: str, came: float, most: int) -> str:
    return f"- {what}: {came:.0f} (limit {most}){'' if came <= most else ' **MISSED**'}"


def _measured(name: str, folder: Path, environment: dict[str, str]) -> dict[str, Any]:
    env = {**os.environ, "KINBRIDGE_DATA": str(folder / name), **environment}
    began = time.monotonic()
    command = [BIN / "kinbridge", "directory", "import", folder / "services.json"]
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"the import ended with {process.returncode}")
    seconds = time.monotonic() - began
    asked = subprocess.run(
        [sys.executable, "-m", "benchmarks.listed.asked"],
        env=env, check=True, capture_output=True, text=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(asked.stdout.splitlines()[-1])
    return {"name": name, "seconds": seconds, "mb": usage.ru_maxrss / 1024, **found}
