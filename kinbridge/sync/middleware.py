"""A phone that keeps pages says who it is by its token; no cookie lies about on it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from kinbridge.sync.devices import device_known_by

SCHEME = "Phone "
FORGET = "X-Kinbridge-Forget"  # tells a phone to forget what it keeps
Answer = Callable[[HttpRequest], HttpResponse]


class OwnDevice:
    """Lets in the person of a phone that proves itself, whoever else has a session here."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        told = request.headers.get("Authorization", "")
        if not told.startswith(SCHEME):
            return self.answer(request)
        device = device_known_by(told.removeprefix(SCHEME))
        if device is None:
            return HttpResponse(status=401, headers={FORGET: "1", "Cache-Control": "no-store"})
        request.user = device.person
        request.device = device  # type: ignore[attr-defined]
        return self.answer(request)
