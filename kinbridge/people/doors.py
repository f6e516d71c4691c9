"""Doors: every view has one. Behind them, Django asks everybody to sign in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.errors import NotAllowed
from kinbridge.people.models import Person
from kinbridge.people.roles import READING_IS_NOTED, Deed

View = Callable[..., HttpResponseBase]


class SignedIn(HttpRequest):
    """A request behind a door: its user is a Person."""

    user: Person


Noting = Callable[[SignedIn, Deed], object]
_noting: list[Noting] = []


def note_readings(noting: Noting) -> None:
    """Who writes down restricted readings, before they happen: what cannot be noted is not
    shown."""
    if noting not in _noting:
        _noting.append(noting)


def _note(request: SignedIn, deed: Deed) -> None:
    """Once a request and deed: a phone that renews many pages reads them in one."""
    noted: set[Deed] = request.META.setdefault("kinbridge.noted", set())
    if deed in READING_IS_NOTED and deed not in noted and request.user.holds(deed):
        noted.add(deed)
        for noting in _noting:
            noting(request, deed)


def door(deed: Deed, *, also: Deed | None = None) -> Callable[[View], View]:
    """Only those with a role that may do this deed come in; what they see is another matter.

    ``also``: what the page shows beyond to those who may; its reading is noted.
    """

    def fit(view: View) -> View:
        @wraps(view)
        def guarded(request: SignedIn, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.holds(deed):
                raise NotAllowed(_("Your role does not open this page."))
            _note(request, also or deed)
            return view(request, *args, **kwargs)

        guarded.door = deed  # type: ignore[attr-defined]
        return guarded

    return fit


def own_door(view: View) -> View:
    """For pages of the person who is signed in: their home, their account, their forms."""
    view.door = "signed in"  # type: ignore[attr-defined]
    return view


def private(view: View) -> View:
    """What is sent to this page is kept nowhere, not even for whoever signs in again."""
    view.is_private = True  # type: ignore[attr-defined]
    return view


def open_door(view: View) -> View:
    """For the few pages that need no account."""
    opened: View = login_not_required(view)
    opened.door = "open"  # type: ignore[attr-defined]
    return opened
