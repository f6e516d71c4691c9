"""The warmest paths from a community to a helper, told tie by tie."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinbridge.community.models import Community
from kinbridge.directory.models import Helper
from kinbridge.foundation.isolates import isolated
from kinbridge.linkage.models import Tie
from kinbridge.linkage.warmest import COST, warmest

_FIRST = {
    Tie.HowWell.CLOSE: gettext_lazy("%(who)s: close to %(helper)s"),
    Tie.HowWell.KNOWN: gettext_lazy("%(who)s knows %(helper)s"),
    Tie.HowWell.HEARD_OF: gettext_lazy("%(who)s has heard of %(helper)s"),
}
_THEN = {
    Tie.HowWell.CLOSE: gettext_lazy(", close to %(helper)s"),
    Tie.HowWell.KNOWN: gettext_lazy(", known to %(helper)s"),
    Tie.HowWell.HEARD_OF: gettext_lazy(", who has heard of %(helper)s"),
}
_REPORTS_TO = gettext_lazy(", who reports to %(helper)s")
_REPORTED_TO = gettext_lazy(", to whom %(helper)s reports")


@dataclass(frozen=True)
class Hop:
    """One tie of a path and the helper it leads to; ``told_back``, where the tie was told
    from the other end."""

    tie: Tie
    helper: Helper
    told_back: bool

    def words(self, *, is_first: bool) -> str:
        """This part of the sentence."""
        how_well = Tie.HowWell(self.tie.how_well)
        reports = _REPORTED_TO if self.told_back else _REPORTS_TO
        then = reports if self.tie.kind == Tie.Kind.REPORTS_TO else _THEN[how_well]
        words = _FIRST[how_well] if is_first else then
        return str(words) % {
            "who": isolated(self.tie.who),
            "helper": isolated(self.helper.name),
        }


@dataclass(frozen=True)
class Path:
    """A way to be introduced, tie by tie."""

    hops: tuple[Hop, ...]

    @property
    def words(self) -> str:
        """The path as a sentence."""
        told = [hop.words(is_first=not n) for n, hop in enumerate(self.hops)]
        return _("%(path)s.") % {"path": "".join(told)}

    @property
    def between(self) -> list[Helper]:
        """The helpers through whom it goes, each of whom can be avoided."""
        return [hop.helper for hop in self.hops[:-1]]


def paths_to(community: Community, helper: Helper, avoid: Collection[int] = ()) -> list[Path]:
    """The few warmest paths to a helper, told tie by tie. Two queries more than ``warmest``;
    none more, if there is no path."""
    found = [helpers for _cost, helpers in warmest(community, helper, avoid=avoid)]
    if not found:
        return []
    ties = _ties_on(community, found)
    helpers = Helper.objects.in_bulk({pk for path in found for pk in path})
    return [_told(path, ties, helpers) for path in found]


def _ties_on(community: Community, paths: Iterable[Sequence[int]]) -> list[Tie]:
    """The ties on paths, the warmest first, the latest told before others."""
    on = Q(knower=None, helper__in=[path[0] for path in paths])
    for path in paths:
        for one, other in pairwise(path):
            on |= Q(knower=one, helper=other) | Q(knower=other, helper=one)
    ties = Tie.objects.filter(
        on, Q(community=community) | Q(knower__isnull=False, is_shared=True)
    )
    return sorted(ties, key=lambda tie: (COST[tie.how_well], -tie.pk))


def _told(path: Sequence[int], ties: Iterable[Tie], helpers: dict[int, Helper]) -> Path:
    hops = []
    for one, other in zip((None, *path), path, strict=False):
        ends = {(one, other), (other, one)} if one else {(None, other)}
        tie = next(tie for tie in ties if (tie.knower_id, tie.helper_id) in ends)
        hops.append(Hop(tie, helpers[other], told_back=tie.helper_id != other))
    return Path(tuple(hops))
