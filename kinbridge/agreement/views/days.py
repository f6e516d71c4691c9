"""Somebody's private calendar, and the sheet of days for a village's wall."""

from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kinbridge.agreement.days import calendar_of, sheet_of
from kinbridge.agreement.models import Feed
from kinbridge.agreement.operations.feed import end_feed, make_feed, owner_of
from kinbridge.community.models import Community
from kinbridge.people.doors import SignedIn, door, open_door, own_door
from kinbridge.people.roles import Deed

A_SHEET = timedelta(days=92)


@own_door
@never_cache
def own_calendar(request: SignedIn) -> HttpResponse:
    """Whether there is a private address; a new one is shown this once."""
    address = ""
    if request.method == "POST":
        secret = make_feed(person=request.user, at=timezone.now())
        address = f"{settings.SITE}{reverse('feed', args=[secret])}"
    context = {"feed": Feed.objects.visible_to(request.user).first(), "address": address}
    return render(request, "agreement/own_calendar.html", context)


@own_door
@require_POST
def end_calendar(request: SignedIn) -> HttpResponse:
    """The private address is given up."""
    end_feed(person=request.user)
    messages.success(request, _("The address opens nothing any more."))
    return redirect("own_calendar")


@open_door
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The days of whoever holds this address, as calendars read them."""
    person = owner_of(secret=secret)
    if person is None:
        raise Http404
    answer = HttpResponse(calendar_of(person, timezone.now()), content_type="text/calendar")
    answer["Cache-Control"] = "private, max-age=3600"
    answer["Content-Disposition"] = 'inline; filename="days.ics"'
    return answer


@door(Deed.SEE_AGREEMENT)
def village_calendar(request: SignedIn, key: UUID) -> HttpResponse:
    """Three months of days on one sheet, to hang up."""
    community = get_object_or_404(Community.objects.visible_to(request.user), key=key)
    first = _first(request)
    lines = sheet_of(community, request.user, first, first + A_SHEET)
    months = [
        (month, list(rows))
        for month, rows in groupby(lines, lambda line: line.day.replace(day=1))
    ]
    context = {
        "community": community,
        "months": months,
        "later": (first + A_SHEET + timedelta(days=1)).isoformat(),
    }
    return render(request, "agreement/village_calendar.html", context)


def _first(request: HttpRequest) -> date:
    """From when on, as the address says; else today."""
    try:
        return date.fromisoformat(request.GET.get("from", ""))
    except ValueError:
        return timezone.localdate()
