"""Pages about gatherings."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from kinbridge.community.models import Attachment, Community, Gathering
from kinbridge.community.queries import attached_to, voices_heard
from kinbridge.people.doors import SignedIn, door, own_door
from kinbridge.people.roles import Deed
from kinbridge.sync.files import path_of

A_PAGE = 25


@door(Deed.SEE_TALK)
def gatherings(request: SignedIn, key: UUID) -> HttpResponse:
    """All gatherings of a community, the latest first."""
    visible = Community.objects.visible_to(request.user, Deed.SEE_TALK)
    community = get_object_or_404(visible, key=key)
    rows = Gathering.objects.visible_to(request.user).filter(community=community)
    page = Paginator(rows.order_by("-when_sorts_on", "-pk"), A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {"community": community, "page": page, "heard": voices_heard(community)}
    return render(request, "community/gatherings.html", context)


@door(Deed.SEE_TALK)
def gathering(request: SignedIn, key: UUID) -> HttpResponse:
    """One gathering."""
    record = get_object_or_404(Gathering.objects.visible_to(request.user), key=key)
    context = {
        "gathering": record,
        "community": record.community,
        "attachments": attached_to(record),
    }
    return render(request, "community/gathering.html", context)


@own_door
def attachment(request: SignedIn, key: UUID) -> FileResponse:
    """A photo or a recording, for whoever sees what it is attached to; never as a page."""
    found = get_object_or_404(Attachment.objects.visible_to(request.user), key=key)
    path = path_of(found.file)
    if not path.exists():
        raise Http404
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=f"{found.kind}{path.suffix}"
    )
