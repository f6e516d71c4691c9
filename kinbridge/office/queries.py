"""Who works where, as the pages show it."""

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from kinbridge.people.models import Grant, Person
from kinbridge.people.roles import NEED_APPROVAL
from kinbridge.places.models import Area


def standing(viewer: Person) -> QuerySet[Grant]:
    """Roles in sight that are in force or wait for approval."""
    grants = Grant.objects.visible_to(viewer).filter(
        ended_at__isnull=True, until_on__gte=timezone.localdate()
    )
    return grants.select_related("area", "organisation", "person")


def who_works_in(viewer: Person, area: Area | None) -> QuerySet[Person]:
    """The people in sight, with their standing roles; all, or those of one place."""
    people = Person.objects.visible_to(viewer).filter(is_active=True)
    if area is not None:
        people = people.filter(all_grants__area__path__startswith=area.path)
    roles = Prefetch("all_grants", queryset=standing(viewer), to_attr="standing")
    return people.prefetch_related(roles)


def waiting_for_approval(viewer: Person) -> list[Grant]:
    """Guarded roles in sight that no second person has approved yet."""
    waiting = standing(viewer).filter(approved_by__isnull=True, role__in=NEED_APPROVAL)
    return list(waiting.select_related("granted_by"))


def topmost(areas: list[Area]) -> list[Area]:
    """Of these places, those that lie in no other of them."""
    return [
        area
        for area in {area.pk: area for area in areas}.values()
        if not any(area.is_under(other) and area != other for other in areas)
    ]
