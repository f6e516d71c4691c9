"""The warmest paths from a community to a helper: who knows somebody who knows them.

One query, the same for SQLite and PostgreSQL, goes two ties from the community and two from
the helper, and joins where they meet: a chain of more than four ties is no introduction. It
goes by what the community told itself and by ties between public offices (``Tie.is_shared``);
never through another community.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinbridge.community.models import Community
from kinbridge.directory.models import Helper
from kinbridge.linkage.models import Tie

A_FEW = 3
HALF = 2  # ties from either side: at most four in all
# How much warmth a tie costs. Two who are close lead further than one who has heard of them.
COST = {Tie.HowWell.CLOSE: 1, Tie.HowWell.KNOWN: 2, Tie.HowWell.HEARD_OF: 4}
# What a path may cost: dear ones are looked for only where cheap ones are too few.
LIMITS = (3, 4, 5, 6, 8, 12, 2 * HALF * max(COST.values()))
_COST = "CASE tie.how_well {} END".format(
    " ".join(f"WHEN '{how.value}' THEN {cost}" for how, cost in COST.items())
)


def _from(side: str, rest: int) -> str:
    """One tie further than a side has come: a branch for each direction of a tie, so that each
    is read from an index alone. ``rest`` is what the other side costs at least.

    Each condition speaks of the row that the side has come to, be it by nothing: one on ties
    alone moves SQLite to read all of them for a filter first.
    """
    branches = (
        f"""SELECT {side}.community, {side}.first, tie.{far}_id AS node,
                   {side}.cost + {_COST} AS cost
              FROM {side} JOIN linkage_tie AS tie ON tie.{near}_id = {side}.node
             WHERE {side}.cost < %(limit)s - {rest}
               AND (tie.is_shared OR tie.community_id = {side}.community)
               AND {side}.cost + {_COST} <= %(limit)s - {rest}
               AND tie.{far}_id NOT IN ({side}.first, %(helper)s, {{avoided}}){whose}"""  # noqa: S608 - our own words only
        for near, far, whose in (
            ("knower", "helper", ""),
            ("helper", "knower", f" AND tie.knower_id > 0 * {side}.node"),
        )
    )
    return " UNION ".join(branches)


# ``first`` is the helper next to where a side began, ``node`` the one where it has come to.
# Of parallel ties the warmest counts. A path of up to three ties meets after its first, one of
# four in the middle, so that each is found once.
_PATHS = f"""
WITH began AS (
      SELECT CAST(%(community)s AS bigint) AS community, CAST(0 AS bigint) AS first,
             CAST(%(helper)s AS bigint) AS node, 0 AS cost
), ahead_1 AS (
      SELECT DISTINCT tie.community_id AS community, tie.helper_id AS first,
             tie.helper_id AS node, {_COST} AS cost
        FROM linkage_tie AS tie
       WHERE tie.community_id = %(community)s AND tie.knower_id IS NULL
         AND {_COST} <= %(limit)s AND tie.helper_id NOT IN ({{avoided}})
), onward AS (
      SELECT * FROM ahead_1 WHERE node <> %(helper)s
), ahead_2 AS (
      {_from("onward", 0)}
), back_1 AS (
      SELECT community, node AS first, node, cost FROM ({_from("began", 1)}) AS near
), back_2 AS (
      {_from("back_1", 1)}
), met AS (
      SELECT ahead.cost + began.cost AS cost, 1 AS n, ahead.first, ahead.node,
             began.first AS last
        FROM ahead_1 AS ahead JOIN began ON began.node = ahead.node
       UNION ALL
      SELECT ahead.cost + back.cost, 2, ahead.first, ahead.node, back.first
        FROM ahead_1 AS ahead JOIN back_1 AS back ON back.node = ahead.node
       UNION ALL
      SELECT ahead.cost + back.cost, 3, ahead.first, ahead.node, back.first
        FROM ahead_1 AS ahead JOIN back_2 AS back ON back.node = ahead.node
       UNION ALL
      SELECT ahead.cost + back.cost, 4, ahead.first, ahead.node, back.first
        FROM ahead_2 AS ahead JOIN back_2 AS back ON back.node = ahead.node
       WHERE back.first <> ahead.first
)
SELECT MIN(cost), n, first, node, last
  FROM met
 WHERE cost <= %(limit)s
 GROUP BY n, first, node, last
 ORDER BY 1, 2, 3, 4, 5
 LIMIT %(most)s
"""  # noqa: S608 - our own words only


def warmest(
    community: Community, helper: Helper, *, avoid: Collection[int] = (), most: int = A_FEW
) -> list[tuple[int, tuple[int, ...]]]:
    """The few warmest paths: what each costs in warmth, and its helpers in order. A query for
    each limit, until there are enough."""
    avoided = ", ".join(map(str, map(int, {-1, *avoid} - {helper.pk})))
    told = {"community": community.pk, "helper": helper.pk, "most": most}
    rows: list[tuple[int, ...]] = []
    with connection.cursor() as cursor:
        for limit in LIMITS:
            cursor.execute(_PATHS.format(avoided=avoided), {**told, "limit": limit})
            rows = cursor.fetchall()
            if len(rows) >= most:
                break
    return [
        (cost, _joined(n, first, node, last, helper.pk)) for cost, n, first, node, last in rows
    ]


def _joined(n: int, first: int, node: int, last: int, helper: int) -> tuple[int, ...]:
    """The helpers on a path of so many ties, each once, from the community on."""
    return tuple(dict.fromkeys([first, node, last, helper] if n > 1 else [helper]))


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
        return str(words) % {"who": self.tie.who, "helper": self.helper.name}


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
    return sorted(ties, key=lambda tie: (COST[Tie.HowWell(tie.how_well)], -tie.pk))


def _told(path: Sequence[int], ties: Iterable[Tie], helpers: dict[int, Helper]) -> Path:
    hops = []
    for one, other in zip((None, *path), path, strict=False):
        ends = {(one, other), (other, one)} if one else {(None, other)}
        tie = next(tie for tie in ties if (tie.knower_id, tie.helper_id) in ends)
        hops.append(Hop(tie, helpers[other], told_back=tie.helper_id != other))
    return Path(tuple(hops))
