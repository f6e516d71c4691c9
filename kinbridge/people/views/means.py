"""What proves the own account: passphrase, codes from an app, codes on paper, passkeys.

Each change asks for the passphrase once more: an open page is no proof.
"""

from base64 import b32encode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.forms import Form
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from kinbridge.foundation.errors import Refusal, at_fields
from kinbridge.foundation.square import square
from kinbridge.people import forms, passkeys
from kinbridge.people.doors import SignedIn, own_door
from kinbridge.people.models import Passkey
from kinbridge.people.operations import factors
from kinbridge.people.operations.account import end_sessions, set_passphrase
from kinbridge.people.passphrases import generated
from kinbridge.people.queries import has_second_factor, n_recovery_codes, waiting_codes

MAY_MAKE = "may_make_passkey"


def _is_proved(request: SignedIn, form: forms.Again) -> bool:
    """Whether a form came and its passphrase is right; else the form says what is not."""
    try:
        return request.method == "POST" and form.is_valid() and form.proves(request.user)
    except Refusal as refusal:
        form.add_error(None, str(refusal.message))
        return False


def _show(request: SignedIn, template: str, form: Form, **more: object) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, f"people/{template}.html", {"form": form, **more}, status=status)


def _with_two(request: SignedIn, by: str) -> None:
    """From now on this account is proved by two things; older sessions end."""
    end_sessions(person=request.user)
    update_session_auth_hash(request, request.user)
    request.session["by"] = by


def _with_fewer(request: SignedIn) -> None:
    if not has_second_factor(request.user):
        request.session["by"] = "passphrase"


def _show_paper(request: SignedIn, codes: list[str]) -> HttpResponse:
    """The only time that recovery codes are shown."""
    return render(request, "people/paper.html", {"codes": codes})


@own_door
@never_cache
@sensitive_post_parameters()
def passphrase(request: SignedIn) -> HttpResponse:
    """From the old passphrase to a new one; other sessions end."""
    form = forms.ChangePassphrase(request.POST or None, person=request.user)
    if not _is_proved(request, form):
        return _show(request, "passphrase", form, suggestion=generated())
    set_passphrase(person=request.user, passphrase=form.cleaned_data["new"])
    update_session_auth_hash(request, request.user)
    messages.success(request, _("Your passphrase is changed. Other sessions have ended."))
    return redirect("account")


@own_door
@never_cache
@sensitive_post_parameters()
def begin_codes(request: SignedIn) -> HttpResponse:
    """Begin to use codes from an app."""
    form = forms.Again(request.POST or None)
    if not _is_proved(request, form):
        return _show(request, "begin_codes", form)
    factors.begin_codes(person=request.user)
    return redirect("confirm_codes")


@own_door
@never_cache
def confirm_codes(request: SignedIn) -> HttpResponse:
    """The secret, as a square and as letters, until its first code was typed."""
    device = waiting_codes(request.user)
    if device is None:
        return redirect("account")
    form = forms.ConfirmCodes(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            paper = factors.confirm_codes(person=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(at_fields(refusal, form.fields), str(refusal.message))
        else:
            _with_two(request, "code")
            return _show_paper(request, paper)
    secret = b32encode(device.bin_key).decode()
    in_groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return _show(
        request, "confirm_codes", form, square=square(device.config_url), secret=in_groups
    )


@own_door
@never_cache
@sensitive_post_parameters()
def remove_codes(request: SignedIn) -> HttpResponse:
    """Forget the app and the paper."""
    form = forms.Again(request.POST or None)
    if not _is_proved(request, form):
        return _show(request, "remove_codes", form)
    factors.remove_codes(person=request.user)
    _with_fewer(request)
    messages.success(request, _("Codes are no longer asked for."))
    return redirect("account")


@own_door
@never_cache
@sensitive_post_parameters()
def recovery_codes(request: SignedIn) -> HttpResponse:
    """Ten new codes to keep on paper."""
    form = forms.Again(request.POST or None)
    if not has_second_factor(request.user):
        return redirect("account")
    if not _is_proved(request, form):
        return _show(request, "recovery_codes", form)
    return _show_paper(request, factors.renew_recovery_codes(person=request.user))


@own_door
@never_cache
@require_POST
@sensitive_post_parameters()
def passkey_to_make(request: SignedIn) -> HttpResponse:
    """What the browser needs to make a passkey, for the script of the page."""
    form = forms.NewPasskey(request.POST)
    if not _is_proved(request, form):
        return JsonResponse(
            {"errors": [e for es in form.errors.values() for e in es]}, status=422
        )
    request.session[MAY_MAKE] = form.cleaned_data["name"]
    known = Passkey.objects.visible_to(request.user)
    options = passkeys.ask_to_make(request, request.user, known)
    return HttpResponse(options, content_type="application/json")


@own_door
@never_cache
@sensitive_post_parameters()
def add_passkey(request: SignedIn) -> HttpResponse:
    """Add a passkey. Its making was allowed by the passphrase just before."""
    if request.method != "POST":
        return _show(request, "add_passkey", forms.NewPasskey())
    name = request.session.pop(MAY_MAKE, "")
    form = forms.NewPasskey(request.POST)
    try:
        made = passkeys.made(request, request.user, request.POST.get("answer", ""))
        factors.add_passkey(
            person=request.user,
            name=name,
            credential_id=made.credential_id,
            public_key=made.public_key,
            sign_count=made.sign_count,
            at=timezone.now(),
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal.message))
        return _show(request, "add_passkey", form)
    _with_two(request, "passkey")
    if n_recovery_codes(request.user):
        messages.success(request, _("The passkey is added."))
        return redirect("account")
    return _show_paper(request, factors.renew_recovery_codes(person=request.user))


@own_door
@never_cache
@sensitive_post_parameters()
def remove_passkey(request: SignedIn, key: UUID) -> HttpResponse:
    """Forget a passkey."""
    found = get_object_or_404(Passkey.objects.visible_to(request.user), key=key)
    form = forms.Again(request.POST or None)
    if not _is_proved(request, form):
        return _show(request, "remove_passkey", form, passkey=found)
    factors.remove_passkey(passkey=found)
    _with_fewer(request)
    messages.success(request, _("The passkey is forgotten here."))
    return redirect("account")
