"""A form that came after its session had ended: nothing typed is lost.

It waits in the new session until the same person has signed in again and sends it anew.
"""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from kinbridge.people.deeds import registry
from kinbridge.people.models import Person

KEPT = "kept_form"
SECONDS_KEPT = 24 * 3600
LEFT_OUT = frozenset({"csrfmiddlewaretoken"})


def keep_form(request: HttpRequest, person: Person) -> None:
    """Keep what a person sent; never what stands in the own account, such as a passphrase, and
    nothing private: the browser's way back still shows that."""
    if request.method != "POST" or _is_private(request):
        return
    fields = [
        [name, value]
        for name, values in request.POST.lists()
        if name not in LEFT_OUT
        for value in values
    ]
    request.session[KEPT] = {
        "person": str(person.key),
        "path": request.get_full_path(),
        "fields": fields,
    }
    request.session.set_expiry(SECONDS_KEPT)


def _is_private(request: HttpRequest) -> bool:
    match = request.resolver_match
    if match is None or request.path.startswith(reverse("account")):
        return True
    form = registry.get(match.kwargs.get("deed"))  # type: ignore[arg-type]
    return getattr(form or match.func, "is_private", False)


def take_kept_form(request: HttpRequest, person: Person) -> dict[str, Any] | None:
    """The form that waits for this person; somebody else's is dropped."""
    kept: dict[str, Any] | None = request.session.pop(KEPT, None)
    return kept if kept is not None and kept["person"] == str(person.key) else None


def has_kept_form(request: HttpRequest) -> bool:
    """Whether a form waits in this session."""
    return KEPT in request.session
