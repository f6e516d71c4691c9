"""Numbers and words go as soon as nobody needs them (``docs/retention.md``)."""

from datetime import datetime, timedelta

from django_tasks_db.models import DBTaskResult

from kinbridge.foundation.transactions import whole
from kinbridge.notices.models import Message, Notice, State

ADDRESSES_KEPT, NOTICES_KEPT = timedelta(days=30), timedelta(days=90)
UNDERSTOOD_KEPT, LOOKED_AT_KEPT = timedelta(days=1), timedelta(days=30)
MESSAGES_KEPT, JOBS_KEPT = timedelta(days=90), timedelta(days=2)


@whole
def forget_notices(*, at: datetime) -> int:
    """Blank and delete what is past its day. Returns how many rows were touched."""
    settled = Notice.objects.exclude(state=State.WAITING)
    n = settled.filter(settled_at__lte=at - ADDRESSES_KEPT).exclude(to="").update(to="")
    n += settled.filter(settled_at__lte=at - NOTICES_KEPT).delete()[0]
    understood = Message.objects.filter(state=Message.State.UNDERSTOOD).exclude(words="")
    n += understood.filter(received_at__lte=at - UNDERSTOOD_KEPT).update(words="", sender="")
    n += Message.objects.filter(looked_at__lte=at - LOOKED_AT_KEPT).delete()[0]
    n += Message.objects.filter(received_at__lte=at - MESSAGES_KEPT).delete()[0]
    jobs = DBTaskResult.objects.filter(finished_at__lte=at - JOBS_KEPT)
    return n + jobs.delete()[0]
