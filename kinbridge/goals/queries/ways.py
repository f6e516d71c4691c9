"""How a community decides."""

from kinbridge.community.models import Community
from kinbridge.goals.models import WayOfDeciding
from kinbridge.people.models import Person


def latest_way_of_deciding(community: Community, person: Person) -> WayOfDeciding | None:
    """How the community decides, as it last agreed. One query."""
    ways = WayOfDeciding.objects.visible_to(person).filter(community=community)
    return ways.order_by("-when_sorts_on", "-pk").first()
