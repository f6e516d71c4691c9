"""What pages of the local mode show besides."""

import time
from typing import Any

from django.http import HttpRequest

from kinbridge.examples.loading import ExampleAccount, accounts

LOOKED_AT_AGAIN = 60.0  # seconds: finding out means reading the files of the examples
_seen: list[tuple[float, list[ExampleAccount]]] = []


def example(_request: HttpRequest) -> dict[str, Any]:
    """The accounts of a loaded example, for the page of signing in; looked up when asked."""
    return {"example_accounts": _example_accounts}


def _example_accounts() -> list[ExampleAccount]:
    now = time.monotonic()
    if not _seen or now - _seen[0][0] > LOOKED_AT_AGAIN:
        _seen[:] = [(now, accounts())]
    return _seen[0][1]
