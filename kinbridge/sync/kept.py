"""What a phone keeps to work without a network: decided here, on the server, by what the
person may see and do, and renewed page by page.

A *scope* is a community, or ``own`` for the pages that belong to none. Its cursor changes
when anything in it may have changed, so that an unchanged scope costs a few bytes.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.http import Http404
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.translation import get_language

from kinbridge import __version__
from kinbridge.foundation.errors import Refusal
from kinbridge.foundation.pages import kinds_shown, pages_about, pages_kept
from kinbridge.foundation.references import kind_of
from kinbridge.people.deeds import deeds_about, registry
from kinbridge.people.doors import SignedIn
from kinbridge.people.models import Person

OWN = "own"
MOST_OF_A_KIND = 50  # the latest of each kind of record, in each community
LARGEST_ANSWER = 200_000  # characters of pages in one answer: about 40 kB compressed

_MAIN = re.compile(r'<main class="(?P<look>[^"]*)"[^>]*>(?P<body>.*)</main>', re.DOTALL)
_TITLE = re.compile(r"<title>(?P<title>.*?)</title>", re.DOTALL)
_FRESH = re.compile(r'<input type="hidden" name="(?:csrfmiddlewaretoken|key)"[^>]*>')


@dataclass(frozen=True)
class KeptPage:
    """A page as a phone keeps it: what a person sees of it, without tokens and frame."""

    url: str
    title: str
    look: str
    body: str

    @property
    def digest(self) -> str:
        """The same for the same page: a phone that has it needs no other."""
        whole = "\n".join([self.title, self.look, self.body])
        return hashlib.sha256(whole.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Scope:
    """A record with which others are kept together, and the number of its last deed."""

    kind: str
    pk: int
    name: str
    head: int


Scopes = Callable[[Person], list[Scope]]
_keepers: list[Scopes] = []


def keep_with(scopes: Scopes) -> None:
    """A part says which of its records a person keeps everything about."""
    if scopes not in _keepers:
        _keepers.append(scopes)


def cursor(person: Person, head: int) -> str:
    """What decides whether a scope may have changed: its journal, the day, the reader's roles
    and language, and this version of the pages."""
    roles = sorted((grant.role, grant.area_id, str(grant.until_on)) for grant in person.grants)
    said = [head, timezone.localdate(), get_language(), roles, __version__, settings.LOCAL]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:12]


def addresses(person: Person, scopes: Iterable[Scope]) -> dict[str, list[str]]:
    """For each scope, the pages and forms that the person may open there."""
    of = {(scope.kind, scope.pk): scope.name for scope in scopes}
    found: dict[str, list[str]] = {OWN: pages_kept(), **{name: [] for name in of.values()}}
    kinds = {kind_of(form.about) for form in registry.values()} | set(kinds_shown())
    for model in apps.get_models():
        if kind_of(model) in kinds and hasattr(model._default_manager, "visible_to"):
            for name, record in _in_scopes(model, person, of):
                found[name] += _about(record, person)
    return {name: list(dict.fromkeys(urls)) for name, urls in found.items()}


def _in_scopes(
    model: Any, person: Person, of: Mapping[tuple[str, int], str]
) -> Iterator[tuple[str, Model]]:
    left = dict.fromkeys(of.values(), MOST_OF_A_KIND)
    kinds = {kind for kind, _pk in of}
    for record in model.objects.visible_to(person).order_by("-pk"):
        homes = [record, *(getattr(record, kind, None) for kind in kinds)]
        name = next((of[_place(home)] for home in homes if home and _place(home) in of), None)
        if name and left[name]:
            left[name] -= 1
            yield name, record


def _place(record: Model) -> tuple[str, int]:
    return kind_of(record), int(record.pk)


def _about(record: Any, person: Person) -> list[str]:
    pages = [page.url(record) for page in pages_about(record) if person.holds(page.deed)]
    forms = deeds_about(record, person)
    return pages + [reverse("do", args=[form.deed, record.key]) for form in forms]


def renewed(told: Mapping[str, Any], request: SignedIn) -> dict[str, Any]:
    """What a phone has to renew and to drop.

    ``told`` is what it keeps: ``{"scopes": {scope: cursor}, "pages": {scope: {url: digest}}}``.
    A scope whose cursor is old is renewed as far as its digests differ; without digests it is
    named as ``changed``, and the phone asks again with them.
    """
    person = request.user
    scopes = [scope for keeper in _keepers for scope in keeper(person)]
    now = {OWN: cursor(person, sum(scope.head for scope in scopes))}
    now |= {scope.name: cursor(person, scope.head) for scope in scopes}
    kept, pages = told.get("scopes") or {}, told.get("pages") or {}
    old = [name for name, at in now.items() if kept.get(name) != at]
    changed = [name for name in old if name in kept and name not in pages]
    found = addresses(person, scopes) if set(old) - set(changed) else {}
    answer: dict[str, Any] = {}
    room = LARGEST_ANSWER
    for name in old:
        if name not in changed:
            news = _news(found[name], pages.get(name) or {}, request, room)
            room -= sum(len(page["body"]) for page in news["pages"])
            answer[name] = news if news["more"] else {**news, "cursor": now[name]}
    return {"scopes": answer, "changed": changed, "gone": sorted(set(kept) - set(now))}


def _news(
    urls: Iterable[str], kept: Mapping[str, str], request: SignedIn, room: int
) -> dict[str, Any]:
    fresh: list[dict[str, str]] = []
    seen: set[str] = set()
    for url in urls:
        if room <= 0:
            return {"pages": fresh, "gone": [], "more": True}
        page = rendered(url, request)
        if page is not None:
            seen.add(url)
            if page.digest != kept.get(url):
                fresh.append({**asdict(page), "digest": page.digest})
                room -= len(page.body)
    return {"pages": fresh, "gone": sorted(set(kept) - seen), "more": False}


def rendered(url: str, request: SignedIn) -> KeptPage | None:
    """The page at an address, as this person sees it; none, if they do not."""
    match = resolve(url)
    asked = copy(request)
    asked.method, asked.path, asked.path_info = "GET", url, url
    asked.GET, asked.POST = type(request.GET)(""), type(request.POST)("")
    asked.resolver_match = match
    asked._messages = []  # type: ignore[attr-defined]  # news for a reader, not for a store
    try:
        response = match.func(asked, *match.args, **match.kwargs)
    except (Http404, Refusal):
        return None
    told = response.content.decode()
    main, title = _MAIN.search(told), _TITLE.search(told)
    if response.status_code != HTTPStatus.OK or main is None:
        return None
    body = _FRESH.sub("", main["body"]).strip()
    return KeptPage(url, title["title"].strip() if title else "", main["look"].strip(), body)
