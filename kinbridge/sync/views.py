"""The one door through which every deed comes in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kinbridge.foundation.errors import Refusal, at_fields
from kinbridge.foundation.pages import page_of
from kinbridge.people.acts import Act
from kinbridge.people.deeds import Correction, DeedForm, registry
from kinbridge.people.doors import SignedIn, own_door
from kinbridge.people.roles import Deed
from kinbridge.sync.blanks import blank_form
from kinbridge.sync.exchange import answers_to, answers_to_sealed, held_back
from kinbridge.sync.files import lay_down, take_piece
from kinbridge.sync.kept import home_of, renewed
from kinbridge.sync.models import Receipt
from kinbridge.sync.operations import first_receipt, receive
from kinbridge.sync.queries import NotThere, differing_words, form_about, needing_a_person
from kinbridge.sync.restored import knows, note_contact, unknown
from kinbridge.sync.wire import Damaged, brought, unpacked


@own_door
def do(request: SignedIn, deed: str, key: UUID) -> HttpResponse:
    """The page of a deed: shows its form, and does it.

    What the person may not see is not found; what they see and may not do is refused.
    """
    if request.method != "POST":
        return _show(request, _form(request, deed, key))
    try:
        data = _with_files(request)
    except Refusal as refusal:
        return _refused(request, _form(request, deed, key), refusal)
    try:
        receipt = first_receipt(key=data.get("key"), deed=deed, by=request.user, data=data)
    except Refusal as refusal:
        return _refused(request, _form(request, deed, key, data), refusal)
    if receipt is not None:
        return _done(request, registry[Deed(deed)], receipt)
    return _receive(request, _form(request, deed, key, data))


@own_door
def blank(request: SignedIn, deed: str, key: UUID) -> HttpResponse:
    """The form of a deed about something that is not recorded yet, where all else of it would
    be kept; for phones, which put in the key of what they made."""
    home, form_class = home_of(request.user, key), registry.get(deed)  # type: ignore[call-overload]
    form = blank_form(form_class, home, request.user) if home and form_class else None
    if form is None:
        raise Http404
    return _show(request, form, record=home)


def _with_files(request: SignedIn) -> QueryDict:
    """What was posted; a file that came with it is laid down, and its key stands for it."""
    if not request.FILES:
        return request.POST
    data = request.POST.copy()
    try:
        key = UUID(data.get("key", ""))
    except ValueError:
        return data
    for name, file in request.FILES.items():
        if isinstance(file, UploadedFile):
            data[name] = str(lay_down(key=key, person=request.user, file=file))
    return data


def _form(request: SignedIn, deed: str, key: UUID, data: QueryDict | None = None) -> DeedForm:
    if data is None and request.method == "POST":
        data = request.POST
    try:
        return form_about(deed=deed, key=key, person=request.user, data=data)
    except NotThere:
        raise Http404 from None


def _receive(request: SignedIn, form: DeedForm) -> HttpResponse:
    if not form.is_valid():
        return _show(request, form, status=422)
    try:
        receipt = receive(form=form, act=_act(form), asks=True)
    except Refusal as refusal:
        return _refused(request, form, refusal)
    return _done(request, type(form), receipt)


def _done(request: SignedIn, form_class: type[DeedForm], receipt: Receipt) -> HttpResponse:
    """Say that it is saved, and lead to where the reader expects to be."""
    saved = gettext("Saved: %(heading)s") % {"heading": form_class.heading}
    messages.success(request, saved)
    way_back = "" if form_class.leads_on else _way_back(request)
    return redirect(way_back or receipt.leads_to)


def _refused(request: SignedIn, form: DeedForm, refusal: Refusal) -> HttpResponse:
    """The form once more, with what was typed and the reason."""
    form.add_error(at_fields(refusal, form.fields), str(refusal.message))
    before = getattr(refusal, "receipt", None)
    return _show(request, form, status=refusal.status, before=before)


def _act(form: DeedForm) -> Act:
    now = timezone.now()
    return Act(
        by=form.by,
        at=now,
        received_at=now,
        key=form.cleaned_data["key"],
        guard_passed=form.cleaned_data["looked_again"],
    )


def _show(
    request: SignedIn,
    form: DeedForm,
    status: int = 200,
    before: Receipt | None = None,
    record: Model | None = None,
) -> HttpResponse:
    differing = differing_words(form.record) if isinstance(form, Correction) else {}
    context = {
        "form": form,
        "record": record or form.record,
        "about": page_of(record or form.record),
        "before": before,
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
    needing = needing_a_person(request.user)
    with_words = [(record, form, differing_words(record)) for record, form in needing]
    return render(request, "sync/diverged.html", {"needing": with_words})


@own_door
@csrf_exempt  # a kept page has no fresh token: origin and a header of our own are asked instead
@require_POST
def exchange(request: SignedIn) -> JsonResponse:
    """The forms that waited on a phone go up; answers and renewed pages come down."""
    if not _is_ours(request):
        raise Damaged(gettext("This exchange does not come from a page of ours."))
    now = timezone.now()
    body = unpacked(request.body, encoding=request.headers.get("Content-Encoding", ""))
    up = brought(body, received_at=now)
    device = getattr(request, "device", None)
    who: dict[str, Any] = {"person": request.user, "received_at": now}
    told: dict[str, Any] = {}
    if device is not None and not knows(device, up.mark):
        told["answers"] = list(held_back(up))
    else:  # what is sealed is older, and the others may rest on it
        sealed = list(answers_to_sealed(up.sealed, **who))
        told["answers"] = list(answers_to(up, **who))
        told |= {"opened": sealed} if up.sealed else {}
    if up.done:
        told["unknown"] = unknown(up.done)
    if up.kept is not None:
        told["kept"] = renewed(up.kept, request)
    if device is not None:
        answers = [*told["answers"], *told.get("opened", ())]
        told |= note_contact(device=device, mark=up.mark, answers=answers, at=now)
    return JsonResponse(told)


@own_door
@csrf_exempt  # as for the exchange
@require_POST
def arriving(request: SignedIn, key: UUID) -> JsonResponse:
    """A piece of a file, or none, to ask: the answer says how much of it is here."""
    if not _is_ours(request):
        raise Damaged(gettext("This exchange does not come from a page of ours."))
    try:
        size, at = int(request.GET["size"]), int(request.GET["at"])
        digest = request.GET["digest"]
    except (KeyError, ValueError):
        raise Damaged(gettext("This exchange is damaged.")) from None
    here = take_piece(
        key=key, person=request.user, size=size, digest=digest, at=max(0, at),
        piece=request.body,
    )  # fmt: skip
    return JsonResponse({"have": here})


def _is_ours(request: SignedIn) -> bool:
    """No other site can set our header without asking first, and browsers tell who asks."""
    origin = request.headers.get("Origin")
    return (
        "X-Kinbridge-Exchange" in request.headers
        and request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
        and origin in {None, f"{request.scheme}://{request.get_host()}"}
    )
