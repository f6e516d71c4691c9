"""Choices of helpers."""

from django.db.models import QuerySet

from kinbridge.community.models import Community
from kinbridge.directory.models import Helper
from kinbridge.people.models import Person
from kinbridge.places.models import Area


def around(community: Community, person: Person) -> QuerySet[Helper]:
    """The helpers around a community that a person may see, from home outwards."""
    places = Area.objects.around([community.area])
    return Helper.objects.visible_to(person).filter(area__in=places).nearest_first()
