"""What pages and deeds ask of the directory."""

from kinbridge.directory.models import STREAM, Formality, Helper
from kinbridge.foundation.references import reference
from kinbridge.journal.models import Entry
from kinbridge.people.models import Person
from kinbridge.places.models import Area, Level, paths_above

AT_HOME = frozenset({Level.FAMILY, Level.NEIGHBOURS, Level.COMMUNITY})


def place_at(*, level: Level, area: Area) -> Area:
    """The area of this level that ``area`` lies in; itself, where there is none. One query."""
    if level in AT_HOME:
        return area
    above = Area.objects.filter(path__in=paths_above(area.path)).select_related("country")
    found = [place for place in above if place.level == level]
    return found[0] if found else area


def office_called(*, name: str, area: Area) -> Helper | None:
    """The entry of this name at this place, unless it is a non-formal one.

    There is one "District Health Office" in a district, but an "imam" in every village.
    """
    others = Helper.objects.filter(area=area, name__iexact=name.strip())
    return others.exclude(formality=Formality.NONFORMAL).order_by("pk").first()


def entry_areas(person: Person) -> list[Area]:
    """The places where a person's roles are held: where they would add helpers."""
    areas = {grant.area.pk: grant.area for grant in person.grants}
    return sorted(areas.values(), key=lambda area: area.path)


MOST_AROUND = 60


def helpers_around(person: Person) -> list[Helper]:
    """Those nearest to where a person's roles are held: the directory that a phone keeps."""
    near = Helper.objects.visible_to(person).listed().nearest_first()
    return list(near[:MOST_AROUND])


def source_of_helper(helper: Helper) -> dict[str, Entry]:
    """The entry that names the source of one helper, as ``source_of`` wants it."""
    entries = Entry.objects.of(STREAM).filter(about=reference(helper))
    entry = entries.exclude(source="", illustrative=False).order_by("number", "pk").first()
    return {entry.about: entry} if entry else {}
