"""Pages about goals and the rounds that led to them."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from kinbridge.goals.models import Goal, Round
from kinbridge.goals.queries.cloth import cloth
from kinbridge.goals.queries.doing import activities_told, decisions_told
from kinbridge.goals.queries.rounds import harms_weighed, rounds_around, told, with_set_aside
from kinbridge.goals.queries.ways import latest_way_of_deciding
from kinbridge.journal.queries import sources
from kinbridge.people.doors import SignedIn, door
from kinbridge.people.roles import Deed, may
from kinbridge.sync.queries import differing_words


@door(Deed.SEE_COMMUNITY)
def goal(request: SignedIn, key: UUID) -> HttpResponse:
    """A goal: who chose it and how, what matters, what was decided, what is done.

    What was said in rounds is shown to those who accompany the community.
    """
    record = get_object_or_404(Goal.objects.visible_to(request.user), key=key)
    hears_talk = may(record.roles_of(request.user), Deed.SEE_TALK)
    rounds = told(rounds_around(record, request.user)) if hears_talk else []
    options = list(record.options.order_by("pk"))
    context = {
        "goal": record,
        "community": record.community,
        "hears_talk": hears_talk,
        "harms": harms_weighed(record, rounds),
        "rounds": [one for one in rounds if one.led_to_it],
        "rounds_since": [one for one in rounds if not one.led_to_it],
        "differing": differing_words(record),
        "options": options,
        "cloth": cloth(record, options),
        "decisions": decisions_told(record.decisions.all()),
        "activities": activities_told(record.activities.all()),
        "sources": sources(record.community.stream),
    }
    return render(request, "goals/goal.html", context)


@door(Deed.SEE_TALK)
def round_of_choosing(request: SignedIn, key: UUID) -> HttpResponse:
    """A round: what was said for and against each harm, and what was set aside."""
    visible = Round.objects.visible_to(request.user)
    record = get_object_or_404(visible, key=key)
    context = {
        "round": record,
        "community": record.community,
        "way": latest_way_of_deciding(record.community, request.user),
        "told": with_set_aside(told(visible.filter(pk=record.pk)))[0],
        "sources": sources(record.community.stream),
    }
    return render(request, "goals/round.html", context)
