"""One place turns a refusal into a page; one place keeps private pages out of caches."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from kinbridge.foundation.errors import Conflict, Refusal

log = logging.getLogger("kinbridge")
Answer = Callable[[HttpRequest], HttpResponse]
Answered = TypeVar("Answered", bound=HttpResponseBase)

_PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def with_camera(
    view: Callable[..., Answered],
) -> Callable[..., Answered]:
    """A page of ours that may ask for the camera, to read square codes; it alone."""

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> Answered:
        response = view(*args, **kwargs)
        allowed = _PERMISSIONS.replace("camera=()", "camera=(self)")
        response.headers["Permissions-Policy"] = allowed
        return response

    return answered


class Refusals:
    """Answers planned refusals with a page in the reader's language; defects rise."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(
        self, request: HttpRequest, problem: Exception
    ) -> HttpResponse | None:
        """A refusal becomes its page; a broken constraint is logged and told as a conflict."""
        if isinstance(problem, IntegrityError):
            route = request.resolver_match.route if request.resolver_match else "?"
            log.warning("A constraint caught what an operation let through, at %s", route)
            problem = Conflict(
                _("Somebody changed this at the same moment. Please look again.")
            )
        if not isinstance(problem, Refusal):
            return None
        return render(
            request, "foundation/refused.html", {"refusal": problem}, status=problem.status
        )


class PrivatePages:
    """Pages behind a door are kept by no cache, and no page uses the device's senses."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Robots-Tag", "noindex")
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response
