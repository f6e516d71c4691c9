"""The page on whether it will last."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language_bidi

from kinbridge.goals.models import Goal
from kinbridge.journal.queries import sources
from kinbridge.people.doors import SignedIn, door
from kinbridge.people.roles import Deed, may
from kinbridge.sustainability.lead import picture
from kinbridge.sustainability.models import Task
from kinbridge.sustainability.queries import lasting, looks_to_come, seen


@door(Deed.SEE_COMMUNITY)
def will_it_last(request: SignedIn, key: UUID) -> HttpResponse:
    """Who carries what, what would stop, how tasks change hands, and looks long after."""
    goal = get_object_or_404(Goal.objects.visible_to(request.user), key=key)
    told = lasting(goal, request.user)
    context = {
        "goal": goal,
        "community": goal.community,
        "told": told,
        "criteria": seen(told.criteria),
        "picture": picture(told.tellings, mirrored=get_language_bidi()),
        "tasks": list(Task),
        "to_come": looks_to_come(told.step_back, told.looks),
        "hears_talk": may(goal.roles_of(request.user), Deed.SEE_TALK),
        "sources": sources(goal.community.stream),
    }
    return render(request, "sustainability/will_it_last.html", context)
