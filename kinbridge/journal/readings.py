"""The access log: who read what is restricted. Chained, and apart from the journal."""

from datetime import timedelta

from django.utils import timezone

from kinbridge.journal.operations import leave_trace
from kinbridge.people.doors import SignedIn
from kinbridge.people.roles import Deed

STREAM = "readings"
KEPT = timedelta(days=730)


def note_reading(request: SignedIn, deed: Deed) -> None:
    """A line before the page is shown: by whom, by which right, which page."""
    told = {"by": str(request.user.key), "deed": str(deed.value), "page": request.path}
    leave_trace(stream=STREAM, at=timezone.now(), payload=told)
