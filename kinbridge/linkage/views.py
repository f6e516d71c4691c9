"""Pages about who might help, linkages, and asks as offices see them."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from kinbridge.goals.models import Goal
from kinbridge.journal.queries import sources
from kinbridge.linkage.models import Ask, Asking, Linkage, LinkageStep, Tie
from kinbridge.linkage.queries import rings_of, states_of, voices_asked
from kinbridge.people.doors import SignedIn, door
from kinbridge.people.roles import Deed, may


@door(Deed.SEE_COMMUNITY)
def who_might_help(request: SignedIn, key: UUID) -> HttpResponse:
    """Everybody whom people named for a goal: as rings, and the same as a table."""
    goal = get_object_or_404(Goal.objects.visible_to(request.user), key=key)
    rows = Linkage.objects.visible_to(request.user).filter(goal=goal)
    linkages = list(rows.nearest_first().with_next_step().prefetch_related("ties"))
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
    context = {
        "linkage": record,
        "community": record.community,
        "steps": steps.order_by("-pk"),
        "asks": asks.order_by("-when_sorts_on", "-pk"),
        "ties": Tie.objects.visible_to(request.user).filter(linkage=record).order_by("pk"),
        "sees_talk": may(record.roles_of(request.user), Deed.SEE_TALK),
        "sources": sources(record.community.stream),
    }
    return render(request, "linkage/linkage.html", context)


@door(Deed.SEE_DIALOGUE)
def ask(request: SignedIn, key: UUID) -> HttpResponse:
    """What a community decided to send to an office, and nothing else."""
    record = get_object_or_404(Ask.objects.visible_to(request.user), key=key)
    context = {
        "ask": record,
        "community": record.community,
        "accompanies": may(record.roles_of(request.user), Deed.SEE_TALK),
        "sources": sources(record.community.stream),
    }
    return render(request, "linkage/ask.html", context)
