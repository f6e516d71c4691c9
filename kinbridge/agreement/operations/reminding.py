"""Reminding of promises when they come round, and hearing what is answered.

A rhythm carries its next moment. When it has come, one reminder for each side concerned is
written down together with its notice and with the rhythm's next moment: all or nothing, so
that a crash neither loses a reminder nor sends it twice.
"""

import re
import secrets
import unicodedata
import uuid
from datetime import date, datetime, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from kinbridge.agreement.models import Reminder, Report, Responsible, Rhythm
from kinbridge.agreement.models.rhythm import ReminderQuerySet
from kinbridge.agreement.operations.keeping import add_report
from kinbridge.agreement.operations.lapsing import lapsing, let_lapse
from kinbridge.agreement.rounds import notice_key
from kinbridge.community.models import Pause
from kinbridge.foundation import guard
from kinbridge.foundation.references import reference
from kinbridge.foundation.rough_dates import RoughDate
from kinbridge.foundation.transactions import one_whole, whole
from kinbridge.notices.hooks import on_message
from kinbridge.notices.jobs import register_job
from kinbridge.notices.models import Channel, Kind, Message
from kinbridge.notices.operations import queue_notice
from kinbridge.people.acts import Act

A_DAY = timedelta(days=1)
ANSWERED_FOR = timedelta(days=90)  # how long a code stays somebody's
LONGEST_WHY = 200
_SALT = "kinbridge.agreement.answer"
_ANSWERS = {"1": Report.Kept.KEPT, "2": Report.Kept.PARTLY, "3": Report.Kept.NOT_YET}


def remind_due(*, at: datetime) -> int:
    """Remind of every promise that has come round, after those of agreements that have lapsed
    were laid to rest. Returns how many reminders were made."""
    let_lapse(at=at)
    made = 0
    while True:
        with one_whole():
            due = Rhythm.objects.due(at).select_for_update(skip_locked=True)
            found = due.values_list("pk", flat=True).first()
            if found is None:
                return made
            made += _go_on(Rhythm.objects.with_agreement().get(pk=found), at)


def _go_on(rhythm: Rhythm, at: datetime) -> int:
    """Remind, hold, or pass over, and move the rhythm on to its next moment."""
    assert rhythm.next_on is not None  # noqa: S101 - due
    agreement = rhythm.belongs_to
    if agreement.has_ended or rhythm.commitment.is_dropped:
        return _wait_until(rhythm, None)
    is_paused = Pause.objects.filter(community=rhythm.community, is_over=False).exists()
    if is_paused and _is_agreed(rhythm):
        # It stays where it is; tomorrow somebody looks again whether the pause is over.
        Rhythm.objects.filter(pk=rhythm.pk).update(next_at=_tomorrow(rhythm, at))
        return 0
    latest = _latest_due(rhythm, at)
    made = 0
    if agreement.in_force and _is_agreed(rhythm):
        today = at.astimezone(ZoneInfo(rhythm.time_zone)).date()
        was_held = rhythm.next_at != rhythm.moment(rhythm.next_on)
        made = _remind(rhythm, latest, today if was_held and latest < today else latest, at)
    later = next(rhythm.rule.days(latest + A_DAY), None)
    return made + _wait_until(rhythm, later)


def _latest_due(rhythm: Rhythm, at: datetime) -> date:
    """The last day of those whose moment has come. Where several have, because of a pause or
    because nothing worked for a while, the last alone is reminded of."""
    days = rhythm.rule.days(rhythm.next_on)
    passed = list(takewhile(lambda day: rhythm.moment(day) <= at, days))
    assert rhythm.next_on is not None  # noqa: S101 - due
    return passed[-1] if passed else rhythm.next_on


def _wait_until(rhythm: Rhythm, day: date | None) -> int:
    moment = rhythm.moment(day) if day else None
    Rhythm.objects.filter(pk=rhythm.pk).update(next_on=day, next_at=moment)
    return 0


def _tomorrow(rhythm: Rhythm, at: datetime) -> datetime:
    today = at.astimezone(ZoneInfo(rhythm.time_zone)).date()
    return rhythm.moment(today + A_DAY + timedelta(days=rhythm.days_before))


def _is_agreed(rhythm: Rhythm) -> bool:
    said = set(rhythm.yeses.values_list("side", flat=True))
    return {side.key for side in rhythm.sides_concerned} <= said


def _remind(rhythm: Rhythm, fell_on: date, day: date, at: datetime) -> int:
    """Once of a day, even where the days were changed after a reminder had gone out."""
    sides = [side.key for side in rhythm.sides_concerned]
    rows = Responsible.objects.filter(agreement=rhythm.belongs_to, side__in=sides).now()
    told = Reminder.objects.filter(Q(day=day) | Q(moved_from=fell_on), rhythm=rhythm)
    reminded = set(told.values_list("responsible", flat=True))
    waiting = [one for one in rows if one.pk not in reminded]
    for responsible in waiting:
        reminder = Reminder.objects.create(
            key=uuid.uuid5(rhythm.key, f"{responsible.key} {fell_on}"),
            rhythm=rhythm,
            responsible=responsible,
            day=day,
            moved_from=fell_on if fell_on != day else None,
            code=_free_code(at),
            sent_at=at,
        )
        _send(reminder, responsible, at)
    return len(waiting)


def _free_code(at: datetime) -> str:
    """Four figures that nobody else was told lately; if all are out, the number tells whose."""
    lately = Reminder.objects.filter(sent_at__gt=at - ANSWERED_FOR)
    for _try in range(20):
        code = f"{secrets.randbelow(9000) + 1000}"
        if not lately.filter(code=code).exists():
            break
    return code


def _send(reminder: Reminder, responsible: Responsible, at: datetime) -> None:
    with override(responsible.language):
        told = {
            "words": reminder.rhythm.words,
            "day": date_format(reminder.day, "D j M"),
            "code": reminder.code,
        }
        sms = gettext("%(words)s, %(day)s. Reply: %(code)s 1 kept, 2 partly, 3 not yet") % told
        mail = gettext("%(words)s, %(day)s") % told
        here = gettext("How did it go? One tap: %(address)s") % {
            "address": f"{settings.SITE}{answer_address(reminder=reminder)}"
        }
    ways = (
        (Channel.SMS, responsible.number, sms),
        (Channel.EMAIL, responsible.email, f"{mail}\n\n{here}"),
    )
    for channel, to, words in ways:
        if to:
            queue_notice(
                key=notice_key(reminder.key, channel),
                channel=channel,
                to=to,
                kind=Kind.REMINDER,
                at=at,
                words=words,
                about=reference(reminder.rhythm),
                by=responsible.named_by,
                time_zone=reminder.rhythm.time_zone,
            )


def answer_address(*, reminder: Reminder) -> str:
    """Where one reminder is answered without an account. Only we can make it; it is good for
    that reminder alone and says nothing of it."""
    signed = signing.Signer(salt=_SALT).sign(reminder.key.hex)
    return reverse("answer", args=[signed])


def reminder_of(*, signed: str) -> Reminder | None:
    """The reminder that an address is for, as long as it can be answered."""
    try:
        key = signing.Signer(salt=_SALT).unsign(signed)
    except signing.BadSignature:
        return None
    found = Reminder.objects.filter(key=key, responsible__ended_at__isnull=True)
    return found.select_related("rhythm__commitment", "responsible").first()


@whole
def answer_reminder(*, reminder: Reminder, state: str, why: str, at: datetime) -> Report:
    """Take an answer as the report of its side. The same answer again is the same report;
    another one stands beside it, and counts."""
    if reminder.report and (reminder.report.state, reminder.report.why) == (state, why):
        return reminder.report
    by = reminder.responsible.named_by
    assert by is not None  # noqa: S101 - accounts are closed, never deleted
    report = add_report(
        commitment=reminder.commitment,
        side=reminder.responsible.side,
        state=state,
        why=why,
        when=RoughDate(reminder.day),
        act=Act(by=by, at=at, received_at=at, is_reply=True),
    )
    Reminder.objects.filter(pk=reminder.pk).update(report=report)
    return report


# --- SMS ------------------------------------------------------------------------------------

_SAID = re.compile(r"^\D*(?:(\d{4})\b)?\D*?\b([1-3])\b[\s.,:;-]*(.*)$", re.DOTALL)


def hear(*, message: Message, at: datetime) -> bool:
    """Take an SMS as the answer to a reminder, if it is one from the number reminded.

    A number that has nothing to answer, or a code of somebody else's, is not for us: it stays
    for a person. So does what cannot be read; its sender is told once a day how to answer.
    """
    told = _SAID.match(unicodedata.normalize("NFKC", _western(message.words)))
    asked = Reminder.objects.filter(
        responsible__number=message.sender, responsible__ended_at__isnull=True
    ).exclude(responsible__number="")
    if not asked.exists():
        return False
    reminder = _meant(asked, told[1]) if told else None
    if reminder is None or told is None:
        _hint(asked.order_by("-sent_at", "-pk")[0], message, at)
        return False
    why = told[3].strip()[:LONGEST_WHY]
    is_safe = not guard.look(why, region="", known=[])
    answer_reminder(
        reminder=reminder, state=_ANSWERS[told[2]], why=why if is_safe else "", at=at
    )
    _thank(reminder, message, at)
    return is_safe  # words that may point to a person are for a person to read


def _western(text: str) -> str:
    return "".join(
        str(unicodedata.digit(letter)) if letter.isdigit() else letter for letter in text
    )


def _meant(asked: ReminderQuerySet, code: str | None) -> Reminder | None:
    """The reminder with this code; without one, the only one that still waits."""
    if code:
        return asked.filter(code=code).order_by("-sent_at", "-pk").first()
    waiting = list(asked.unanswered().order_by("-sent_at", "-pk")[:2])
    return waiting[0] if len(waiting) == 1 else None


def _hint(reminder: Reminder, message: Message, at: datetime) -> None:
    """Tell how to answer, at most once a day: two machines must not talk with one another."""
    with override(reminder.responsible.language):
        words = gettext("Please reply: %(code)s and 1 kept, 2 partly, or 3 not yet") % {
            "code": reminder.code
        }
    day = at.date().isoformat()
    _answer(uuid.uuid5(reminder.responsible.key, f"hint {day}"), message.sender, words, at)


def _thank(reminder: Reminder, message: Message, at: datetime) -> None:
    with override(reminder.responsible.language):
        words = gettext("Thank you. It is noted.")
    _answer(uuid.uuid5(message.key, "thanks"), message.sender, words, at)


def _answer(key: uuid.UUID, to: str, words: str, at: datetime) -> None:
    queue_notice(key=key, channel=Channel.SMS, to=to, kind=Kind.ANSWER, at=at, words=words)


on_message("reminders", hear)
register_job(
    "remind of promises",
    is_due=lambda at: Rhythm.objects.due(at).exists() or lapsing(at=at).exists(),
    do=lambda at: remind_due(at=at),
)
