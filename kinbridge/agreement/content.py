"""What a draft freezes, in a shape that stays.

``shape``       1; a later shape is told apart by its number
``languages``   ``first`` and ``second``: BCP 47 codes of the two texts
``prevailing``  ``first``, ``second`` or ``both``
``community``, ``goal`` (``words``, ``translation``)
``parties``     the sides, each with ``side`` (``community`` or the key of a linkage), ``name``
``clauses``     ``title``, ``purpose``, ``safeguards``, ``disputes``, ``leaving``; each has
                ``first`` and ``second``, the same words in the two languages
``review``      ``on`` (a day or null) and ``words``
``commitments`` in their order: ``key``, ``side``, ``what`` (``first``, ``second``), ``who``,
                ``how_often``, ``until``, ``needs``

The digest is SHA-256 over ``canonical`` of all of it, so that anybody can take it again.
"""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from kinbridge.agreement.models import Agreement, Commitment
from kinbridge.foundation.plain import canonical, plain
from kinbridge.foundation.rough_dates import RoughDate

SHAPE = 1
CLAUSES = {
    "title": _("Title"),
    "purpose": _("Purpose"),
    "safeguards": _("Keeping children safe"),
    "disputes": _("If we disagree"),
    "leaving": _("If one side wants to leave"),
}
DETAILS = {
    "who": _("Who"),
    "how_often": _("How often"),
    "until": _("Until"),
    "needs": _("What it needs"),
}


def content_of(agreement: Agreement) -> dict[str, Any]:
    """The working text as it stands. One query for the commitments."""
    return {
        "shape": SHAPE,
        "languages": {"first": agreement.language, "second": agreement.second_language},
        "prevailing": agreement.prevailing,
        "community": agreement.community.name,
        "goal": {
            "words": agreement.dialogue.goal.words,
            "translation": agreement.dialogue.goal.translation,
        },
        "parties": [{"side": side.key, "name": side.name} for side in agreement.sides],
        "clauses": {name: _both(agreement, name) for name in CLAUSES},
        "review": plain(agreement.review),
        "commitments": [
            commitment_of(row)
            for row in Commitment.objects.filter(agreement=agreement).standing()
        ],
    }


def review_of(content: Mapping[str, Any]) -> RoughDate:
    """When both sides look at it again, as the content says."""
    told = content["review"]
    return RoughDate(date.fromisoformat(told["on"]) if told["on"] else None, told["words"])


def digest(content: dict[str, Any]) -> str:
    """SHA-256 over the one spelling of the content."""
    return hashlib.sha256(canonical(content)).hexdigest()


def commitment_of(row: Commitment) -> dict[str, Any]:
    """A commitment as it stands in a content."""
    return {
        "key": str(row.key),
        "side": row.side,
        "what": _both(row, "what"),
        **{name: getattr(row, name) for name in DETAILS},
    }


def _both(record: Agreement | Commitment, name: str) -> dict[str, str]:
    return {
        "first": getattr(record, name),
        "second": getattr(record, f"{name}_translation"),
    }
