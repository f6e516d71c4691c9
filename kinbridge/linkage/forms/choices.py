"""Choices of helpers."""

from django import forms
from django.db.models import QuerySet

from kinbridge.community.models import Community
from kinbridge.directory.models import Helper
from kinbridge.people.models import Person
from kinbridge.places.models import Area


class HelperChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of an entry of the directory, told with how far it is and where."""

    def label_from_instance(self, obj: Helper) -> str:
        return f"{obj}, {obj.get_level_display()}, {obj.area}"


def around(community: Community, person: Person) -> QuerySet[Helper]:
    """The helpers around a community that a person may see, from home outwards."""
    places = Area.objects.around([community.area])
    return Helper.objects.visible_to(person).filter(area__in=places).nearest_first()
