"""Options beside criteria, as on a cloth: symbols and words, never a sum."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F

from kinbridge.goals.models import Criterion, Goal, Option, Symbol
from kinbridge.journal.queries import entries_of


@dataclass(frozen=True)
class Laid:
    """What lies for an option beside a criterion; nothing, where nobody spoke of it yet."""

    option: Option
    symbol: Symbol | None = None
    words: str = ""
    before: Symbol | None = None
    changed_on: date | None = None

    @property
    def seeds(self) -> str:
        """The symbol as the style sheet names it: many, some, few, stone, open."""
        return self.symbol.removesuffix("_seeds") if self.symbol else ""

    @property
    def icon(self) -> str:
        """The name of its picture."""
        alone = self.symbol in {Symbol.STONE, Symbol.OPEN}
        return self.seeds if alone else f"seeds-{self.seeds}"


@dataclass(frozen=True)
class Row:
    """A criterion, and what lies beside it for each option in turn."""

    criterion: Criterion
    laid: list[Laid]


def cloth(goal: Goal, options: Iterable[Option]) -> list[Row]:
    """All criteria of a goal with what lies for these options, and lay before. Two queries."""
    rows = Criterion.objects.filter(goal=goal).annotate(
        option=F("standings__option"),
        symbol=F("standings__symbol"),
        why=F("standings__words"),
        standing=F("standings__key"),
    )
    criteria: dict[int, Criterion] = {}
    said: dict[tuple[int, int], tuple[Any, ...]] = {}
    found = list(rows.order_by("pk"))
    earlier = _earlier(goal, [row.standing for row in found if row.standing])
    for row in found:
        criteria.setdefault(row.pk, row)
        if row.option:
            said[row.pk, row.option] = (
                Symbol(row.symbol),
                row.why,
                *earlier.get(f"standing:{row.standing}", ()),
            )
    return [
        Row(
            criterion,
            [Laid(option, *said.get((criterion.pk, option.pk), ())) for option in options],
        )
        for criterion in criteria.values()
    ]


def _earlier(goal: Goal, standings: Iterable[UUID]) -> dict[str, tuple[Symbol, date]]:
    """What lay there before the last change, as the journal has it, and when it changed."""
    abouts = [f"standing:{key}" for key in standings]
    if not abouts:
        return {}
    entries = entries_of(goal.community.stream).filter(about__in=abouts, payload__isnull=False)
    changed: dict[str, tuple[Symbol, date]] = {}
    later: dict[str, tuple[str, date]] = {}
    for about, payload, at in entries.values_list("about", "payload", "at"):
        symbol = (payload or {}).get("symbol", "")
        if about in later and symbol in Symbol.values and symbol != later[about][0]:
            changed.setdefault(about, (Symbol(symbol), later[about][1]))
        later[about] = (symbol, at.date())
    return changed
