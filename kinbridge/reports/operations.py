"""Erasing a community, on its request."""

from django.utils.translation import gettext_lazy as _

from kinbridge.agreement.models import Agreement, Ending
from kinbridge.community.models import Community
from kinbridge.foundation.errors import Conflict
from kinbridge.foundation.references import reference
from kinbridge.foundation.transactions import whole
from kinbridge.journal.models import Entry
from kinbridge.journal.operations import enter, erase_payloads
from kinbridge.people.acts import Act
from kinbridge.people.roles import Deed
from kinbridge.places.models import Area
from kinbridge.sync.models import Receipt, Version, Wording


class VillagesFirst(Conflict):
    """The villages of a cluster are communities of their own."""


@whole
def erase_community(*, community: Community, asked_by: str, act: Act) -> Area:
    """Erase all that was recorded of a community, and the words in its journal. The chain of
    digests stays, and tells that something was erased, when, and at whose word.

    Raises: VillagesFirst.
    """
    if community.villages.exists():
        raise VillagesFirst(
            _("Its villages are communities too. Erase them first, if they ask for it.")
        )
    area, stream = community.area, community.stream
    told = set(Entry.objects.of(stream).values_list("about", flat=True))
    abouts = told | {reference(community)}
    for about in sorted(abouts):
        erase_payloads(about=about)
    Version.objects.filter(about__in=abouts).delete()
    Wording.objects.filter(about__in=abouts).delete()
    Receipt.objects.filter(made__in=abouts).delete()
    _let_agreements_go(community)
    gone = Community(key=community.key)
    community.delete()
    payload = {"asked_by": asked_by}
    enter(stream=stream, deed=Deed.ERASE_COMMUNITY, about=gone, act=act, payload=payload)
    return area


def _let_agreements_go(community: Community) -> None:
    """Agreements hold one another; a community's go together."""
    agreements = Agreement.objects.filter(dialogue__goal__community=community)
    Ending.objects.filter(agreement__in=agreements).delete()
    agreements.update(follows=None)
