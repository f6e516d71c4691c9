"""Agreements, how their promises come round, and who is reminded of them."""

from kinbridge.agreement.models.agreements import (
    Agreement,
    AgreementQuerySet,
    Commitment,
    Draft,
    Ending,
    ReadBack,
    Review,
    Signature,
    State,
)
from kinbridge.agreement.models.reports import Report
from kinbridge.agreement.models.rhythm import (
    Feed,
    Reminder,
    Responsible,
    Rhythm,
    RhythmYes,
)

__all__ = [
    "Agreement",
    "AgreementQuerySet",
    "Commitment",
    "Draft",
    "Ending",
    "Feed",
    "ReadBack",
    "Reminder",
    "Report",
    "Responsible",
    "Review",
    "Rhythm",
    "RhythmYes",
    "Signature",
    "State",
]
