"""When the server was restored from a backup: how a phone notices, and what it sends again.

With the answers to its forms a phone is told a *mark*, which the server keeps with the phone
after those forms were done, and the phone tells in its next exchange. A server that does not
know the mark is one whose history was cut before: it says ``lost``, and does nothing, for what
came may rest on what is missing. The phone then asks which of the forms that it was answered
``done`` for are unknown here, takes the mark that is known, and sends those again, which it
keeps sealed for a while. Their keys make it harmless.

A mark is known only to its phone: whatever others have sent since cannot hide that something
is missing.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from kinbridge.foundation.transactions import whole
from kinbridge.sync.models import Device, Receipt


def knows(device: Device, mark: str) -> bool:
    """Whether all is here that the phone was answered when it was told this mark."""
    return mark in {"", device.mark, device.mark_before}


def unknown(done: Sequence[UUID]) -> list[int]:
    """The places of those keys of which there is no receipt here."""
    here = set(Receipt.objects.filter(key__in=done).values_list("key", flat=True))
    return [n for n, key in enumerate(done) if key not in here]


@whole
def note_contact(
    *, device: Device, mark: str, answers: Sequence[Any], at: datetime
) -> dict[str, Any]:
    """Remember that a phone was in touch. If something was answered it is told a new mark; to
    be called when all of that is done.

    The mark that the phone told stays known: it may never hear of the new one.
    """
    news = {"mark": device.mark, "mark_before": device.mark_before}
    is_lost = not knows(device, mark)
    if answers and not is_lost:
        news = {"mark": secrets.token_urlsafe(6), "mark_before": mark or device.mark}
    Device.objects.filter(pk=device.pk).update(last_seen_at=at, **news)
    return {"mark": news["mark"], **({"lost": True} if is_lost else {})}
