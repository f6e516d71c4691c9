"""Facts of the sealed room: recipients and keys, letters and slots, steps."""

from kinbridge.referral.models.letters import Drawn, Referral, Slot, SubmissionToken
from kinbridge.referral.models.recipients import FocalPoint, Mailbox, SignedDirectory
from kinbridge.referral.models.steps import PastReferrals, Pulse, Step

__all__ = [
    "Drawn",
    "FocalPoint",
    "Mailbox",
    "PastReferrals",
    "Pulse",
    "Referral",
    "SignedDirectory",
    "Slot",
    "Step",
    "SubmissionToken",
]
