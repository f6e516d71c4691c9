"""Pages on practices, topics, and what is shared with an office."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language_bidi

from kinbridge.community.models import Community
from kinbridge.countries.facts import Topic
from kinbridge.countries.labels import TOPICS
from kinbridge.countries.packs import pack_of
from kinbridge.journal.queries import sources
from kinbridge.norms import law
from kinbridge.norms.models import Practice, SharedView
from kinbridge.norms.movement import movement
from kinbridge.norms.queries import asked, by_topic, practices_of, stands
from kinbridge.people.doors import SignedIn, door
from kinbridge.people.roles import Deed
from kinbridge.sync.queries import differing_words


@door(Deed.SEE_TALK)
def practices(request: SignedIn, key: UUID) -> HttpResponse:
    """A community's practices, topic by topic."""
    visible = Community.objects.visible_to(request.user, Deed.SEE_TALK)
    community = get_object_or_404(visible, key=key)
    topics = by_topic(practices_of(community, request.user))
    context = {"community": community, "topics": topics, "sources": sources(community.stream)}
    return render(request, "norms/practices.html", context)


@door(Deed.SEE_TALK)
def practice(request: SignedIn, key: UUID) -> HttpResponse:
    """One practice: its words, where it stands, what groups think, by-laws, what is shared."""
    record = get_object_or_404(Practice.objects.visible_to(request.user), key=key)
    (standing,) = stands([record])
    shared = SharedView.objects.visible_to(request.user).filter(practice=record)
    context = {
        "practice": record,
        "community": record.community,
        "stands": standing,
        **_law(record.area.country.code, record.topic),
        "movement": movement(standing.views, is_rtl=get_language_bidi()),
        "asked": asked(standing.views),
        "looks": record.looks.order_by("-when_sorts_on", "-pk"),
        "shared": shared.order_by("-when_sorts_on", "-pk"),
        "differing": differing_words(record),
        "sources": sources(record.community.stream),
    }
    return render(request, "norms/practice.html", context)


@door(Deed.SEE_TALK)
def board(request: SignedIn, key: UUID, topic: str) -> HttpResponse:
    """A community's practices on a topic beside law and standard: to be printed, and talked
    about."""
    visible = Community.objects.visible_to(request.user, Deed.SEE_TALK)
    community = get_object_or_404(visible, key=key)
    _known(topic)
    rows = practices_of(community, request.user).filter(topic=topic)
    context = {
        "community": community,
        "rows": stands(rows),
        **_law(community.area.country.code, topic),
    }
    return render(request, "norms/board.html", context)


@door(Deed.SEE_LAW)
def topic_board(request: SignedIn, code: str, topic: str) -> HttpResponse:
    """A topic without any community: what the law and the standard say."""
    _known(topic)
    if pack_of(code) is None:
        raise Http404
    return render(request, "norms/board.html", {"code": code, **_law(code, topic)})


@door(Deed.SEE_SHARED_VIEW)
def shared_view(request: SignedIn, key: UUID) -> HttpResponse:
    """What a community decided to tell an office, and nothing else."""
    record = get_object_or_404(SharedView.objects.visible_to(request.user), key=key)
    context = {
        "shared": record,
        "code": record.area.country.code,
        "title": TOPICS[record.practice.topic],
        "topic": record.practice.topic,
        "sources": sources(record.community.stream),
    }
    return render(request, "norms/shared_view.html", context)


def _known(topic: str) -> None:
    if topic not in set(Topic):
        raise Http404


def _law(code: str, topic: str) -> dict[str, object]:
    return {
        "topic": topic,
        "title": TOPICS[topic],
        "national": law.national(code, topic),
        "silence": law.silence(code, topic),
        "standard": law.standard(topic),
    }
