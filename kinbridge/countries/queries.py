"""Which countries matter here, and how many hours are left."""

from dataclasses import dataclass

from kinbridge.countries.facts import Clock, Fact, Pack, Provision, Sure
from kinbridge.countries.packs import countries, pack_of
from kinbridge.people.models import Person
from kinbridge.places.models import Country

SINCE = (0, 12, 24, 48, 72, 96)  # hours ago: the lines of the table of clocks


def packs_here() -> list[Pack]:
    """The packs of the countries that are worked in here; of all, before any is entered."""
    codes = Country.objects.order_by("name", "pk").values_list("code", flat=True)
    found = [pack for pack in map(pack_of, codes) if pack]
    return found or countries()


def packs_of(person: Person) -> list[Pack]:
    """The packs of the countries in which somebody works."""
    codes = dict.fromkeys(grant.area.country.code for grant in person.grants)
    return [pack for pack in map(pack_of, codes) if pack] or packs_here()


@dataclass(frozen=True)
class Left:
    """How many hours each clock has left, so many hours after it happened."""

    ago: int
    hours: tuple[int, ...]

    @property
    def days(self) -> int:
        """Whole days since."""
        return self.ago // 24


def hours_left(clocks: tuple[Clock, ...]) -> list[Left]:
    """A line for each moment. Where none is left, care is still worth seeking."""
    return [Left(ago, tuple(max(0, clock.hours - ago) for clock in clocks)) for ago in SINCE]


def for_a_lawyer(pack: Pack) -> list[Fact]:
    """What somebody who knows the law has to look at: what nobody has read, what was read but
    is not sure or disputed, what was looked for in vain, what nobody looked for."""
    return [fact for fact in pack.facts() if _is_open(fact)]


def _is_open(fact: Fact) -> bool:
    is_disputed = isinstance(fact, Provision) and fact.status not in {"in_force", "repealed"}
    return not fact.is_read or fact.sure != Sure.HIGH or is_disputed
