"""Whether a community lies in a place that a service says it is there for."""

from typing import Any

from kinbridge.community.models import Community
from kinbridge.directory.models import ServiceArea
from kinbridge.directory.shapes import covers
from kinbridge.directory.standard import Site

LOOKED_AT = 300  # services on the map


class LiesIn:
    """Whether a community lies in a shape on the map.

    No home and no village has a position here. A community lies where services stand that are
    found in its own place; where none is on the map, nobody can tell.
    """

    def __init__(self, community: Community) -> None:
        self.path = community.area.path
        here = Site.objects.filter(
            helper__area__path__startswith=self.path,
            location__latitude__isnull=False,
            location__longitude__isnull=False,
        )
        points = here.order_by("pk").values_list("location__latitude", "location__longitude")
        self.points = list(points[:LOOKED_AT])

    def shape(self, shape: dict[str, Any]) -> bool:
        """Whether it may lie in it: any of its points does, or none is known."""
        return not self.points or any(covers(shape, *point) for point in self.points)

    def place(self, place: ServiceArea) -> bool:
        """Whether it lies in a place, or may lie in a shape, that somebody says to serve."""
        if place.area is not None:
            return self.path.startswith(place.area.path)
        return place.shape is not None and self.shape(place.shape)
