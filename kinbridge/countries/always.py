"""Pages that are always at hand: without an account, the same for everybody, kept in plain."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_cache_control

A_DAY = 24 * 3600  # seconds

View = Callable[..., HttpResponse]


def always_at_hand(view: View) -> View:
    """The page says nothing of who looks, so that it may be kept in plain: no name stands on
    it, and its language is the one asked for (``?in=ar``)."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.user = AnonymousUser()
        language = request.GET.get("in", translation.get_language() or "")
        known = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(known):
            answer = view(request, *args, **kwargs)
        patch_cache_control(answer, private=True, max_age=A_DAY)
        return answer

    return shown
