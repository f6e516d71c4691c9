"""The private address of somebody's calendar: made, made anew, given up."""

import hashlib
import secrets
from datetime import datetime

from kinbridge.agreement.models import Feed
from kinbridge.foundation.transactions import whole
from kinbridge.people.models import Person

SECRET_BYTES = 32


@whole
def make_feed(*, person: Person, at: datetime) -> str:
    """Make an address for a person's calendar; an earlier one is of no use any more.

    Returns its secret, which nobody can read again.
    """
    secret = secrets.token_urlsafe(SECRET_BYTES)
    told = {"digest": digest(secret=secret), "made_at": at}
    Feed.objects.update_or_create(person=person, defaults=told)
    return secret


@whole
def end_feed(*, person: Person) -> None:
    """The address opens nothing any more."""
    Feed.objects.filter(person=person).delete()


def digest(*, secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def owner_of(*, secret: str) -> Person | None:
    """Whose calendar asks, as long as the account is open."""
    found = Feed.objects.filter(digest=digest(secret=secret), person__is_active=True)
    feed = found.select_related("person").first()
    return feed.person if feed else None
