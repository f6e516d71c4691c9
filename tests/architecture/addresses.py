"""Every address of the site and the view behind it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """One address: its route, its full name, and its view."""

    route: str
    name: str
    view: Callable[..., Any]


def addresses() -> list[Address]:
    """All of them."""
    return list(_below(get_resolver().url_patterns, "", ""))


def _below(
    patterns: Sequence[URLPattern | URLResolver], route: str, space: str
) -> Iterator[Address]:
    for pattern in patterns:
        further = f"{route}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _below(pattern.url_patterns, further, inner)
        else:
            yield Address(further, f"{space}{pattern.name or ''}", pattern.callback)
