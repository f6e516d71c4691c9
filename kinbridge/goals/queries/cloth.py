"""Options beside criteria, as on a cloth: symbols and words, never a sum."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F

from kinbridge.goals.models import Criterion, Goal, Option, Symbol


@dataclass(frozen=True)
class Laid:
    """What lies for an option beside a criterion; nothing, where nobody spoke of it yet."""

    option: Option
    symbol: Symbol | None = None
    words: str = ""

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
    """All criteria of a goal with what lies for these options. One query."""
    rows = Criterion.objects.filter(goal=goal).annotate(
        option=F("standings__option"), symbol=F("standings__symbol"), why=F("standings__words")
    )
    criteria: dict[int, Criterion] = {}
    said: dict[tuple[int, int], tuple[Symbol, str]] = {}
    for row in rows.order_by("pk"):
        criteria.setdefault(row.pk, row)
        if row.option:
            said[row.pk, row.option] = (Symbol(row.symbol), row.why)
    return [
        Row(
            criterion,
            [Laid(option, *said.get((criterion.pk, option.pk), ())) for option in options],
        )
        for criterion in criteria.values()
    ]
