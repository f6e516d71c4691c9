"""Signing in and out; the own account."""

from django.contrib.auth import logout
from django.contrib.auth.views import LoginView
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from kinbridge.people.doors import SignedIn, open_door, own_door

sign_in = open_door(LoginView.as_view(template_name="people/sign_in.html"))


@own_door
@require_POST
def sign_out(request: SignedIn) -> HttpResponse:
    """End this session."""
    logout(request)
    return redirect("sign_in")


@own_door
def account(request: SignedIn) -> HttpResponse:
    """The own account."""
    return render(request, "people/account.html", {})
