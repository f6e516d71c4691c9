"""What holds for every request of somebody signed in: session, language, second factor."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kinbridge.people.kept_forms import keep_form
from kinbridge.people.lifetimes import NEED_SECOND_FACTOR, lifetime
from kinbridge.people.models import Person
from kinbridge.people.sign_in import WITH_TWO

Answer = Callable[[HttpRequest], HttpResponseBase]
NOTED_EVERY = 60  # seconds


class OwnLanguage:
    """Pages speak the language of whoever is signed in."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = getattr(request.user, "language", "")
        if language in dict(settings.LANGUAGES):
            translation.activate(language)
            request.LANGUAGE_CODE = language
        return self.answer(request)


class OwnSession:
    """Ends a session when the person's roles say so; asks some roles for a second factor."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.answer(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        """Runs after the check against forged forms, before the door."""
        person = request.user
        if not isinstance(person, Person):
            return None
        if _is_over(request, person):
            logout(request)
            messages.info(request, _("You were signed out: nobody was here for a while."))
            keep_form(request, person)
            return redirect_to_login(request.get_full_path())
        return redirect("account") if _owes_second_factor(request, person) else None


def _is_over(request: HttpRequest, person: Person) -> bool:
    """Whether the session has lasted, or rested, too long; else notes that it is in use."""
    began, seen = request.session.get("signed_in_at"), request.session.get("seen_at")
    if began is None or seen is None:
        return False
    now = int(timezone.now().timestamp())
    life = lifetime(person.roles)
    if timedelta(seconds=now - began) > life.longest:
        return True
    if life.idle is None:
        return False
    if timedelta(seconds=now - seen) > life.idle:
        return True
    if now - seen >= NOTED_EVERY:
        request.session["seen_at"] = now
    return False


def _owes_second_factor(request: HttpRequest, person: Person) -> bool:
    """In production, some roles do nothing but set up a second factor until there is one."""
    if not settings.SECOND_FACTOR_REQUIRED or request.session.get("by") in WITH_TWO:
        return False
    if not person.roles & NEED_SECOND_FACTOR:
        return False
    free = (reverse("account"), reverse("sign_out"), reverse("language"))
    return not request.path.startswith(free)
