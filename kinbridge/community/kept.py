"""What a facilitator or mentor keeps on the phone: everything about whom they accompany."""

from kinbridge.community.models import Community
from kinbridge.journal.models import Stream
from kinbridge.people.models import Person
from kinbridge.people.roles import Deed
from kinbridge.sync.kept import Scope


def accompanied(person: Person) -> list[Scope]:
    """The communities that a person accompanies, by name."""
    communities = Community.objects.visible_to(person, Deed.SEE_TALK)
    streams = {community.stream: community for community in communities}
    heads = dict(Stream.objects.filter(name__in=streams).values_list("name", "digest"))
    return [
        Scope("community", community.pk, community.key.hex, heads.get(stream, ""))
        for stream, community in streams.items()
    ]
