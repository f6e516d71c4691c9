"""Reminders: what went out and what came back, and the page that answers one without an
account."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kinbridge.agreement.agenda import agenda_of
from kinbridge.agreement.minutes import minutes_of, points_of
from kinbridge.agreement.models import Agreement, Report, Review
from kinbridge.agreement.operations.reminding import answer_reminder, reminder_of
from kinbridge.agreement.queries import promises_of, sees_reports, with_promises
from kinbridge.agreement.rounds import rhythms_of, rounds_of
from kinbridge.foundation.errors import NotAllowed
from kinbridge.journal.queries import sources
from kinbridge.people.doors import SignedIn, door, open_door
from kinbridge.people.roles import Deed


@door(Deed.SEE_AGREEMENT)
def reminders(request: SignedIn, key: UUID) -> HttpResponse:
    """The days of an agreement's promises: who is reminded, what was sent, what each side
    answered, side by side."""
    rows = Agreement.objects.visible_to(request.user).with_state()
    record = get_object_or_404(rows, key=key)
    if not sees_reports(request.user, record):
        raise NotAllowed(_("Only the sides and those who accompany them see this."))
    context = {
        "agreement": record,
        "community": record.community,
        "rhythms": rhythms_of(record),
        "rounds": rounds_of(record)[:60],
        "responsibles": record.responsibles.filter(ended_at__isnull=True).order_by("pk"),
    }
    return render(request, "agreement/reminders.html", context)


@door(Deed.SEE_AGREEMENT)
def agenda(request: SignedIn, key: UUID) -> HttpResponse:
    """What both sides may want to talk about at the next review."""
    rows = with_promises(Agreement.objects.visible_to(request.user).with_state())
    record = get_object_or_404(rows, key=key)
    if not sees_reports(request.user, record):
        raise NotAllowed(_("Only the sides and those who accompany them see this."))
    promises = promises_of(record, request.user)
    found = agenda_of(record, promises, timezone.localdate())
    is_empty = not any(
        (found.counts, found.differing, found.expired, found.newcomers, found.pauses)
    )
    today = timezone.localdate()
    points = points_of(record, today, today)
    context = {"agreement": record, "agenda": found, "is_empty": is_empty, "points": points}
    return render(request, "agreement/agenda.html", context)


@door(Deed.SEE_AGREEMENT)
def minutes(request: SignedIn, key: UUID) -> HttpResponse:
    """What was done at a review, each point as the deed it is."""
    review = get_object_or_404(Review.objects.visible_to(request.user), key=key)
    if not sees_reports(request.user, review.agreement):
        raise NotAllowed(_("Only the sides and those who accompany them see this."))
    context = {
        "review": review,
        "agreement": review.agreement,
        "points": minutes_of(review),
        "sources": sources(review.community.stream),
    }
    return render(request, "agreement/minutes.html", context)


@open_door
@never_cache
def answer(request: HttpRequest, signed: str) -> HttpResponse:
    """Three buttons, and nothing that says what they are about."""
    reminder = reminder_of(signed=signed)
    if reminder is None:
        return render(request, "agreement/answer.html", {"is_over": True}, status=404)
    state = request.POST.get("state")
    with translation.override(reminder.responsible.language):
        context = {"states": Report.Kept.choices, "day": reminder.day}
        if request.method == "POST" and state in Report.Kept.values:
            answer_reminder(reminder=reminder, state=state, why="", at=timezone.now())
            context["answered"] = Report.Kept(state).label
        return render(request, "agreement/answer.html", context)
