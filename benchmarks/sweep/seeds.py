"""A run of seeds in one process."""

import logging
from collections import Counter
from contextlib import ExitStack
from typing import Any
from unittest.mock import patch

from django.core.management import call_command

from tests.cast import whole_cast
from tests.journeys import bad_servers
from tests.journeys.many_days import Days, few_pages

LONGEST = 30
EXAMPLES = 3


def run(first: str, last: str, pages: str, server: str) -> dict[str, Any]:
    """The days of these seeds, each checked: what was injected, and what broke.

    ``pages`` is ``few`` (all but empty forms), ``all`` or ``none``; ``server`` is ``ours`` or
    one of ``tests.journeys.bad_servers``.
    """
    call_command("migrate", verbosity=0)
    logging.disable(logging.ERROR)  # the injected ones
    days = Days(whole_cast(), keeps=pages != "none", longest=LONGEST)
    broke: Counter[str] = Counter()
    examples: list[str] = []
    with ExitStack() as stack:
        if pages == "few":
            stack.enter_context(few_pages())
        if server != "ours":
            does_wrong = getattr(bad_servers, server)
            does_wrong(lambda *told: stack.enter_context(patch.object(*told)))
        for seed in range(int(first), int(last)):
            found = days.breaches(seed)
            broke.update({breach.kind for breach in found})
            examples += [f"seed {seed}: {breach.kind}: {breach.what}" for breach in found[:1]]
    return {
        "seeds": int(last) - int(first), "counts": days.counts, "broke": broke,
        "examples": examples[:EXAMPLES],
    }  # fmt: skip
