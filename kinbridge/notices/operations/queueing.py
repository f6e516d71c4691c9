"""A notice is written down with what it tells about: either both are there, or neither."""

import uuid
from datetime import datetime, timedelta
from uuid import UUID

from kinbridge.foundation.transactions import whole
from kinbridge.notices import words as texts
from kinbridge.notices.models import (
    AT_ANY_HOUR,
    NEUTRAL,
    Channel,
    Contact,
    Kind,
    Notice,
    State,
)
from kinbridge.notices.quiet import out_of_quiet
from kinbridge.people.models import Person

TRIED_FOR = timedelta(days=3)


@whole
def queue_notice(
    *,
    key: UUID,
    channel: Channel,
    to: str,
    kind: Kind,
    at: datetime,
    language: str = "en",
    words: str = "",
    ref: str = "",
    about: str = "",
    person: Person | None = None,
    by: Person | None = None,
    time_zone: str = "",
    until: datetime | None = None,
) -> Notice:
    """Write down one notice to one address. The same key again gives the first one back.

    ``words`` are left out for the neutral kinds: they carry the one text in ``language``,
    with ``ref`` or four figures that mean nothing. ``until``: when it is given up; three
    days from now, if nothing is said.
    """
    if kind in NEUTRAL:
        words = texts.waiting(language, ref or texts.new_ref())
    elif channel == Channel.SMS:
        words = texts.as_telephones_have_it(words)
    notice, _new = Notice.objects.get_or_create(
        key=key,
        defaults={
            "channel": channel,
            "to": to,
            "person": person,
            "by": by,
            "kind": kind,
            "words": words,
            "about": about,
            "time_zone": time_zone,
            "made_at": at,
            "next_at": at if kind in AT_ANY_HOUR else out_of_quiet(at, time_zone),
            "until_at": until or at + TRIED_FOR,
        },
    )
    return notice


@whole
def notify(
    *,
    key: UUID,
    person: Person,
    kind: Kind,
    at: datetime,
    ref: str = "",
    about: str = "",
    by: Person | None = None,
    until: datetime | None = None,
) -> list[Notice]:
    """Tell a person, neutrally and in their language, that something waits for them: one
    notice to each contact that they confirmed. None means: this person cannot be reached."""
    ref = ref or texts.new_ref()
    return [
        queue_notice(
            key=uuid.uuid5(key, str(contact.key)),
            channel=Channel(contact.channel),
            to=contact.to,
            kind=kind,
            at=at,
            language=person.language,
            ref=ref,
            about=about,
            person=person,
            by=by,
            until=until,
        )
        for contact in Contact.objects.filter(person=person).usable().order_by("pk")
    ]


@whole
def withdraw_notices(*, about: str) -> int:
    """Take back what waits and was not sent, because its reason is gone. Returns how many."""
    return Notice.objects.filter(about=about, state=State.WAITING).delete()[0]
