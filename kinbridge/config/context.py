"""What pages of the local mode show besides."""

from typing import Any

from django.http import HttpRequest

from kinbridge.examples.loading import ExampleAccount, accounts

_found: list[ExampleAccount] = []


def example(_request: HttpRequest) -> dict[str, Any]:
    """The accounts of a loaded example, for the page of signing in; read once, when asked."""
    return {"example_accounts": _example_accounts}


def _example_accounts() -> list[ExampleAccount]:
    if not _found:
        _found.extend(accounts())
    return _found
