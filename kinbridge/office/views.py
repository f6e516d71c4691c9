"""Pages about who works here, and the page that a one-time link opens."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from kinbridge.foundation.square import square
from kinbridge.office.forms import MakeLink
from kinbridge.office.operations import LinkIsOver, find_link, make_link, use_link
from kinbridge.office.queries import standing, topmost, waiting_for_approval, who_works_in
from kinbridge.office.rules import looks_after, may_forget_factors
from kinbridge.people.acts import Act
from kinbridge.people.doors import SignedIn, door, open_door
from kinbridge.people.forms import NewPassphrase
from kinbridge.people.models import Grant, Person
from kinbridge.people.passphrases import generated
from kinbridge.people.queries import has_second_factor
from kinbridge.people.roles import Deed
from kinbridge.places.models import Area
from kinbridge.sync.models import Device

A_PAGE = 25


@door(Deed.SEE_PEOPLE)
def people(request: SignedIn, key: UUID | None = None) -> HttpResponse:
    """Who works here, and until when; all in sight, or those of one place."""
    tops = topmost(request.user.areas_for(Deed.SEE_PEOPLE))
    area = None
    if key is not None:
        area = get_object_or_404(Area.objects.visible_to(request.user), key=key)
    below = area.parts.order_by("name", "pk") if area is not None else tops
    page = Paginator(who_works_in(request.user, area), A_PAGE)
    context = {
        "area": area,
        "trail": _trail(area, tops),
        "below": below,
        "page": page.get_page(request.GET.get("page")),
        "waiting": [] if area is not None else waiting_for_approval(request.user),
    }
    return render(request, "office/people.html", context)


def _trail(area: Area | None, tops: list[Area]) -> list[Area]:
    """The places above, up to where the person's own begin."""
    trail: list[Area] = []
    above = area
    while above is not None and above not in tops:
        above = above.parent
        if above is not None:
            trail.insert(0, above)
    return trail


@door(Deed.SEE_PEOPLE)
def person(request: SignedIn, key: UUID) -> HttpResponse:
    """Somebody who works here: roles, and what can be done about them."""
    found = get_object_or_404(Person.objects.visible_to(request.user), key=key)
    in_sight = Grant.objects.visible_to(request.user).filter(person=found)
    now = list(standing(request.user).filter(person=found))
    context = {
        "person": found,
        "standing": now,
        "past": in_sight.exclude(pk__in=[grant.pk for grant in now]).select_related("area"),
        "devices": Device.objects.visible_to(request.user).filter(person=found),
        "looks_after": found.is_active and looks_after(request.user, found),
        "may_forget_factors": has_second_factor(found)
        and may_forget_factors(request.user, found),
    }
    return render(request, "office/person.html", context)


@door(Deed.INVITE_PERSON)
@never_cache
@require_POST
def link(request: SignedIn, key: UUID) -> HttpResponse:
    """A new one-time link, shown this once, to be handed over in person."""
    found = get_object_or_404(Person.objects.visible_to(request.user), key=key)
    form = MakeLink(request.POST)
    form.is_valid()
    now = timezone.now()
    made, secret = make_link(
        person=found, act=Act(by=request.user, at=now, received_at=now), **form.cleaned_data
    )
    address = request.build_absolute_uri(reverse("welcome", args=[secret]))
    context = {"link": made, "person": found, "address": address, "square": square(address)}
    return render(request, "office/link.html", context)


@open_door
@never_cache
@sensitive_post_parameters()
def welcome(request: HttpRequest, secret: str) -> HttpResponse:
    """What a one-time link opens: a passphrase is chosen, once. Looking does not use it up."""
    found = find_link(secret=secret, at=timezone.now())
    if found is None:
        raise LinkIsOver(
            _("This link was used, replaced, or is more than two days old. Ask for a new one.")
        )
    form = NewPassphrase(request.POST or None, person=found.person)
    if request.method == "POST" and form.is_valid():
        use_link(secret=secret, passphrase=form.cleaned_data["new"], at=timezone.now())
        messages.success(request, _("Your passphrase is set. Now sign in with it."))
        return redirect("sign_in")
    context = {"form": form, "link": found, "suggestion": generated()}
    status = 422 if form.errors else 200
    return render(request, "office/welcome.html", context, status=status)
