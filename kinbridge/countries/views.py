"""Now, the numbers of a country, and what its law says. Read only; nothing here is stored."""

import hashlib
import json
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse

from kinbridge.countries.always import always_at_hand, in_each_language, said_at
from kinbridge.countries.facts import Pack
from kinbridge.countries.packs import countries as all_countries
from kinbridge.countries.packs import international, pack_of
from kinbridge.countries.queries import for_a_lawyer, hours_left, packs_here, packs_of
from kinbridge.countries.speaking import in_emergency, languages_read, of_law
from kinbridge.people.doors import SignedIn, door, open_door, own_door
from kinbridge.people.roles import Deed

LOOKS = ("web/web.css", "web/icons.svg", "web/icon.svg", "web/weave.svg", "countries/now.js")


@open_door
@always_at_hand
def now(request: HttpRequest) -> HttpResponse:
    """The first hour: first steps, hours left, numbers."""
    here = packs_here()
    told = [*here, international()]
    steps = next(pack.steps for pack in told if pack.steps)
    clocks = next(pack.clocks for pack in told if pack.clocks)
    context = {
        "packs": here,
        "steps": steps,
        "clocks": clocks,
        "left": hours_left(clocks),
        "speaker": in_emergency(told, request.GET.get("in", "")),
        "languages": languages_read(told),
    }
    return render(request, "countries/now.html", context)


@open_door
def worker(request: HttpRequest) -> HttpResponse:
    """Keeps Now in a browser that once showed it; it controls nothing else."""
    pages = in_each_language(reverse("now"))
    files = [*pages, *(static(path) for path in LOOKS)]
    parts = [json.dumps(files).encode(), *(said_at(page, request) for page in pages)]
    found = (finders.find(path) for path in LOOKS)
    parts += [Path(path).read_bytes() for path in found if isinstance(path, str)]
    version = hashlib.sha256(b"".join(parts)).hexdigest()[:12]
    told = {"files": json.dumps(files), "version": version}
    source = render_to_string("countries/worker.js", told)
    headers = {"Cache-Control": "no-cache"}
    return HttpResponse(source, content_type="text/javascript", headers=headers)


@own_door
def numbers(request: SignedIn) -> HttpResponse:
    """Whom to call in the person's countries, and which offices there are; kept on phones."""
    return render(request, "countries/numbers.html", {"packs": packs_of(request.user)})


@own_door
def countries(request: SignedIn) -> HttpResponse:
    """The countries whose packs are here, and the standard for all."""
    context = {"packs": [*all_countries(), international()]}
    return render(request, "countries/countries.html", context)


@own_door
def country(request: SignedIn, code: str) -> HttpResponse:
    """What is known of a country, each fact with its source and its age."""
    pack = _pack(code)
    context = {
        "pack": pack,
        "law": pack.law.items(),
        "speaker": of_law(pack),
        "may_see_unchecked": request.user.holds(Deed.SEE_UNCHECKED_LAW),
    }
    return render(request, "countries/country.html", context)


@door(Deed.SEE_UNCHECKED_LAW)
def lawyer(request: SignedIn, code: str) -> HttpResponse:
    """What waits for somebody who knows the law of the country; made to be printed."""
    pack = _pack(code)
    context = {"pack": pack, "facts": for_a_lawyer(pack), "speaker": of_law(pack)}
    return render(request, "countries/lawyer.html", context)


def _pack(code: str) -> Pack:
    pack = pack_of(code)
    if pack is None:
        raise Http404
    return pack
