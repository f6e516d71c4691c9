"""Pages that are always at hand: without an account, the same for everybody, kept in plain."""

from collections.abc import Callable
from copy import copy
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import resolve
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.gzip import gzip_page

from kinbridge.countries.packs import international
from kinbridge.countries.queries import packs_here
from kinbridge.countries.speaking import languages_read

A_DAY = 24 * 3600  # seconds

View = Callable[..., HttpResponse]


def always_at_hand(view: View) -> View:
    """The page says nothing of who looks, so that it may be kept in plain: no name stands on
    it, and its language is the one asked for (``?in=ar``)."""

    @wraps(view)
    @gzip_page
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.user = AnonymousUser()
        language = request.GET.get("in", translation.get_language() or "")
        known = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(known):
            answer = view(request, *args, **kwargs)
        patch_cache_control(answer, private=True, max_age=A_DAY)
        return answer

    return shown


def in_each_language(path: str) -> list[str]:
    """The addresses of such a page: in the languages of the site, and in those of the countries
    here that a reader and a clinician have read."""
    own = [code for code, _name in settings.LANGUAGES]
    read = [language.code for language in languages_read([*packs_here(), international()])]
    return [f"{path}?in={code}" for code in dict.fromkeys([*own, *read])]


def said_at(address: str, request: HttpRequest) -> bytes:
    """What such a page says, so that a worker that keeps it is a new one when it changes."""
    path, _mark, asked = address.partition("?")
    bare = copy(request)
    bare.GET = QueryDict(asked)
    bare.META = {
        name: value for name, value in request.META.items() if name != "HTTP_ACCEPT_ENCODING"
    }
    found = resolve(path)
    return bytes(found.func(bare, *found.args, **found.kwargs).content)
