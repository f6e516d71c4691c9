"""Where packs lie, and the pack of a country.

Those that come along lie in ``packs/XX/pack.yaml``; an operator's own folder
(``KINBRIDGE_PACKS``) comes first, so that a country can be added or renewed without a new
version of Kinbridge.
"""

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from kinbridge.countries.checks import INTERNATIONAL, Checked, check
from kinbridge.countries.facts import Pack, Triage

OURS = Path(__file__).parent / "packs"
FILE = "pack.yaml"


def folders() -> list[Path]:
    """The folders of packs, the operator's own first."""
    own = settings.COUNTRY_PACKS
    return [*([Path(own)] if own else []), OURS]


def files(folder: Path) -> list[Path]:
    """The pack in a folder, or the packs in the folders within it, by their names; a pack
    itself, where it is named."""
    if folder.name == FILE and folder.is_file():
        return [folder]
    if (folder / FILE).is_file():
        return [folder / FILE]
    return sorted(folder.glob(f"*/{FILE}"))


def checked(folder: Path | None = None, today: date | None = None) -> Iterator[Checked]:
    """The packs in a folder, or all that can be used here (the first of each code), each with
    what is wrong with it."""
    base = check(OURS / INTERNATIONAL / FILE).pack
    seen: set[str] = set()
    for place in [folder] if folder else folders():
        for file in files(place):
            if file.parent.name not in seen:
                seen.add(file.parent.name)
                yield check(file, base, today)


@cache
def packs() -> dict[str, Pack]:
    """The packs without a fault, by their codes. One with a fault is as if it were not there:
    half a law is worse than none. A server whose clock is behind still knows its numbers."""
    found = checked(today=date.max)
    return {one.pack.code: one.pack for one in found if one.pack and not one.faults}


def pack_of(code: str) -> Pack | None:
    """The pack of a country, if there is one."""
    return packs().get(code)


def international() -> Pack:
    """The pack that holds for all: standards, first steps, clocks, the questions of triage."""
    return packs()[INTERNATIONAL]


def countries() -> list[Pack]:
    """All countries' packs, by name."""
    return sorted(
        (one for one in packs().values() if one.code != INTERNATIONAL), key=lambda one: one.name
    )


def triage_for(pack: Pack | None) -> Triage:
    """The rules for all, and those of a country beside them: a country's rules can only lead
    further up, because the heaviest that holds is the one that counts."""
    base = international().triage
    if pack is None or pack.code == INTERNATIONAL:
        return base
    own = pack.triage
    replaced = {question.key: question for question in own.questions}
    questions = tuple(replaced.pop(one.key, one) for one in base.questions)
    return Triage(
        questions=(*questions, *replaced.values()),
        rules=(*own.rules, *base.rules),
        advice=(*own.advice, *base.advice),
        otherwise=base.otherwise,
    )
