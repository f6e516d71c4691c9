"""The community's own copy: its book, its file, and what erasing means."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kinbridge.agreement.models import Agreement
from kinbridge.community.models import Community
from kinbridge.goals.models import Goal
from kinbridge.people.doors import SignedIn, door, own_door
from kinbridge.people.roles import Deed, may
from kinbridge.reports import slips
from kinbridge.reports.book import book_pdf
from kinbridge.reports.codes import address_of, papers_of
from kinbridge.reports.file import file_of


def _community(request: SignedIn, key: UUID, deed: Deed) -> Community:
    return get_object_or_404(Community.objects.visible_to(request.user, deed), key=key)


@door(Deed.SEE_COMMUNITY)
def own_copy(request: SignedIn, key: UUID) -> HttpResponse:
    """What the community may take with it, and how its record can be erased."""
    community = _community(request, key, Deed.SEE_COMMUNITY)
    may_take = may(community.roles_of(request.user), Deed.SEE_OWN_COPY)
    goals = Goal.objects.visible_to(request.user).filter(community=community)
    agreements = Agreement.objects.visible_to(request.user)
    context = {
        "community": community,
        "may_take": may_take,
        "goals": goals.order_by("pk"),
        "agreements": agreements.filter(dialogue__goal__community=community).order_by("pk"),
    }
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


@door(Deed.SEE_AGREEMENT)
def agreement_slip(request: SignedIn, key: UUID) -> HttpResponse:
    """The promises of an agreement as a slip to take along."""
    agreement = get_object_or_404(Agreement.objects.visible_to(request.user), key=key)
    return _shown(slips.agreement_slip(agreement, _keyed_in(request)))


@door(Deed.SEE_COMMUNITY)
def goal_slip(request: SignedIn, key: UUID) -> HttpResponse:
    """What people set out to do for a goal, as a slip to take along."""
    goal = get_object_or_404(Goal.objects.visible_to(request.user), key=key)
    return _shown(slips.goal_slip(goal, request.user, _keyed_in(request)))


@own_door
def paper(request: SignedIn) -> HttpResponse:
    """From the code on a paper to the form of its deed. A phone does the same by itself, with
    the list that stands here."""
    code, wrong = request.GET.get("code", "")[:40], ""
    if code:
        try:
            address = address_of(code, request.user)
        except ValueError:
            wrong = _("This is no such code: a sign is wrong, missing, or one too many.")
        else:
            if address:
                return redirect(address)
            wrong = _("No paper with this code is yours to key in.")
    context = {"code": code, "wrong": wrong, "papers": list(papers_of(request.user))}
    return render(request, "reports/paper.html", context, status=422 if wrong else 200)


def _keyed_in(request: SignedIn) -> str:
    """The address that a square code on paper is completed to; it holds nothing secret."""
    return request.build_absolute_uri(f"{reverse('paper')}?code=")


def _shown(content: bytes) -> HttpResponse:
    told = {"Content-Disposition": 'inline; filename="slip.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=told)


def _attached(content: bytes, kind: str, community: Community, ending: str) -> HttpResponse:
    name = f"{slugify(community.name) or 'community'}.{ending}"
    told = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=told)
