"""The page of a dialogue."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from kinbridge.dialogue.models import Dialogue
from kinbridge.dialogue.queries import said_in
from kinbridge.dialogue.sides import accompanies
from kinbridge.journal.queries import sources
from kinbridge.people.doors import SignedIn, door
from kinbridge.people.roles import Deed


@door(Deed.SEE_DIALOGUE)
def dialogue(request: SignedIn, key: UUID) -> HttpResponse:
    """One dialogue: what each side said, where they met, what stood in the way."""
    record = get_object_or_404(Dialogue.objects.visible_to(request.user).with_sides(), key=key)
    context = {
        "dialogue": record,
        "goal": record.goal,
        "community": record.community,
        "is_insider": accompanies(request.user, record.community),
        "said": said_in(record),
        "meetings": record.meetings.order_by("-when_sorts_on", "-pk"),
        "obstacles": record.obstacles.order_by("when_sorts_on", "pk"),
        "sources": sources(record.community.stream),
    }
    return render(request, "dialogue/dialogue.html", context)
