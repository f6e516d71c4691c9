"""All that the service worker keeps, in one answer: on 2G each request costs seconds."""

import mimetypes
from collections.abc import Iterable
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import cast

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse

# Of the request for the bundle, what the pages in it are not asked with: they are nobody's.
_OWN = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_ACCEPT_ENCODING", "HTTP_RANGE")
# Of an answer, what holds for its own way only.
_PASSING = frozenset({"content-length", "content-encoding", "vary", "set-cookie", "date"})

Told = tuple[dict[str, str], str]  # heads, body


def bundle(addresses: Iterable[str], request: HttpRequest) -> dict[str, Told]:
    """What stands at these addresses, with the heads that a page needs to be as safe as it
    would be by itself."""
    return {address: _told(address, request) for address in addresses}


def _told(address: str, request: HttpRequest) -> Told:
    if address.startswith(settings.STATIC_URL):
        found = finders.find(address.removeprefix(settings.STATIC_URL))
        kind = mimetypes.guess_type(address)[0] or "text/plain"
        return {"Content-Type": kind}, Path(str(found)).read_text(encoding="utf-8")
    path, _mark, asked = address.partition("?")
    heads = {name: value for name, value in request.META.items() if name not in _OWN}
    environ = {**heads, "PATH_INFO": path, "QUERY_STRING": asked, "wsgi.input": BytesIO()}
    answer = cast(HttpResponse, _house().get_response(WSGIRequest(environ)))
    kept = {name: told for name, told in answer.items() if name.lower() not in _PASSING}
    return kept, answer.content.decode()


@lru_cache
def _house() -> BaseHandler:
    handler = BaseHandler()
    handler.load_middleware()
    return handler
