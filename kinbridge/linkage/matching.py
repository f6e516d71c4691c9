"""Services that could serve a community in its goal, each with the reasons in words.

No score is shown and none is kept: the order puts first what speaks of the goal, then what was
checked, then what is near. It is a help to look, after people have named their own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from kinbridge.community.models import Community
from kinbridge.directory.folding import words_of
from kinbridge.directory.models import Formality, Freshness, Helper
from kinbridge.foundation.isolates import isolated
from kinbridge.goals.models import Goal
from kinbridge.linkage.lies_in import LiesIn
from kinbridge.linkage.models import Journey, Linkage
from kinbridge.people.models import Person
from kinbridge.places.models import Area, Level, paths_above

A_LIST = 20
LOOKED_AT = 300  # entries around a place, the nearest first
SHORTEST = 4  # letters of a word that tells what something is about
# What any goal and any service speaks of, and what joins words, says nothing of either.
COMMON = (
    "chief", "child", "commun", "district", "each", "from", "have", "into", "people",
    "that", "their", "them", "they", "this", "three", "village", "what", "when", "where",
    "which", "will", "with",
)  # fmt: skip
_FRESHEST = (Freshness.FRESH, Freshness.STALE, Freshness.UNCHECKED, Freshness.DOUBTED)
_LEVELS = list(Level)


@dataclass(frozen=True)
class Match:
    """A service, why it stands here, and what is not known of it."""

    helper: Helper
    serves: str
    speaks_of: list[str] = field(default_factory=list)
    journey: Journey | None = None
    is_named: bool = False

    @property
    def reasons(self) -> list[str]:
        """Why it could serve, in words."""
        helper = self.helper
        told = [
            _("speaks of: %(words)s") % {"words": isolated(", ".join(self.speaks_of))}
            if self.speaks_of
            else "",
            self.serves,
            str(self.journey) if self.journey else _("nobody has told how far it is"),
            helper.ages,
            helper.for_whom,
            _("languages: %(told)s") % {"told": isolated(helper.languages)}
            if helper.languages
            else "",
            _("cost: %(told)s") % {"told": isolated(helper.cost)}
            if helper.cost
            else _("what it costs is not known"),
            _("open: %(told)s") % {"told": isolated(helper.hours)} if helper.hours else "",
            str(helper.access),
        ]
        return [words for words in told if words]

    @property
    def place(self) -> tuple[int, int, int, int, str]:
        """Where it stands in the list."""
        return (
            -len(self.speaks_of),
            _FRESHEST.index(self.helper.freshness),
            self.journey.minutes if self.journey else max(Journey.Long.values),
            _LEVELS.index(Level(self.helper.level)),
            self.helper.name,
        )


def services_for(goal: Goal, person: Person) -> list[Match]:
    """The services around the community that could serve it in this goal. Nine queries."""
    community = goal.community
    told = _told_by(goal)
    named = set(Linkage.objects.filter(goal=goal).values_list("helper", flat=True))
    journeys = _journeys(community)
    lies_in = LiesIn(community)
    matches = [
        Match(
            helper=helper,
            serves=_serves(helper, community, lies_in),
            speaks_of=_shared(told, helper),
            journey=journeys.get(helper.pk),
            is_named=helper.pk in named,
        )
        for helper in _serving(community, person, lies_in)
    ]
    return sorted(matches, key=lambda match: match.place)[:A_LIST]


def _serving(community: Community, person: Person, lies_in: LiesIn) -> list[Helper]:
    """Public services that say they are there for the place, or stand around it and say
    nothing of places."""
    above = [*paths_above(community.area.path), community.area.path]
    around = Q(area__in=Area.objects.around([community.area]))
    told = Q(service_areas__area__path__in=above) | Q(service_areas__shape__isnull=False)
    rows = Helper.objects.visible_to(person).listed().filter(is_public=True)
    rows = rows.exclude(formality=Formality.NONFORMAL)
    rows = rows.filter(around & Q(service_areas__isnull=True) | told)
    rows = rows.nearest_first().distinct().prefetch_related("checks", "service_areas__area")
    return [
        helper
        for helper in rows[:LOOKED_AT]
        if not helper.service_areas.all() or any(map(lies_in.place, helper.service_areas.all()))
    ]


def _serves(helper: Helper, community: Community, lies_in: LiesIn) -> str:
    """For which place it is there, in words."""
    told = [place for place in helper.service_areas.all() if lies_in.place(place)]
    areas = [place.area.name for place in told if place.area] or (
        [] if told else [helper.area.name]
    )
    if areas:
        return _("is there for %(place)s") % {"place": isolated(", ".join(areas))}
    if lies_in.points:
        return _("its area on the map holds services of %(place)s") % {
            "place": isolated(community.area.name)
        }
    return _("drew its area on the map: ask whether this place lies in it")


def _journeys(community: Community) -> dict[int, Journey]:
    """The last told journey to each helper."""
    told = Journey.objects.filter(community=community).order_by("told_at", "pk")
    return {journey.helper_id: journey for journey in told}


def _told_by(goal: Goal) -> dict[str, str]:
    """What the goal and its harms speak of: the words as folded, and as said."""
    said = [goal.words, goal.translation]
    for harm in goal.harms.all():
        said += [harm.words, harm.translation]
    return _by_folded(said)


def _shared(told: dict[str, str], helper: Helper) -> list[str]:
    own = _by_folded([helper.name, helper.what_they_do, helper.for_whom])
    return [own[word] for word in own if word in told]


def _by_folded(said: Iterable[str]) -> dict[str, str]:
    words = [word.strip(".,;:!?()“”’") for text in said for word in text.split()]
    found: dict[str, str] = {}
    for word in words:
        if len(word) >= SHORTEST and not word.lower().startswith(COMMON):
            for folded in words_of(word):
                found.setdefault(folded, word)
    return found
