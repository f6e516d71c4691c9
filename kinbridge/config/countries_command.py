"""``kinbridge countries``: the packs that come along, and whether they can be relied on."""

from argparse import Namespace
from datetime import date

from kinbridge.config.telling import complain, say
from kinbridge.countries.checks import Checked
from kinbridge.countries.packs import checked

MISUSED = 2


def show(_told: Namespace) -> int:
    """List the packs, with the counts of their facts."""
    for one in checked():
        say(_line(one))
    return 0


def look(told: Namespace) -> int:
    """Tell every fault with its file and line; 1 if there is any."""
    found = list(checked(told.folder))
    if not found:
        complain(f"kinbridge: there is no pack in {told.folder}")
        return MISUSED
    for one in found:
        say(_line(one))
        for fault in one.faults:
            say(str(fault))
    wrong = sum(len(one.faults) for one in found)
    if wrong:
        complain("One fault found." if wrong == 1 else f"{wrong} faults found.")
    return 1 if wrong else 0


def _line(one: Checked) -> str:
    name = f"{one.pack.code} {one.pack.name}" if one.pack else one.file.parent.name
    if not one.pack:
        return f"{name}: has faults, not used"
    told = one.counts(date.today())  # noqa: DTZ011 (a day, as the files tell)
    return (
        f"{name}: {told['read']} facts read, {told['unchecked']} unchecked, "
        f"{told['none_found']} searched, none found, {told['not_researched']} not researched; "
        f"{told['old']} older than six months; looked through on {one.pack.checked}"
    )
