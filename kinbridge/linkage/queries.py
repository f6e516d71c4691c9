"""Shapes that pages need of linkages, asks and rings."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils.translation import get_language_bidi

from kinbridge.community.models import Community
from kinbridge.community.queries import Heard
from kinbridge.community.voices import Voice
from kinbridge.countries.packs import pack_of
from kinbridge.goals.models import Goal
from kinbridge.linkage.models import (
    BEFORE_AGREEMENT,
    Among,
    Ask,
    AskAnswer,
    Asking,
    GroupAnswer,
    Linkage,
    State,
    Tie,
)
from kinbridge.linkage.orbits import Named
from kinbridge.linkage.rings import Drawing, draw
from kinbridge.people.models import Person
from kinbridge.people.roles import Deed
from kinbridge.places.models import Country, Level

# The rings that are drawn in any case, so that few helpers still stand in a wide world.
ALWAYS = (Level.COMMUNITY, Level.DISTRICT, Level.NEIGHBOURS)
AT_LEAST = 3
A_FEW = 5


def linkages_of(community: Community) -> list[Linkage]:
    """Those of the community's open goals, from the family outwards, each with its goal,
    helper, state and next step. Two queries."""
    rows = Linkage.objects.filter(goal__community=community, goal__closing__isnull=True)
    rows = rows.select_related("goal", "helper__area")
    return list(rows.order_by("goal").nearest_first().with_next_step())


def with_ties(linkages: QuerySet[Linkage], community: Community) -> list[Linkage]:
    """Each with ``ties_here``: who of the community, or of the directory, knows its helper.
    One more query for all."""
    rows = list(linkages)
    ties: dict[int, list[Tie]] = {}
    told = Tie.objects.filter(community=community, helper__in=[row.helper_id for row in rows])
    for tie in told.select_related("knower").order_by("pk"):
        ties.setdefault(tie.helper_id, []).append(tie)
    for row in rows:
        row.ties_here = ties.get(row.helper_id, [])  # type: ignore[attr-defined]
    return rows


def rings_of(goal: Goal, linkages: Sequence[Linkage], *, is_rtl: bool | None = None) -> Drawing:
    """The picture of who might help, in the direction of the page if none is told. No query,
    if the linkages came with their helpers."""
    levels = _levels(Level(linkage.helper.level) for linkage in linkages)
    names = _names_of_levels(goal.community.area.country)
    named = tuple(
        Named(
            label=linkage.named_as,
            ring=levels.index(Level(linkage.helper.level)),
            formality=linkage.helper.formality,
            state=linkage.state,
            is_stale=linkage.is_stale,
        )
        for linkage in linkages
    )
    return _drawn(
        goal.community.name,
        tuple(names[level] for level in levels),
        named,
        get_language_bidi() if is_rtl is None else is_rtl,
    )


@lru_cache(maxsize=256)
def _drawn(
    centre: str, rings: tuple[str, ...], named: tuple[Named, ...], is_rtl: bool
) -> Drawing:
    """The same picture is drawn once."""
    return draw(centre, rings, named, is_rtl=is_rtl)


def _levels(used: Iterable[Level]) -> list[Level]:
    """The levels in use, and some of those that are always there."""
    levels = set(used)
    for level in ALWAYS:
        if len(levels) < AT_LEAST:
            levels.add(level)
    return [level for level in Level if level in levels]


def _names_of_levels(country: Country) -> dict[Level, str]:
    """The country's own names of levels, ours where it has none."""
    own = {level: name for name, level in country.levels}
    return {level: str(own.get(level) or level.label).capitalize() for level in Level}


def states_of(linkages: Iterable[Linkage]) -> list[State]:
    """The states that occur, in their order: for the legend."""
    found = {linkage.state for linkage in linkages}
    return [state for state in State if state in found]


def voices_asked(askings: Iterable[Asking]) -> list[Heard]:
    """How often each group was asked who might help. No query."""
    told = list(askings)
    return [Heard(voice, sum(voice in one.voices for one in told)) for voice in Voice]


def stuck_linkages(person: Person) -> list[Linkage]:
    """Where nobody has said what comes next, among communities that a person accompanies;
    those longest at rest first. One query."""
    accompanied = Community.objects.visible_to(person, Deed.PLAN_NEXT_STEP).values("pk")
    rows = Linkage.objects.filter(goal__community__in=accompanied, state__in=BEFORE_AGREEMENT)
    rows = rows.filter(goal__closing__isnull=True).exclude(next_steps__is_open=True)
    rows = rows.annotate(since_on=Max("steps__when_sorts_on"))
    rows = rows.select_related("goal__community", "helper")
    return list(rows.order_by("since_on", "pk")[:A_FEW])


def goals_nobody_is_named_for(person: Person) -> QuerySet[Goal]:
    """Open goals of communities that a person accompanies, for which nobody is named yet."""
    accompanied = Community.objects.visible_to(person, Deed.NAME_HELPER).values("pk")
    rows = Goal.objects.open().filter(community__in=accompanied, linkages__isnull=True)
    return rows.select_related("community")


def asks_to_answer(person: Person) -> QuerySet[Ask]:
    """Asks sent to the offices of a person after which nothing has come, by place."""
    rows: QuerySet[Ask] = Ask.objects.sent_to(person).unanswered()
    return rows.order_by(
        "linkage__goal__community__area__name", "linkage__goal__community__name", "pk"
    )


def unfollowed_answers(person: Person) -> list[AskAnswer]:
    """What was answered last to asks after which the two have come no further, among the
    communities that a person accompanies. One query."""
    accompanied = Community.objects.visible_to(person, Deed.PLAN_NEXT_STEP).values("pk")
    later = AskAnswer.objects.filter(
        ask__linkage=OuterRef("ask__linkage"), pk__gt=OuterRef("pk")
    )
    rows = AskAnswer.objects.filter(
        ask__linkage__state=State.ASKED, ask__linkage__goal__community__in=accompanied
    )
    rows = rows.exclude(ask__linkage__next_steps__is_open=True).filter(~Exists(later))
    rows = rows.select_related("ask__linkage__goal__community")
    return list(rows.order_by("pk")[:A_FEW])


def own_asks(person: Person) -> QuerySet[Ask]:
    """All asks sent to the offices of a person, the latest first."""
    rows: QuerySet[Ask] = Ask.objects.sent_to(person)
    return rows.order_by("-when_sorts_on", "-pk")


def warnings_of(linkage: Linkage) -> list[GroupAnswer]:
    """What groups said last of a helper, where it was that it would not be safe to ask them.
    One query."""
    return [
        said for said in last_said(linkage.answers.all()) if said.safe == GroupAnswer.Safe.NO
    ]


def last_said(answers: Iterable[GroupAnswer]) -> list[GroupAnswer]:
    """Of each group and helper what it said last; all that a few people said."""
    told = sorted(answers, key=lambda one: (one.when_sorts_on, one.pk))
    last = {(one.linkage_id, one.voice or one.pk): one for one in told}
    return list(last.values())


def to_avoid(community: Community) -> dict[int, str]:
    """The helpers of whom a group said last that it would not be safe to ask them, by what
    the community calls them. One query."""
    answers = GroupAnswer.objects.filter(linkage__goal__community=community)
    told = last_said(answers.select_related("linkage"))
    return {
        one.linkage.helper_id: one.linkage.named_as
        for one in told
        if one.safe == GroupAnswer.Safe.NO
    }


def not_spoken_of(linkages: Iterable[Linkage]) -> list[Among]:
    """Among whom nobody has been named yet: to be asked about, never a gap. None, as long as
    it was not said of anybody."""
    spoken_of = {linkage.among for linkage in linkages} - {""}
    if not spoken_of:
        return []
    return [among for among in Among if among not in spoken_of and among != Among.OTHERS]


def titles_for(goal: Goal) -> list[tuple[str, list[str]]]:
    """The formal actors whom the country's pack knows, by the country's own names of levels:
    to be offered once people have named their own. No query."""
    country = goal.community.area.country
    pack = pack_of(country.code)
    names = _names_of_levels(country)
    titles: dict[Level, list[str]] = {}
    for actor in pack.known_actors if pack else ():
        titles.setdefault(Level(actor.level), []).append(actor.title)
    return [(names[level], titles[level]) for level in Level if level in titles]
