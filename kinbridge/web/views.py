"""Pages that join several parts."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from kinbridge.community.models import Community
from kinbridge.people.doors import SignedIn, door, own_door
from kinbridge.people.roles import Deed


@own_door
def home(request: SignedIn) -> HttpResponse:
    """What should I look at today?"""
    return render(request, "web/home.html", {})


@door(Deed.SEE_COMMUNITY)
def communities(request: SignedIn) -> HttpResponse:
    """The communities in sight."""
    rows = Community.objects.visible_to(request.user)
    return render(request, "web/communities.html", {"communities": rows})


@door(Deed.SEE_COMMUNITY)
def community(request: SignedIn, key: UUID) -> HttpResponse:
    """The story of a community, from top to bottom."""
    record = get_object_or_404(Community.objects.visible_to(request.user), key=key)
    return render(request, "web/community.html", {"community": record})
