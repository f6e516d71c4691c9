"""The community's own copy: its book, its file, and what erasing means."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify

from kinbridge.community.models import Community
from kinbridge.people.doors import SignedIn, door
from kinbridge.people.roles import Deed, may
from kinbridge.reports.book import book_pdf
from kinbridge.reports.file import file_of


def _community(request: SignedIn, key: UUID, deed: Deed) -> Community:
    return get_object_or_404(Community.objects.visible_to(request.user, deed), key=key)


@door(Deed.SEE_COMMUNITY)
def own_copy(request: SignedIn, key: UUID) -> HttpResponse:
    """What the community may take with it, and how its record can be erased."""
    community = _community(request, key, Deed.SEE_COMMUNITY)
    may_take = may(community.roles_of(request.user), Deed.SEE_OWN_COPY)
    context = {"community": community, "may_take": may_take}
    return render(request, "reports/own_copy.html", context)


@door(Deed.SEE_OWN_COPY)
def book(request: SignedIn, key: UUID) -> HttpResponse:
    """The book as a PDF."""
    community = _community(request, key, Deed.SEE_OWN_COPY)
    return _attached(book_pdf(community, request.user), "application/pdf", community, "pdf")


@door(Deed.SEE_OWN_COPY)
def whole_file(request: SignedIn, key: UUID) -> HttpResponse:
    """Everything as one archive."""
    community = _community(request, key, Deed.SEE_OWN_COPY)
    return _attached(file_of(community, request.user), "application/zip", community, "zip")


def _attached(content: bytes, kind: str, community: Community, ending: str) -> HttpResponse:
    name = f"{slugify(community.name) or 'community'}.{ending}"
    told = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=told)
