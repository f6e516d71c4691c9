"""What must hold of country packs before real work begins. Nothing here stops the start: the
page *Now* opens whatever else is wrong."""

from collections.abc import Iterator
from datetime import date

from django.core.checks import CheckMessage, Warning
from django.utils import timezone

from kinbridge.config.checks_of_store import pending
from kinbridge.countries.facts import Pack
from kinbridge.countries.packs import checked, pack_of
from kinbridge.places.models import Country

CHECK = "Run kinbridge countries check."


def faults_of_countries() -> Iterator[CheckMessage]:
    """Packs with faults, countries without a pack or a number, facts that have grown old."""
    for one in checked():
        if one.faults:
            yield _warning(5, f"The pack {one.file} has faults and is not used.", CHECK)
    if pending():
        return
    today = timezone.localdate()
    for country in Country.objects.order_by("code"):
        pack = pack_of(country.code)
        if pack is None:
            yield _warning(
                6,
                f"There is no pack for {country}: the page Now knows no number there.",
                "Write one: docs/guides/country-pack.md.",
            )
        else:
            yield from _of(pack, today)


def _of(pack: Pack, today: date) -> Iterator[CheckMessage]:
    if not pack.known_numbers:
        yield _warning(
            7, f"The pack of {pack.name} has no number to call.", "Find one and try it."
        )
    old = sum(fact.is_old(today) for fact in pack.facts())
    if old:
        yield _warning(
            8,
            f"{old} facts about {pack.name} are older than six months.",
            "Look through the pack, try its numbers, renew the days of check.",
        )


def _warning(number: int, said: str, do: str) -> Warning:
    return Warning(said, hint=do, id=f"kinbridge.W{number:03}")
