"""The one door through which every deed comes in."""

from uuid import UUID

from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.errors import NotAllowed, Refusal, at_fields
from kinbridge.foundation.pages import page_of
from kinbridge.people.acts import Act
from kinbridge.people.deeds import Correction, DeedForm, registry
from kinbridge.people.doors import SignedIn, own_door
from kinbridge.sync.operations import answered, receive
from kinbridge.sync.queries import differing_words, needing_a_person, version_of


@own_door
def do(request: SignedIn, deed: str, key: UUID) -> HttpResponse:
    """The page of a deed: shows its form, and does it.

    What the person may not see is not found; what they see and may not do is refused.
    """
    form_class = registry.get(deed)  # type: ignore[call-overload]
    if form_class is None:
        raise Http404
    record = form_class.about.objects.visible_to(request.user).filter(key=key).first()
    if record is None:
        raise Http404
    if not form_class.may_be_done_by(request.user, record):
        raise NotAllowed(_("Your role does not do this here."))
    if request.method == "POST":
        return _receive(request, form_class, record)
    initial = _seen(form_class, record)
    return _show(request, form_class(record=record, by=request.user, initial=initial))


def _receive(request: SignedIn, form_class: type[DeedForm], record: Model) -> HttpResponse:
    form = form_class(
        request.POST, record=record, by=request.user, initial=_seen(form_class, record)
    )
    try:
        receipt = answered(form=form)
        if receipt is None and not form.is_valid():
            return _show(request, form, status=422)
        receipt = receipt or receive(form=form, act=_act(form))
    except Refusal as refusal:
        form.add_error(at_fields(refusal, form.fields), str(refusal.message))
        return _show(request, form, status=refusal.status)
    return redirect(_way_back(request) or receipt.leads_to)


def _act(form: DeedForm) -> Act:
    now = timezone.now()
    return Act(
        by=form.by,
        at=now,
        received_at=now,
        key=form.cleaned_data["key"],
        guard_passed=form.cleaned_data["looked_again"],
    )


def _seen(form_class: type[DeedForm], record: Model) -> dict[str, object]:
    """For a correction, what stands now and its version."""
    if not issubclass(form_class, Correction):
        return {}
    names = [name for name in form_class.base_fields if hasattr(record, name) and name != "key"]
    return {**{name: getattr(record, name) for name in names}, "base": version_of(record)}


def _show(request: SignedIn, form: DeedForm, status: int = 200) -> HttpResponse:
    differing = differing_words(form.record) if isinstance(form, Correction) else {}
    context = {
        "form": form,
        "record": form.record,
        "about": page_of(form.record),
        "differing": differing,
        "way_back": _way_back(request),
    }
    return render(request, form.template, context, status=status)


def _way_back(request: SignedIn) -> str:
    """Where the form was opened from, if that is a page of ours."""
    told = request.POST.get("from") or request.GET.get("from") or ""
    return told if url_has_allowed_host_and_scheme(told, allowed_hosts=None) else ""


@own_door
def diverged(request: SignedIn) -> HttpResponse:
    """Records on whose words two people differ, for whoever can settle them."""
    return render(request, "sync/diverged.html", {"needing": needing_a_person(request.user)})
