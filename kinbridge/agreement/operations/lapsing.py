"""What follows when an agreement has lapsed: its rhythms rest, and both sides and the mentor
are told, once.

It lapses when nobody has looked at it again, long after the day that both had named for it. A
review or a renewal wakes it.
"""

import uuid
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from kinbridge.agreement.models import Agreement, Responsible, Rhythm
from kinbridge.agreement.models.agreements import AgreementQuerySet
from kinbridge.agreement.operations.standing import locked
from kinbridge.community.models import Accompaniment
from kinbridge.foundation.references import reference
from kinbridge.foundation.transactions import one_whole
from kinbridge.notices.models import Channel, Kind
from kinbridge.notices.operations import notify, queue_notice, withdraw_notices
from kinbridge.people.roles import Role


def lapsing(*, at: datetime) -> AgreementQuerySet:
    """Agreements that have lapsed, and of which somebody would still be reminded."""
    going = Rhythm.objects.filter(next_at__isnull=False).values("commitment__agreement")
    return Agreement.objects.filter(pk__in=going).lapsed(timezone.localdate(at))


def let_lapse(*, at: datetime) -> int:
    """Let what has lapsed rest, each agreement whole. Returns how many."""
    found = list(lapsing(at=at).values_list("pk", flat=True))
    for pk in found:
        with one_whole():
            locked(agreement=Agreement(pk=pk))
            now = lapsing(at=at).filter(pk=pk).first()  # nobody looked at it in the meantime
            if now is not None:
                _rest(now)
                _tell(now, at)
    return len(found)


def _rest(agreement: Agreement) -> None:
    going = Rhythm.objects.filter(commitment__agreement=agreement, next_at__isnull=False)
    for rhythm in going:
        withdraw_notices(about=reference(rhythm))
    going.update(next_at=None)


def _tell(agreement: Agreement, at: datetime) -> None:
    """The sides in words that tell a bystander nothing; the mentor that a message waits."""
    assert agreement.review_told_on is not None  # noqa: S101 - else it does not lapse
    once = f"lapsed {agreement.review_told_on}"
    about = reference(agreement)
    for responsible in Responsible.objects.filter(agreement=agreement).now():
        with override(responsible.language):
            day = date_format(agreement.review_told_on, "j M Y")
            words = gettext(
                "Both meant to meet again by %(day)s. Reminders rest until you renew."
            ) % {"day": day}
        ways = ((Channel.SMS, responsible.number), (Channel.EMAIL, responsible.email))
        for channel, to in ways:
            if to:
                queue_notice(
                    key=uuid.uuid5(responsible.key, f"{once} {channel}"),
                    channel=channel,
                    to=to,
                    kind=Kind.REMINDER,
                    at=at,
                    words=words,
                    about=about,
                    by=responsible.named_by,
                )
    community = agreement.community
    mentors = Accompaniment.objects.now().filter(community=community, role=Role.MENTOR)
    for row in mentors.select_related("person"):
        key = uuid.uuid5(agreement.key, f"{once} {row.key}")
        notify(key=key, person=row.person, kind=Kind.MESSAGE, at=at, about=about)
