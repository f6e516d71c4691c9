"""The page for what came in a form that cannot be read: too much of it."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.defaults import bad_request

from kinbridge.foundation.errors import Refusal


class TooMuch(Refusal):
    """More came in one form than can be read."""

    status = 413
    title = _("This was too much for one form")


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What came is not saved; the reader's browser still has it, one page back."""
    if not isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return bad_request(request, exception)
    refusal = TooMuch(
        _(
            "It was not saved. Go back in your browser: your words should still be there. "
            "Say it in fewer words, or in several forms."
        )
    )
    return render(
        request, "foundation/refused.html", {"refusal": refusal}, status=refusal.status
    )
