"""A message to a focal point came back, or arrived again."""

from datetime import datetime

from django.db.models import Q

from kinbridge.foundation.transactions import whole
from kinbridge.notices.hooks import on_address
from kinbridge.notices.models import Channel, Contact
from kinbridge.referral.models import FocalPoint


@whole
def hear_of_address(*, channel: str, to: str, arrives: bool, at: datetime) -> int:
    """Mark the focal points who are reached there, until something arrives. Letters go on to
    them: the next is called in time, and a marked number may still be answered by voice.
    Returns how many."""
    known = Contact.objects.filter(channel=channel, to=to).values("person")
    is_theirs = Q(person__in=known)
    if channel == Channel.SMS:
        is_theirs |= Q(phone=to)
    points = FocalPoint.objects.filter(is_theirs, failing_since__isnull=not arrives)
    return points.update(failing_since=None if arrives else at)


on_address("focal points", hear_of_address)
