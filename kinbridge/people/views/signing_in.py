"""Signing in, in one step or two; signing out."""

from django.conf import settings
from django.contrib.auth import logout
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from kinbridge.foundation.errors import Refusal
from kinbridge.people import forms, passkeys
from kinbridge.people.doors import SignedIn, open_door, own_door
from kinbridge.people.kept_forms import has_kept_form, take_kept_form
from kinbridge.people.models import Passkey, Person
from kinbridge.people.operations.attempts import PleaseWait
from kinbridge.people.operations.factors import passkey_used
from kinbridge.people.queries import has_codes, has_second_factor, passkey_claimed
from kinbridge.people.sign_in import (
    half_in,
    let_half_in,
    let_in,
    with_code,
    with_passphrase,
)

language = open_door(require_POST(set_language))


@open_door
@never_cache
@sensitive_post_parameters()
def sign_in(request: HttpRequest) -> HttpResponse:
    """The first step: name and passphrase. What was typed as name stays."""
    if request.user.is_authenticated:
        return redirect(_onward(request))
    form = forms.SignIn(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _show(request, form)
    told = form.cleaned_data
    try:
        person = with_passphrase(
            request, name=told["username"], passphrase=told["password"], at=timezone.now()
        )
    except Refusal as refusal:
        return _show(request, form, refusal)
    if person is None:
        form.add_error(None, _("Name and passphrase do not fit together. Look at both."))
        return _show(request, form)
    if has_second_factor(person):
        let_half_in(request, person, at=timezone.now())
        return redirect(_second_step(request))
    return _welcome(request, person, "passphrase")


@open_door
@never_cache
@sensitive_post_parameters()
def second_step(request: HttpRequest) -> HttpResponse:
    """The second step: a code from an app or from paper, or a passkey."""
    person = half_in(request)
    if person is None:
        return redirect(_with_next("sign_in", request))
    form = forms.SecondStep(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _show_second(request, form, person)
    try:
        how = with_code(person, form.cleaned_data["code"], at=timezone.now())
    except Refusal as refusal:
        return _show_second(request, form, person, refusal)
    if how is None:
        form.add_error(
            "code", _("This code does not fit. Each counts once; take the one shown now.")
        )
        return _show_second(request, form, person)
    return _welcome(request, person, how)


@open_door
@never_cache
@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    """What the browser needs to prove a passkey, for the script of the page."""
    person = half_in(request)
    known = Passkey.objects.visible_to(person) if person is not None else ()
    return HttpResponse(passkeys.ask_to_prove(request, known), content_type="application/json")


@open_door
@never_cache
@require_POST
def passkey(request: HttpRequest) -> HttpResponse:
    """A passkey: the second step, or both at once, since it asks for a finger or a PIN."""
    half = half_in(request)
    answer = request.POST.get("answer", "")
    try:
        found = passkey_claimed(passkeys.claimed(answer), half)
        proved = passkeys.proved(request, found, answer)
    except Refusal as refusal:
        if half is not None:
            return _show_second(request, forms.SecondStep(), half, refusal)
        return _show(request, forms.SignIn(), refusal)
    assert found is not None  # noqa: S101 - ``proved`` refuses an unknown one
    passkey_used(passkey=found, sign_count=proved.sign_count, at=timezone.now())
    return _welcome(request, found.person, "passkey")


@own_door
@never_cache
def kept_form(request: SignedIn) -> HttpResponse:
    """What was typed when the session ended, to be sent anew."""
    kept = take_kept_form(request, request.user)
    if kept is None:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "people/kept_form.html", {"kept": kept})


@own_door
@require_POST
def sign_out(request: SignedIn) -> HttpResponse:
    """End this session. Nothing that waits on the device to be sent is touched."""
    logout(request)
    response = redirect("sign_in")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _onward(request: HttpRequest) -> str:
    """Where the person wanted to go, if that is a page of ours."""
    told = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        told, {request.get_host()}, require_https=request.is_secure()
    )
    return told if safe else reverse(settings.LOGIN_REDIRECT_URL)


def _with_next(name: str, request: HttpRequest) -> str:
    return f"{reverse(name)}?{urlencode({'next': _onward(request)})}"


def _second_step(request: HttpRequest) -> str:
    return _with_next("second_step", request)


def _welcome(request: HttpRequest, person: Person, by: str) -> HttpResponse:
    """Let somebody in; a form that waited for them comes first."""
    onward = reverse("kept_form") if has_kept_form(request) else _onward(request)
    return let_in(request, redirect(onward), person, by=by, at=timezone.now())


def _show(request: HttpRequest, form: Form, refusal: Refusal | None = None) -> HttpResponse:
    return _page(request, "people/sign_in.html", form, refusal, languages=settings.LANGUAGES)


def _show_second(
    request: HttpRequest,
    form: Form,
    person: Person,
    refusal: Refusal | None = None,
) -> HttpResponse:
    by = {"has_codes": has_codes(person), "has_passkeys": person.passkeys.exists()}
    return _page(request, "people/second_step.html", form, refusal, **by)


def _page(
    request: HttpRequest,
    template: str,
    form: Form,
    refusal: Refusal | None,
    **more: object,
) -> HttpResponse:
    status = 422 if form.errors else 200
    if refusal is not None:
        status = refusal.status
    context = {"form": form, "refusal": refusal, "next": _onward(request), **more}
    response = render(request, template, context, status=status)
    if isinstance(refusal, PleaseWait):
        response.headers["Retry-After"] = str(refusal.seconds)
    return response
