"""After the database was restored from a backup: letters come back from the second disk."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError

from kinbridge.foundation.errors import Refusal
from kinbridge.foundation.transactions import whole
from kinbridge.places.models import Area
from kinbridge.referral import second_copy
from kinbridge.referral.minutes import from_minute, is_over
from kinbridge.referral.models import Referral
from kinbridge.referral.operations.letters import begin_ladder, parsed, recipients_of


@dataclass(frozen=True)
class TakenIn:
    """How many letters came back, and how many could not."""

    n: int = 0
    n_refused: int = 0


def take_in_again(*, at: datetime) -> TakenIn:
    """Letters of the second disk that the database does not know begin their ladder anew.

    What was closed after the backup is open again: better asked twice than not at all. Open
    letters that have no second copy yet get one; copies that nobody needs any more go.
    """
    n = n_refused = 0
    for told in second_copy.kept():
        known = Referral.objects.filter(ref=told["ref"]).first()
        if known is not None:
            if known.erased_at is not None:
                second_copy.drop(known.ref)
            continue
        try:
            n += _take_in(told, at)
        except (Refusal, Area.DoesNotExist, IntegrityError, KeyError, ValueError):
            n_refused += 1
    for referral in Referral.objects.open().select_related("area__country"):
        second_copy.is_kept(referral)
    return TakenIn(n, n_refused)


@whole
def _take_in(told: dict[str, Any], at: datetime) -> int:
    """Raises: Refusal, where nobody could receive it any more; Area.DoesNotExist."""
    envelope = parsed(letter=told["envelope"], urgency=told["urgency"], watch=told["watch"])
    if is_over(envelope.epoch, at):  # nobody has a key for it any more
        second_copy.drop(envelope.ref)
        return 0
    area = Area.objects.get(country__code=told["country"], pcode=told["area"])
    live, _dead = recipients_of(envelope=envelope, at=at)
    referral = begin_ladder(
        envelope=envelope,
        urgency=told["urgency"],
        watch=told["watch"],
        area=area,
        live=live,
        at=at,
    )
    # It is as old as it was: on its fortieth day somebody has to settle it.
    referral.stored_at = min(from_minute(told["stored"]), referral.stored_at)
    referral.save(update_fields=["stored_at"])
    return 1
