"""What is still missing, as lists that lead on: to who can act, by place, never ranked."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kinbridge.community.models import Community
from kinbridge.directory.models import Formality, Helper, HelperQuerySet
from kinbridge.goals.models import Goal
from kinbridge.linkage.matching import services_for
from kinbridge.linkage.models import Linkage, State, Tie
from kinbridge.people.models import Person
from kinbridge.people.roles import Deed
from kinbridge.places.models import Area

A_LIST = 25
A_FEW = 10  # goals whose words are held beside the directory
MANY = 12  # linkages: more than a helper can well carry at a time
UNDER_WAY = (State.IN_DIALOGUE, State.AGREED, State.ACTIVE)
_BY_PLACE = ("goal__community__area__name", "goal__community__name", "pk")
_FORMAL = ~Q(helper__formality=Formality.NONFORMAL)


def _communities(person: Person, deed: Deed) -> QuerySet[Community]:
    return Community.objects.visible_to(person, deed).values("pk").order_by()  # type: ignore[return-value]


def still_looking(person: Person) -> list[Goal]:
    """Open goals whose community asked a formal helper, and no talk with one has come of it;
    by place. One query."""
    formal = Linkage.objects.filter(_FORMAL, goal=OuterRef("pk"))
    asked = formal.filter(asks__isnull=False)
    rows = Goal.objects.filter(community__in=_communities(person, Deed.SEE_MISSING))
    rows = rows.filter(Exists(asked), ~Exists(formal.filter(state__in=UNDER_WAY)))
    rows = rows.filter(closing__isnull=True).select_related("community__area", "closing")
    return list(rows.order_by("community__area__name", "community__name", "pk")[:A_LIST])


def resting_on_one(person: Person) -> list[Linkage]:
    """Linkages under way to which a single tie leads, where the person may say who else knows
    them. One query."""
    rows = Linkage.objects.filter(goal__community__in=_communities(person, Deed.ADD_TIE))
    ties = Tie.objects.filter(
        helper=OuterRef("helper"), community=OuterRef("goal__community")
    ).order_by()
    n_ties = ties.values("helper").annotate(n=Count("pk")).values("n")
    rows = rows.annotate(n_ties=Coalesce(Subquery(n_ties), 0))
    rows = rows.filter(state__in=UNDER_WAY, goal__closing__isnull=True, n_ties=1)
    return list(rows.select_related("goal__community", "helper").order_by(*_BY_PLACE)[:A_LIST])


def nobody_turned_to(person: Person) -> list[Helper]:
    """Services around the person's places for which nobody was ever linked; by level and
    name. One query."""
    rows = _around(person).filter(kind=Helper.Kind.SERVICE, linkages__isnull=True)
    return list(rows.nearest_first()[:A_LIST])


def carrying_many(person: Person) -> list[Helper]:
    """Helpers to whom more lead than one can well carry, among the communities in sight; by
    level and name. One query."""
    seen = _communities(person, Deed.SEE_MISSING)
    open_ones = Q(linkages__goal__community__in=seen) & ~Q(linkages__state=State.ENDED)
    rows = Helper.objects.visible_to(person).nearest_first()
    rows = rows.annotate(n=Count("linkages", filter=open_ones)).filter(n__gte=MANY)
    return list(rows[:A_LIST])


def _around(person: Person) -> HelperQuerySet:
    places = Area.objects.under(person.areas_for(Deed.SEE_MISSING))
    rows = Helper.objects.visible_to(person).listed().filter(is_public=True, area__in=places)
    return rows.exclude(formality=Formality.NONFORMAL)


def goals_not_spoken_of(person: Person) -> list[Goal]:
    """Open goals of which no service around speaks: is there none, or is it not entered?
    By place."""
    rows = Goal.objects.open().filter(community__in=_communities(person, Deed.ADD_TIE))
    rows = rows.filter(linkages__isnull=False).distinct().prefetch_related("harms")
    rows = rows.select_related("community__area__country")
    goals = rows.order_by("community__area__name", "community__name", "pk")[:A_FEW]
    return [goal for goal in goals if not _is_spoken_of(goal, person)]


def _is_spoken_of(goal: Goal, person: Person) -> bool:
    return any(match.speaks_of for match in services_for(goal, person))
