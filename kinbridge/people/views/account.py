"""The own account: name, language, sessions."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kinbridge.foundation.pages import pages_of_account
from kinbridge.people import forms
from kinbridge.people.doors import SignedIn, own_door
from kinbridge.people.lifetimes import NEED_SECOND_FACTOR
from kinbridge.people.models import Passkey
from kinbridge.people.operations.account import change_account, end_sessions
from kinbridge.people.queries import has_codes, n_recovery_codes
from kinbridge.people.sign_in import speak


@own_door
@never_cache
def account(request: SignedIn) -> HttpResponse:
    """The own account, and its name and language as a form."""
    person = request.user
    seen = {"display_name": person.display_name, "language": person.language}
    form = forms.AboutMe(request.POST or None, initial=seen)
    if request.method != "POST" or not form.is_valid():
        return _show(request, form)
    change_account(person=person, **form.cleaned_data)
    with translation.override(person.language):
        messages.success(request, _("Saved."))
    response = redirect("account")
    speak(response, person.language)
    return response


def _show(request: SignedIn, form: forms.AboutMe) -> HttpResponse:
    person = request.user
    passkeys = list(Passkey.objects.visible_to(person))
    with_codes = has_codes(person)
    with_two = bool(with_codes or passkeys)
    context = {
        "form": form,
        "grants": person.grants,
        "passkeys": passkeys,
        "has_codes": with_codes,
        "with_two": with_two,
        "n_recovery_codes": n_recovery_codes(person) if with_two else 0,
        "owes_second_factor": not with_two and bool(person.roles & NEED_SECOND_FACTOR),
        "pages": pages_of_account(),
        "is_required": settings.SECOND_FACTOR_REQUIRED,
    }
    status = 422 if form.errors else 200
    return render(request, "people/account.html", context, status=status)


@own_door
@require_POST
def end_other_sessions(request: SignedIn) -> HttpResponse:
    """End all sessions but this one: a phone was lost, or a sign-out forgotten."""
    end_sessions(person=request.user)
    update_session_auth_hash(request, request.user)
    messages.success(request, _("You are signed out everywhere but here."))
    return redirect("account")
