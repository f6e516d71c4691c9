"""What the frame of every page shows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from kinbridge.people.models import Person
from kinbridge.people.roles import Deed

_LINKS = (
    ("communities", gettext_noop("Communities"), Deed.SEE_COMMUNITY),
    ("helpers", gettext_noop("Helpers"), Deed.SEE_HELPERS),
    ("desk", gettext_noop("My desk"), Deed.SEE_DESK),
    ("mailbox", gettext_noop("Letters"), Deed.SEE_MAILBOX),
    ("focal_points", gettext_noop("Focal points"), Deed.NAME_FOCAL_POINT),
    ("referrals", gettext_noop("Referrals"), Deed.SEE_REFERRAL_STATES),
    ("people", gettext_noop("People"), Deed.SEE_PEOPLE),
    ("unplaced", gettext_noop("Messages"), Deed.SEE_MESSAGES),
    ("numbers", gettext_noop("Numbers and law"), Deed.SEE_HELPERS),
)
MOST_LINKS = 4  # what stands in sight; the rest is one tap behind "More", never a single one
# On every page and on a locked phone; for nobody in particular.
_ALWAYS = (("now", gettext_noop("Now")), ("serious", gettext_noop("Something serious")))


def bare_frame() -> dict[str, Any]:
    """What stands around a page of nobody in particular."""
    band = _("Local mode, for trying out: not safe for real work") if settings.LOCAL else ""
    said_in = f"?in={get_language()}"  # a phone keeps them in each language
    always = [
        {"url": reverse(name) + said_in, "title": _(title), "name": name}
        for name, title in _ALWAYS
    ]
    return {"band": band, "always": always}


def frame(request: HttpRequest) -> dict[str, Any]:
    """Navigation that the person's roles open. Courtesy: the doors are elsewhere."""
    person = getattr(request, "user", None)
    if not isinstance(person, Person):
        return {"frame": bare_frame()}
    links = [{"url": reverse("home"), "title": _("Today")}]
    links += [
        {"url": reverse(name), "title": _(title)}
        for name, title, deed in _LINKS
        if person.holds(deed) and _exists(name)
    ]
    return {
        "frame": {
            **bare_frame(),
            "links": links if len(links) <= MOST_LINKS + 1 else links[:MOST_LINKS],
            "more": links[MOST_LINKS:] if len(links) > MOST_LINKS + 1 else [],
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
