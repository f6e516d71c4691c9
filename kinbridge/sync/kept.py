"""What a phone keeps to work without a network: decided here, on the server, by what the
person may see and do, and renewed page by page.

A *scope* is a community, or ``own`` for the pages that belong to none. Its *cursor* tells
when it was renewed and what the phone holds of it since, so that an unchanged scope costs a
few bytes, and a changed one the lines that changed.
"""

import hashlib
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.http import Http404
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.translation import get_language

from kinbridge import __version__
from kinbridge.foundation.errors import Refusal
from kinbridge.foundation.pages import kinds_by_page, pages_about, pages_kept
from kinbridge.foundation.references import kind_of
from kinbridge.people.deeds import deeds_about, registry
from kinbridge.people.doors import SignedIn
from kinbridge.people.models import Person
from kinbridge.sync.blanks import blanks
from kinbridge.sync.held import Held, Sums, became, held_of, remember

log = logging.getLogger("kinbridge")
OWN = "own"
MOST_OF_A_KIND = 50  # the latest of each kind of record, in each community
LARGEST_ANSWER = 400_000  # characters of pages in one answer: about 40 kB compressed
FIRST_ANSWER = 40_000  # to a phone that has nothing yet: somebody waits for it

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


class NotDrawn(Exception):
    """A page has a defect, or could not be drawn just now."""


@dataclass(frozen=True)
class Scope:
    """A record with which others are kept together, and its last deed, by a digest: a server
    that was restored from a backup may come to the same number by other deeds."""

    kind: str
    pk: int
    name: str
    head: str


Scopes = Callable[[Person], list[Scope]]
_keepers: list[Scopes] = []


def keep_with(scopes: Scopes) -> None:
    """A part says which of its records a person keeps everything about."""
    if scopes not in _keepers:
        _keepers.append(scopes)


Alone = Callable[[Person], Iterable[Model]]
_alone: list[Alone] = []


def keep_alone(records: Alone) -> None:
    """A part says which of its records that belong to no scope a person keeps all the same,
    such as the directory of their area."""
    if records not in _alone:
        _alone.append(records)


def home_of(person: Person, key: UUID) -> Any:
    """The record with which a scope's others are kept, if the person keeps it."""
    for keeper in _keepers:
        for scope in keeper(person):
            if scope.name == key.hex:
                return _home(scope)
    return None


def _home(scope: Scope) -> Any:
    model: Any = next(model for model in apps.get_models() if kind_of(model) == scope.kind)
    return model.objects.get(pk=scope.pk)


def moment(person: Person, *heads: str) -> str:
    """The first half of a cursor: whether a scope may have changed is decided by its journal,
    the day, the reader's roles and language, and this version of the pages."""
    roles = sorted((grant.role, grant.area_id, str(grant.until_on)) for grant in person.grants)
    said = [heads, timezone.localdate(), get_language(), roles, __version__, settings.LOCAL]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:8]


def addresses(person: Person, scopes: Sequence[Scope]) -> dict[str, list[str]]:
    """For each scope, the pages and forms that the person may open there."""
    of = {(scope.kind, scope.pk): scope.name for scope in scopes}
    found: dict[str, list[str]] = {OWN: pages_kept(), **{name: [] for name in of.values()}}
    kinds = {kind_of(form.about) for form in registry.values()} | set(kinds_by_page().values())
    for model in apps.get_models():
        if kind_of(model) in kinds and hasattr(model._default_manager, "visible_to"):
            for name, record in _in_scopes(model, person, of):
                found[name] += _about(record, person)
    for scope in scopes:
        found[scope.name] += blanks(person, _home(scope), found[scope.name])
    for records in _alone:
        for record in records(person):
            found[OWN] += _about(record, person)
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
    return pages + [
        reverse("do", args=[form.deed, record.key]) for form in deeds_about(record, person)
    ]


def renewed(told: Mapping[str, Any], request: SignedIn) -> dict[str, Any]:
    """What a phone has to renew and to drop.

    ``told`` is what it keeps: ``{"scopes": {scope: cursor}}``. Only scopes whose cursor is
    old come, each with its ``pages`` that are new or changed, the addresses that are
    ``gone``, and its new ``cursor``; with ``more``, the phone asks again at once. Where the
    server has forgotten what the phone holds, the scope is ``fresh``: what the phone holds
    of it goes first.

    A phone that says ``"lines": true`` gets of a page that it holds what became of its
    ``lines``: ``[start, count]`` of the old ones, or new words. ``digest`` tells whether that
    came out right; if not, the phone asks for the scope again without a cursor.
    """
    person = request.user
    scopes = [scope for keeper in _keepers for scope in keeper(person)]
    now = {OWN: moment(person, *sorted(scope.head for scope in scopes))}
    now |= {scope.name: moment(person, scope.head) for scope in scopes}
    kept = told["scopes"]
    old = [name for name, at in now.items() if kept.get(name, "").partition(".")[0] != at]
    found = addresses(person, scopes) if old else {}
    answer: dict[str, Any] = {}
    room = LARGEST_ANSWER if kept else FIRST_ANSWER
    for name in old:
        before = kept.get(name, "").partition(".")[2]
        held = held_of(person, name, before)
        news = _news(found[name], held or Held(), request, room, by_lines=told["lines"])
        room = news.room
        remember(news.held, person=person, scope=name, before=before, at=timezone.now())
        answer[name] = {
            "pages": news.came,
            "gone": news.gone,
            "more": news.more,
            "cursor": f"{now[name] if news.is_whole else ''}.{news.held.digest}",
            **({"fresh": True} if held is None else {}),
        }
    return {"scopes": answer, "gone": sorted(set(kept) - set(now))}


@dataclass(frozen=True)
class News:
    """What comes of a scope, what the phone will hold then, and how much room is left.

    ``more``: the phone asks again at once; not ``is_whole``: it asks again when it next comes.
    """

    came: list[dict[str, Any]]
    gone: list[str]
    more: bool
    is_whole: bool
    held: Held
    room: int


def _news(
    urls: Iterable[str], held: Held, request: SignedIn, room: int, *, by_lines: bool
) -> News:
    came: list[dict[str, Any]] = []
    now: dict[str, Sums] = {}
    is_whole = True
    for url in urls:
        if room <= 0:
            return News(came, [], True, False, Held({**held.pages, **now}), room)
        mine = held.pages.get(url)
        try:
            page = rendered(url, request)
        except NotDrawn:  # it must not keep a phone from all the others
            is_whole = False
            now |= {url: mine} if mine else {}
            continue
        if page is None:
            continue
        now[url] = Sums.of(page.digest, page.body)
        if mine is None or mine.digest != page.digest:
            came.append(_told(page, mine if by_lines else None))
            room -= len(str(came[-1]))
    gone = sorted(set(held.pages) - set(now))
    return News(came, gone, False, is_whole, Held(now), room)


def _told(page: KeptPage, held: Sums | None) -> dict[str, Any]:
    """On the wire: what became of its lines, where the phone has them; else all of it."""
    told = {**asdict(page), "digest": page.digest}
    if held is not None and held.lines:
        told["lines"] = became(held, told.pop("body"))
    return told


def rendered(url: str, request: SignedIn) -> KeptPage | None:
    """The page at an address, as this person sees it; none, if they do not. Raises
    ``NotDrawn``, where that cannot be said."""
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
    except Exception as problem:
        log.exception("A page could not be kept: %s", url)
        raise NotDrawn from problem
    told = response.content.decode()
    main, title = _MAIN.search(told), _TITLE.search(told)
    if response.status_code != HTTPStatus.OK or main is None:
        return None
    body = _FRESH.sub("", main["body"]).strip()
    return KeptPage(url, title["title"].strip() if title else "", main["look"].strip(), body)
