"""Pages about who might help, linkages, and asks as offices see them."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from kinbridge.community.models import Community
from kinbridge.goals.models import Goal
from kinbridge.journal.queries import sources
from kinbridge.linkage.forms.asks import AnswerAsk
from kinbridge.linkage.forms.ways import FindWay
from kinbridge.linkage.matching import services_for
from kinbridge.linkage.missing import (
    carrying_many,
    goals_not_spoken_of,
    nobody_turned_to,
    resting_on_one,
    still_looking,
)
from kinbridge.linkage.models import (
    Ask,
    AskAnswer,
    Asking,
    GroupAnswer,
    Journey,
    Linkage,
    LinkageStep,
    Tie,
)
from kinbridge.linkage.paths import paths_to
from kinbridge.linkage.queries import (
    last_said,
    not_spoken_of,
    rings_of,
    states_of,
    titles_for,
    to_avoid,
    voices_asked,
    with_ties,
)
from kinbridge.people.doors import SignedIn, door
from kinbridge.people.roles import Deed, Role, may


@door(Deed.SEE_COMMUNITY)
def who_might_help(request: SignedIn, key: UUID) -> HttpResponse:
    """Everybody whom people named for a goal: as rings, and the same as a table."""
    goal = get_object_or_404(Goal.objects.visible_to(request.user), key=key)
    rows = Linkage.objects.visible_to(request.user).filter(goal=goal)
    rows = rows.nearest_first().with_next_step().prefetch_related("helper__checks")
    linkages = with_ties(rows, goal.community)
    askings = list(
        Asking.objects.visible_to(request.user)
        .filter(goal=goal)
        .select_related("gathering")
        .order_by("when_sorts_on", "pk")
    )
    context = {
        "goal": goal,
        "community": goal.community,
        "linkages": linkages,
        "drawing": rings_of(goal, linkages),
        "states": states_of(linkages),
        "askings": askings,
        "asked": voices_asked(askings),
        "not_spoken_of": not_spoken_of(linkages),
        "titles": titles_for(goal) if linkages else [],
        "sees_talk": may(goal.roles_of(request.user), Deed.SEE_TALK),
        "sources": sources(goal.community.stream),
    }
    return render(request, "linkage/who_might_help.html", context)


@door(Deed.SEE_COMMUNITY)
def linkage(request: SignedIn, key: UUID) -> HttpResponse:
    """One helper whom people named: what they could do, and how far it has come."""
    record = get_object_or_404(Linkage.objects.visible_to(request.user), key=key)
    steps = LinkageStep.objects.visible_to(request.user).filter(linkage=record)
    asks = Ask.objects.visible_to(request.user).filter(linkage=record)
    sees_talk = may(record.roles_of(request.user), Deed.SEE_TALK)
    ties = Tie.objects.visible_to(request.user).filter(
        helper=record.helper_id, community=record.community
    )
    journeys = Journey.objects.visible_to(request.user).filter(
        helper=record.helper_id, community=record.community
    )
    answers = GroupAnswer.objects.visible_to(request.user).filter(linkage=record)
    context = {
        "linkage": record,
        "community": record.community,
        "steps": steps.order_by("-pk"),
        "asks": asks.prefetch_related("answers").order_by("-when_sorts_on", "-pk"),
        "ties": ties.select_related("knower").order_by("pk"),
        "journey": journeys.order_by("-told_at", "-pk").first(),
        "answers": last_said(answers),
        "sees_talk": sees_talk,
        "sources": sources(record.community.stream),
    }
    return render(request, "linkage/linkage.html", context)


@door(Deed.SEE_TALK)
def ways(request: SignedIn, key: UUID) -> HttpResponse:
    """Who could introduce a community to a helper: the warmest few paths."""
    visible = Community.objects.visible_to(request.user, Deed.SEE_TALK)
    community = get_object_or_404(visible, key=key)
    form = FindWay(request.GET or None, community=community, by=request.user)
    helper, without = form.told()
    unsafe = to_avoid(community)
    avoided = {*unsafe, *(one.pk for one in without)} - ({helper.pk} if helper else set())
    context = {
        "community": community,
        "form": form,
        "helper": helper,
        "paths": paths_to(community, helper, avoided) if helper else [],
        "without": without,
        "unsafe": [named for pk, named in unsafe.items() if pk in avoided],
        "is_unsafe": helper is not None and helper.pk in unsafe,
    }
    return render(request, "linkage/ways.html", context)


@door(Deed.SEE_TALK)
def services(request: SignedIn, key: UUID) -> HttpResponse:
    """Services that could serve a community in its goal, once people have named their own."""
    goal = get_object_or_404(Goal.objects.visible_to(request.user), key=key)
    if not may(goal.roles_of(request.user), Deed.SEE_TALK):
        raise Http404
    has_named = Linkage.objects.visible_to(request.user).filter(goal=goal).exists()
    context = {
        "goal": goal,
        "community": goal.community,
        "has_named": has_named,
        "matches": services_for(goal, request.user) if has_named else [],
    }
    return render(request, "linkage/services.html", context)


@door(Deed.SEE_MISSING)
def missing(request: SignedIn) -> HttpResponse:
    """Where help is still missing, for who can act."""
    person = request.user
    context = {
        "is_mentor": person.holds(Deed.OPEN_DIALOGUE),
        "still_looking": still_looking(person),
        "resting_on_one": resting_on_one(person),
        "nobody_turned_to": nobody_turned_to(person),
        "carrying_many": carrying_many(person),
        "not_spoken_of": goals_not_spoken_of(person),
    }
    return render(request, "linkage/missing.html", context)


@door(Deed.SEE_DIALOGUE)
def ask(request: SignedIn, key: UUID) -> HttpResponse:
    """What a community decided to send to an office, and nothing else."""
    record = get_object_or_404(Ask.objects.visible_to(request.user), key=key)
    answers = AskAnswer.objects.visible_to(request.user).filter(ask=record)
    roles = record.roles_of(request.user)
    context = {
        "ask": record,
        "answers": answers,
        "form": AnswerAsk(record=record, by=request.user) if Role.OFFICIAL in roles else None,
        "community": record.community,
        "accompanies": may(roles, Deed.SEE_TALK),
        "sources": sources(record.community.stream),
    }
    return render(request, "linkage/ask.html", context)
