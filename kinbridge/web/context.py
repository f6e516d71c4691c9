"""What the frame of every page shows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kinbridge.people.models import Person
from kinbridge.people.roles import Deed

_LINKS = (
    ("communities", gettext_noop("Communities"), Deed.SEE_COMMUNITY),
    ("helpers", gettext_noop("Helpers"), Deed.SEE_HELPERS),
    ("desk", gettext_noop("My desk"), Deed.SEE_DESK),
    ("people", gettext_noop("People"), Deed.SEE_PEOPLE),
    ("unplaced", gettext_noop("Messages"), Deed.SEE_MESSAGES),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Navigation that the person's roles open. Courtesy: the doors are elsewhere."""
    band = _("Local mode, for trying out: not safe for real work") if settings.LOCAL else ""
    person = getattr(request, "user", None)
    if not isinstance(person, Person):
        return {"frame": {"band": band}}
    links = [{"url": reverse("home"), "title": _("Today")}]
    links += [
        {"url": reverse(name), "title": _(title)}
        for name, title, deed in _LINKS
        if person.holds(deed) and _exists(name)
    ]
    return {
        "frame": {
            "band": band,
            "links": links,
            "account": reverse("account"),
            "sign_out": reverse("sign_out"),
        }
    }


def _exists(name: str) -> bool:
    try:
        reverse(name)
    except NoReverseMatch:
        return False
    return True
