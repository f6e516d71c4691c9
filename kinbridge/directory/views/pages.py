"""Pages of the directory."""

from itertools import islice
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from kinbridge.directory.calendars import is_open
from kinbridge.directory.forms.finding import FindHelpers
from kinbridge.directory.models import Helper, HelperCheck
from kinbridge.directory.opening import by_day, kept
from kinbridge.directory.queries import entry_areas, source_of_helper
from kinbridge.directory.search import MOST, found
from kinbridge.directory.standard import Provider
from kinbridge.directory.suspicions import same_names
from kinbridge.people.doors import SignedIn, door
from kinbridge.people.roles import Deed

A_PAGE = 25


@door(Deed.SEE_HELPERS)
def helpers(request: SignedIn) -> HttpResponse:
    """Who can be asked around here, from the family outwards."""
    rows = Helper.objects.visible_to(request.user).listed()
    find = FindHelpers(request.GET)
    told = find.cleaned_data if find.is_valid() else {}
    for name in ("level", "formality"):
        if told.get(name):
            rows = rows.filter(**{name: told[name]})
    hits = found(rows, told["words"]) if told.get("words") else None
    if hits is not None:
        rows = rows.filter(pk__in=hits)
    rows = rows.nearest_first().prefetch_related("checks")
    context = {
        "is_cut": hits is not None and len(hits) == MOST,
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "find": find,
        "is_narrowed": any(told.values()),
        "areas": entry_areas(request.user),
        "may_check": request.user.holds(Deed.CHECK_HELPER),
    }
    return render(request, "directory/helpers.html", context)


A_ROUND = 20  # calls of three minutes: an hour


@door(Deed.CHECK_HELPER, also=Deed.SEE_HELPER_NUMBERS)
def helpers_round(request: SignedIn) -> HttpResponse:
    """Whom to call, so that entries stay true; and organisations that may be the same."""
    person, at = request.user, timezone.now()
    due = Helper.objects.visible_to(person).to_check(at).prefetch_related("checks")
    helpers = [(row, row.number_for(person), is_open(row, at)) for row in due[:A_ROUND]]
    may_join = person.holds(Deed.JOIN_PROVIDERS)
    twice = list(islice(same_names(), A_ROUND)) if may_join else []
    return render(request, "directory/round.html", {"helpers": helpers, "twice": twice})


@door(Deed.SEE_HELPERS)
def provider(request: SignedIn, key: UUID) -> HttpResponse:
    """A body that provides services: which of them lie around here."""
    bodies = Provider.objects.visible_to(request.user).select_related("joined_with")
    body = get_object_or_404(bodies, key=key)
    helpers = Helper.objects.visible_to(request.user).listed()
    own = helpers.filter(Q(provider=body) | Q(provider__joined_with=body))
    alike = bodies.filter(folded=body.folded, joined_with__isnull=True).exclude(pk=body.pk)
    context = {
        "provider": body,
        "helpers": own.nearest_first().prefetch_related("checks")[:A_PAGE],
        "alike": [] if body.joined_with else alike[:A_PAGE],
    }
    return render(request, "directory/provider.html", context)


@door(Deed.SEE_HELPERS, also=Deed.SEE_HELPER_NUMBERS)
def helper(request: SignedIn, key: UUID) -> HttpResponse:
    """One helper: what they do, where, and how sure we are of it."""
    record = get_object_or_404(Helper.objects.visible_to(request.user), key=key)
    checks = list(HelperCheck.objects.visible_to(request.user).filter(helper=record)[:A_PAGE])
    context = {
        "helper": record,
        "checks": checks,
        "check": checks[0] if checks else None,
        "number": record.number_for(request.user),
        "now": is_open(record),
        "week": by_day(kept(record.opening)) if record.opening else (),
        "served": record.service_areas.select_related("area").order_by("pk"),
        "sources": source_of_helper(record),
    }
    return render(request, "directory/helper.html", context)
