"""``kinbridge ties``: how far the ties of a nation reach."""

from argparse import Namespace
from collections import Counter

from kinbridge.community.models import Community
from kinbridge.config.telling import complain, say
from kinbridge.directory.models import Formality, Helper
from kinbridge.places.models import Area, Level, paths_above

FEWEST = 10  # communities: fewer of a place are not counted aloud (``DECISIONS`` 14)
ROUNDED = 5
MISUSED = 2


def reach(_told: Namespace) -> int:
    """Tell for each district how many communities have a way to an office of the district or
    above, rounded; never which."""
    try:
        from kinbridge.linkage import coverage  # noqa: PLC0415 - the extra may be missing
    except ImportError:
        complain("kinbridge: this needs the extra `analysis`: pip install kinbridge[analysis]")
        return MISUSED
    offices = Helper.objects.filter(
        formality=Formality.FORMAL,
        is_public=True,
        level__in=[Level.DISTRICT, Level.PROVINCE, Level.NATION],
    )
    reached = coverage.warmth(coverage.read(), list(offices.values_list("pk", flat=True)))
    districts = _districts()
    there: Counter[str] = Counter()
    with_way: Counter[str] = Counter()
    for pk, path in Community.objects.values_list("pk", "area__path"):
        name = next((districts[p] for p in [*paths_above(path), path] if p in districts), "")
        there[name] += 1
        with_way[name] += pk in reached
    for name in sorted(there):
        place = name or "elsewhere"
        say(f"{place}: {_about(with_way[name])} of {_about(there[name])} communities")
    say("With a way of at most four ties to an office of the district or above.")
    return 0


def _districts() -> dict[str, str]:
    areas = Area.objects.select_related("country")
    return {area.path: area.name for area in areas if area.level == Level.DISTRICT}


def _about(n: int) -> str:
    return f"fewer than {FEWEST}" if n < FEWEST else str(ROUNDED * round(n / ROUNDED))
