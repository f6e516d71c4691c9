"""The phone's side, as far as the server has a hand in it: the frame page, the worker, and
setting a phone up. What a phone keeps is decided in ``sync.kept``; how it keeps it is told in
``static/web/phone``.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import conditional_page, require_POST

from kinbridge import __version__
from kinbridge.community.models import Community
from kinbridge.countries.always import in_each_language, said_at
from kinbridge.countries.queries import packs_here
from kinbridge.foundation.errors import NotAllowed
from kinbridge.foundation.guard import plain_name
from kinbridge.foundation.guard_on_phones import rules
from kinbridge.foundation.middleware import with_camera
from kinbridge.foundation.references import kind_of
from kinbridge.people.deeds import Correction, registry
from kinbridge.people.doors import SignedIn, open_door, own_door
from kinbridge.people.roles import Deed
from kinbridge.sync.blanks import makes
from kinbridge.sync.devices import let_go, may_keep_pages, set_up
from kinbridge.sync.models import Device
from kinbridge.sync.sealing import public_key
from kinbridge.web.bundle import bundle
from kinbridge.web.context import bare_frame
from kinbridge.web.script import later_scripts, phone_script

VENDORED = "web/vendor/noble-hashes-2.4.0"
LIBRARY = ("argon2", "blake2", "_blake", "_md", "_u64", "utils")
# Kept by the worker once the rest is there: who carries forms has no network.
CODES = ("web/vendor/qr-0.7.0/index.js", "web/vendor/qr-0.7.0/decode.js")
LOOKS = (
    "web/web.css", "web/icons.svg", "web/icon.svg", "web/weave.svg", "web/twist.svg",
    "countries/now.js",
)  # fmt: skip
# Where a phone that was set up still asks the server: the rest of the site is the frame's.
PLAIN = ("/sign-in/", "/sign-out/", "/account/", "/language/", "/people/")
PICTURES = (
    "seeds-many", "stone", "hand", "knot", "journal", "calendar", "gathering", "voices",
)  # fmt: skip
# What a page that is always at hand loads besides its looks: the scripts that seal.
_MODULE = re.compile(r'<link rel="modulepreload" href="(?P<to>[^"]+)"')
SOME_OF_EACH = {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11, "other": 100}


# Only the frame makes pages of text, and by one named policy.
frame_policy = csp_replace({"trusted-types": ["kinbridge"]})


@frame_policy
@with_camera
@own_door
@never_cache
def phone(request: SignedIn) -> HttpResponse:
    """Keep my communities on this phone: what that means, and how to begin."""
    context = {
        **_shell(),
        "may_keep": may_keep_pages(request.user),
        "pictures": PICTURES,
        "devices": Device.objects.of(request.user),
    }
    return render(request, "web/phone/begin.html", context)


@own_door
@require_POST
def begin(request: SignedIn) -> JsonResponse:
    """A phone is set up. From now on its token proves it, and the session here ends."""
    person = request.user
    if not may_keep_pages(person):
        raise NotAllowed(_("Your role keeps nothing on a phone."))
    name = request.POST.get("name", "")[:60] or _("A phone")
    made = set_up(person=person, name=name, at=timezone.now())
    logout(request)
    told = {"device": made.device.key.hex, "token": made.token, "person": person.key.hex}
    return JsonResponse({**told, "language": person.language})


@own_door
@require_POST
def end(request: SignedIn, key: str) -> HttpResponse:
    """One of my phones is not mine any more."""
    device = get_object_or_404(Device.objects.of(request.user), key=key)
    let_go(device=device, at=timezone.now())
    return redirect("phone")


@own_door
def waiting(_request: SignedIn) -> HttpResponse:
    """What waits is on a phone that was set up; here nothing does."""
    return redirect("phone")


@own_door
def masthead(request: SignedIn) -> HttpResponse:
    """What the frame shows of whoever has unlocked it; kept on the phone as any page."""
    context = {
        "deeds": list(_deeds(request)),
        "seal": public_key(),
        "version": __version__,
        "rules": {**rules(), "known": "|".join(sorted({*_places(request)}))},
    }
    return render(request, "web/phone/masthead.html", context)


def _places(request: SignedIn) -> Iterator[str]:
    """Names of the places around, which are no persons, as the guard reads them."""
    communities = Community.objects.visible_to(request.user, Deed.SEE_TALK)
    areas = [community.area for community in communities.select_related("area")]
    while areas:
        yield from (plain_name(area.name) for area in areas)
        areas = [area.parent for area in areas if area.parent is not None]


def _deeds(request: SignedIn) -> Iterator[dict[str, Any]]:
    """What may be done about which kind of record, and what comes of it: so that things made
    on the phone can be written about before they have arrived."""
    for form in registry.values():
        if request.user.holds(form.deed) and not issubclass(form, Correction):
            about = kind_of(form.about)
            yield {
                "deed": form.deed,
                "about": about,
                "makes": makes(form),
                "title": form.heading,
            }


@open_door
@frame_policy
@with_camera
def frame(request: HttpRequest) -> HttpResponse:
    """The thin page that every address opens on a phone: it shows nothing of anybody."""
    return HttpResponse(_frame(request, request.GET.get("in", "")))


def _frame(request: HttpRequest, language: str) -> str:
    known = dict(settings.LANGUAGES)
    with translation.override(language if language in known else settings.LANGUAGE_CODE):
        context = {**_shell(), "frame": bare_frame(), "user": AnonymousUser(), "messages": ()}
        return render_to_string("web/phone/frame.html", context, request)


def _shell() -> dict[str, Any]:
    return {"some_of_each": SOME_OF_EACH.items()}


@open_door
@conditional_page
def script(_request: HttpRequest) -> HttpResponse:
    """The script of the frame."""
    return _script(phone_script())


@open_door
@conditional_page
def later_script(_request: HttpRequest, name: str) -> HttpResponse:
    """What the frame asks for when it is needed."""
    if name not in later_scripts():
        raise Http404
    return _script(phone_script(name))


def _script(told: str) -> HttpResponse:
    return HttpResponse(
        told, content_type="text/javascript", headers={"Cache-Control": "no-cache"}
    )


def _library() -> list[str]:
    return [f"{settings.STATIC_URL}{VENDORED}/{name}.js" for name in LIBRARY]


@dataclass(frozen=True)
class Keeps:
    """What the worker keeps. ``loaded``: what the page of setting up has loaded already, which
    costs a short question each; ``first``: the rest of what opens without a network, first
    steps and triage included; ``later``: what is rarely needed, when all else is there."""

    frames: dict[str, str]
    loaded: list[str]
    first: list[str]
    always: list[str]
    later: list[str]


def _keeps(request: HttpRequest) -> Keeps:
    frames = {code: f"{reverse('phone_frame')}?in={code}" for code, _name in settings.LANGUAGES}
    scripts = {name: reverse("phone_later_script", args=[name]) for name in later_scripts()}
    loaded = [reverse("phone_script"), scripts.pop("beginning"), *_library()]
    loaded += [static(path) for path in LOOKS[:2]]
    carrying = [scripts.pop("carrying"), *(f"{settings.STATIC_URL}{path}" for path in CODES)]
    always = _always_at_hand()
    sealing = [page for page in always if page.startswith((reverse("seal"), reverse("check")))]
    first = [*scripts.values(), reverse("manifest"), *(static(path) for path in LOOKS[2:])]
    first += [*frames.values(), *(page for page in always if page not in sealing)]
    later = [*sealing, *_modules(always, request), *carrying]
    return Keeps(frames, loaded, first, always, later)


def _modules(always: Iterable[str], request: HttpRequest) -> list[str]:
    shown = (said_at(address, request).decode() for address in always)
    return sorted({match["to"] for page in shown for match in _MODULE.finditer(page)})


@open_door
def bundled(request: HttpRequest, part: str) -> HttpResponse:
    """What the worker keeps, in one answer."""
    keeps = _keeps(request)
    parts = {"first": keeps.first, "later": keeps.later}
    if part not in parts:
        raise Http404
    return JsonResponse(bundle(parts[part], request), headers={"Cache-Control": "no-cache"})


@open_door
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, with the list of what it keeps; a new list is a new worker."""
    keeps = _keeps(request)
    told = {
        **asdict(keeps), "plain": PLAIN, "begin": reverse("phone"),
        "bundles": {part: reverse("phone_bundle", args=[part]) for part in ("first", "later")},
    }  # fmt: skip
    pages = [_frame(request, code) for code in keeps.frames]
    pages += [said_at(address, request).decode() for address in keeps.always]
    told["version"] = _digest(
        [*pages, *_contents([*keeps.loaded, *keeps.first, *keeps.later]), str(told)]
    )
    return _script(render_to_string("web/phone/worker.js", {"told": json.dumps(told)}))


def _always_at_hand() -> list[str]:
    """Where first steps, numbers and triage are, in each language: kept in plain, because they
    say nothing of anybody."""
    codes = [pack.code for pack in packs_here()]
    paths = [reverse("now"), reverse("serious"), reverse("seal"), reverse("check")]
    paths += [reverse("serious_in", args=[code]) for code in codes if len(codes) > 1]
    return [address for path in paths for address in in_each_language(path)]


def _contents(addresses: Iterable[str]) -> Iterator[str]:
    yield phone_script()
    yield from map(phone_script, later_scripts())
    for address in addresses:
        if not address.startswith(settings.STATIC_URL):
            continue
        found = finders.find(address.removeprefix(settings.STATIC_URL))
        if isinstance(found, str):
            with open(found, encoding="utf-8") as file:  # noqa: PTH123 - a found path is text
                yield file.read()


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join([__version__, *parts]).encode()).hexdigest()[:12]


@open_door
def manifest(_request: HttpRequest) -> JsonResponse:
    """What makes the site installable."""
    icons = [
        {"src": static(f"web/icon-{size}{mask}.png"), "sizes": f"{size}x{size}",
         "type": "image/png", "purpose": "maskable" if mask else "any"}
        for size, mask in ((192, ""), (512, ""), (512, "-maskable"))
    ]  # fmt: skip
    told = {
        "name": "Kinbridge", "short_name": "Kinbridge",
        "start_url": "/", "scope": "/", "id": "/",
        "display": "standalone", "background_color": "#faf5e9", "theme_color": "#14594f",
        "icons": icons,
    }  # fmt: skip
    return JsonResponse(told, content_type="application/manifest+json")
