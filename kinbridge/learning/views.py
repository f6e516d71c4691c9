"""The page that brings findings back: to print as a poster, or to read aloud."""

from uuid import UUID

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from kinbridge.community.models import Community
from kinbridge.journal.queries import sources
from kinbridge.learning.models import ReturnOfFindings
from kinbridge.learning.queries import latest, learnt
from kinbridge.people.doors import SignedIn, door
from kinbridge.people.roles import Deed

ON_A_SHEET = 60


@door(Deed.SEE_TALK)
def findings_summary(request: SignedIn, key: UUID) -> HttpResponse:
    """What was learned, what hurts children, what people already do, what is still owed."""
    visible = Community.objects.visible_to(request.user, Deed.SEE_TALK)
    community = get_object_or_404(visible, key=key)
    returns = ReturnOfFindings.objects.visible_to(request.user).filter(community=community)
    brought_back = returns.annotate(n=Count("findings")).order_by("-when_sorts_on", "-pk")
    context = {
        "community": community,
        "learnt": learnt(community, request.user, ON_A_SHEET),
        "returns": latest(brought_back),
        "sources": sources(community.stream),
    }
    return render(request, "learning/findings.html", context)
