"""Servers that do it wrong: what is looked for on bad days must be found with each of them.

Each takes something that sets an attribute and undoes it later, as ``monkeypatch.setattr``.
"""

import uuid
from collections.abc import Callable
from itertools import count
from typing import Any

from kinbridge.community import operations as community
from kinbridge.learning import operations as learning
from kinbridge.people.acts import Act, Base
from kinbridge.sync import exchange, kept, operations
from kinbridge.sync.models import Receipt

Patch = Callable[[Any, str, Any], None]


def forgets_receipts(patch: Patch) -> None:
    """Looks nothing up: only the database's own constraints stand between it and doubles."""
    patch(exchange, "first_receipt", lambda **_told: None)
    patch(operations, "first_receipt", lambda **_told: None)


def counts_every_arrival(patch: Patch) -> None:
    """Takes a form that comes again for another one."""
    forgets_receipts(patch)

    def act(**told: Any) -> Act:
        again = Receipt.objects.filter(key=told["key"]).exists()
        return Act(**{**told, "key": uuid.uuid4() if again else told["key"]})

    patch(exchange, "Act", act)


def says_done_too_soon(patch: Patch) -> None:
    """Answers now and then before it has done anything."""
    real, arrivals = exchange._outcome, count()

    def outcome(*told: Any) -> dict[str, Any]:
        return real(*told) if next(arrivals) % 5 else {"state": "done", "leads_to": "/"}

    patch(exchange, "_outcome", outcome)


def lets_the_last_win(patch: Patch) -> None:
    """Whoever comes last replaces what they never saw."""

    def merge(*, base: Base, **told: Any) -> Any:
        return operations.merge(base=Base(10**6, base.after), **told)

    patch(community, "merge", merge)
    patch(learning, "merge", merge)


def passes_over_deeds(patch: Patch) -> None:
    """Tells phones that nothing has changed."""
    real = kept.moment
    patch(kept, "moment", lambda person, *_heads: real(person))


BREACH_OF: dict[Callable[[Patch], None], str] = {
    forgets_receipts: "stuck",
    counts_every_arrival: "double",
    says_done_too_soon: "loss",
    lets_the_last_win: "difference",
    passes_over_deeds: "difference",
}
