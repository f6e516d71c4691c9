"""Pages that join several parts."""

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import F
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from kinbridge.community.models import Community, accompanied_by
from kinbridge.journal.queries import entries_of
from kinbridge.people.doors import SignedIn, door, open_door, own_door
from kinbridge.people.roles import Deed
from kinbridge.sync.devices import may_keep_pages
from kinbridge.web.guide import PARTS
from kinbridge.web.story import story_of, with_way_and_pause
from kinbridge.web.today import part_of, things_for

A_PAGE = 25


@own_door
def home(request: SignedIn) -> HttpResponse:
    """What should I look at today?"""
    person = request.user
    context = {
        "things": things_for(person),
        "part_of": part_of(person),
        "sees_missing": person.holds(Deed.SEE_MISSING),
        "may_keep": may_keep_pages(person),
        "writes": person.holds(Deed.WRITE_REFLECTION),
    }
    return render(request, "web/home.html", context)


@open_door
def guide(request: HttpRequest) -> HttpResponse:
    """The pocket guide."""
    return render(request, "web/guide.html", {"parts": PARTS})


@door(Deed.SEE_COMMUNITY)
def communities(request: SignedIn) -> HttpResponse:
    """The communities in sight by name, each cluster with its villages."""
    cluster = Coalesce("cluster__name", "name")
    rows = Community.objects.visible_to(request.user).select_related("cluster")
    rows = rows.order_by(cluster, F("cluster").asc(nulls_first=True), "name", "pk")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    walking = accompanied_by(request.user)
    for community in page:
        roles = sorted(walking.get(community.pk, ()))
        community.walking = [role.label for role in roles]  # type: ignore[attr-defined]
    areas = request.user.areas_for(Deed.WELCOME_COMMUNITY)
    return render(request, "web/communities.html", {"page": page, "areas": areas})


@door(Deed.SEE_COMMUNITY)
def community(request: SignedIn, key: UUID) -> HttpResponse:
    """The story of a community, from top to bottom."""
    visible = with_way_and_pause(Community.objects.visible_to(request.user))
    record = get_object_or_404(visible, key=key)
    story = story_of(record, request.user)
    context = {"community": record, "story": story, "sources": story.sources}
    return render(request, "web/community.html", context)


@door(Deed.SEE_JOURNAL)
def journal(request: SignedIn, key: UUID) -> HttpResponse:
    """Everything recorded about a community, the latest first."""
    visible = Community.objects.visible_to(request.user, Deed.SEE_JOURNAL)
    record = get_object_or_404(visible, key=key)
    page = Paginator(entries_of(record.stream), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "web/journal.html", {"community": record, "page": page})
