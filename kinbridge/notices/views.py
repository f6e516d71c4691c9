"""Pages of notices: how a person is reached, what nobody could place; and two addresses that
gateways call."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from kinbridge.foundation.errors import Refusal, at_fields
from kinbridge.notices import forms
from kinbridge.notices.gateways import chosen, push
from kinbridge.notices.gateways.protocol import Gateway, NotOurs
from kinbridge.notices.models import Channel, Contact, Message
from kinbridge.notices.operations import contacts, take_message, take_report
from kinbridge.notices.queries import had_sent
from kinbridge.notices.words import sign
from kinbridge.people.doors import SignedIn, door, open_door, own_door
from kinbridge.people.roles import Deed

A_FEW, A_PAGE = 10, 100
_FORMS: dict[str, type[Form]] = {
    Channel.SMS: forms.AddNumber,
    Channel.EMAIL: forms.AddMail,
}


@own_door
@never_cache
def own_contacts(request: SignedIn) -> HttpResponse:
    """How the person is reached, and what became of what they had sent."""
    return _show(request)


def _show(request: SignedIn, channel: str = "", form: Form | None = None) -> HttpResponse:
    ways = [
        {"channel": way, "form": form if way == channel else made(), "url_name": f"add_{way}"}
        for way, made in _FORMS.items()
        if chosen.is_set_up(way)
    ]
    context = {
        "contacts": Contact.objects.visible_to(request.user),
        "ways": ways,
        "push_key": push.public_key() if push.is_set_up() else "",
        "is_set_up": bool(ways) or push.is_set_up(),
        "sent": had_sent(request.user)[:A_FEW],
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "notices/own_contacts.html", context, status=status)


@own_door
@require_POST
def add_contact(request: SignedIn, channel: str) -> HttpResponse:
    """Note a number or an e-mail address, and send it a code."""
    form = _FORMS[channel](request.POST)
    if not form.is_valid():
        return _show(request, channel, form)
    told = form.cleaned_data[channel]
    try:
        contact = contacts.add_contact(
            person=request.user, channel=Channel(channel), to=told, at=timezone.now()
        )
    except Refusal as refusal:
        form.add_error(at_fields(refusal, form.fields), str(refusal.message))
        return _show(request, channel, form)
    return redirect("confirm_contact", key=contact.key)


@own_door
@never_cache
def confirm_contact(request: SignedIn, key: UUID) -> HttpResponse:
    """The figures that were sent are typed in."""
    contact = get_object_or_404(Contact.objects.visible_to(request.user), key=key)
    form = forms.ConfirmContact(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"].strip()
        if contacts.confirm_contact(contact=contact, code=code, at=timezone.now()):
            messages.success(request, _("From now on notices reach you there."))
            return redirect("own_contacts")
        form.add_error("code", _("These are not the figures, or they are too old."))
    context = {"form": form, "contact": contact}
    status = 422 if form.errors else 200
    return render(request, "notices/confirm_contact.html", context, status=status)


@own_door
@require_POST
def remove_contact(request: SignedIn, key: UUID) -> HttpResponse:
    """No notices there any more."""
    contact = get_object_or_404(Contact.objects.visible_to(request.user), key=key)
    contacts.remove_contact(contact=contact)
    messages.success(request, _("No notices go there any more."))
    return redirect("own_contacts")


@own_door
@require_POST
def add_browser(request: SignedIn) -> HttpResponse:
    """This browser will show a sign when something waits."""
    contacts.add_browser(
        person=request.user, endpoint=request.POST.get("endpoint", ""), at=timezone.now()
    )
    messages.success(request, _("This browser shows a sign from now on."))
    return redirect("own_contacts")


@open_door
def push_worker(request: HttpRequest) -> HttpResponse:
    """What shows the sign in a browser: the same fixed words as every notice."""
    known = dict(settings.LANGUAGES)
    language = request.GET.get("in", "")
    language = language if language in known else settings.LANGUAGE_CODE
    told = {
        "language": language,
        "direction": "rtl" if get_language_info(language)["bidi"] else "ltr",
        "words": sign(language),
    }
    return render(request, "notices/push_worker.js", told, content_type="text/javascript")


@door(Deed.SEE_MESSAGES)
def unplaced(request: SignedIn) -> HttpResponse:
    """SMS that came in and that nothing understood: somebody wrote, and waits."""
    context = {"unplaced": Message.objects.visible_to(request.user)[:A_PAGE]}
    return render(request, "notices/unplaced.html", context)


@open_door
@csrf_exempt  # a gateway has no page of ours; what it brings proves where it comes from
@require_POST
def sms_in(request: HttpRequest, gateway: str) -> HttpResponse:
    """A gateway brings a message. What is kept is answered with 200, so that it forgets it."""
    try:
        found = _gateway(gateway)
        take_message(gateway=found.name, incoming=found.message_in(request), at=timezone.now())
    except NotOurs:
        return HttpResponseForbidden("", content_type="text/plain")
    return HttpResponse("", content_type="text/plain")


@open_door
@csrf_exempt
@require_GET
def sms_report(request: HttpRequest, gateway: str, signed: str) -> HttpResponse:
    """A gateway reports on one notice, at the address we gave it for that notice alone.

    By GET, because gateways know nothing else; no page leads here, no browser comes.
    """
    try:
        found, key = _gateway(gateway), UUID(chosen.reported_key(signed))
        take_report(key=key, is_delivered=found.report_in(request), at=timezone.now())
    except NotOurs:
        return HttpResponseForbidden("", content_type="text/plain")
    return HttpResponse("", content_type="text/plain")


def _gateway(name: str) -> Gateway:
    found = chosen.sms_gateway()
    if found is None or found.name != name:
        raise NotOurs
    return found
