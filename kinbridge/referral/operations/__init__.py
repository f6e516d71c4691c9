"""Everything that changes something in the sealed room."""

from kinbridge.referral.operations.addresses import hear_of_address
from kinbridge.referral.operations.climbing import advance
from kinbridge.referral.operations.ending import (
    count_past,
    erase_letter,
    erase_letters,
    forget_old,
)
from kinbridge.referral.operations.engine import Transport, beat, run_once, send, watch
from kinbridge.referral.operations.keys import publish_directory, submit_keys
from kinbridge.referral.operations.letters import (
    EnoughTokens,
    NotStored,
    Stored,
    draw_tokens,
    store_letter,
)
from kinbridge.referral.operations.recipients import (
    NoReceivingRole,
    NothingToVerify,
    NotTheirNeed,
    SecondPersonNeeded,
    change_duty,
    name_deputy,
    name_focal_point,
    resume_focal_point,
    stop_using,
    suspend_focal_point,
    verify_focal_point,
)
from kinbridge.referral.operations.restoring import TakenIn, take_in_again
from kinbridge.referral.operations.steps import NotThere, answer, sign_step

__all__ = [
    "EnoughTokens",
    "NoReceivingRole",
    "NotStored",
    "NotTheirNeed",
    "NotThere",
    "NothingToVerify",
    "SecondPersonNeeded",
    "Stored",
    "TakenIn",
    "Transport",
    "advance",
    "answer",
    "beat",
    "change_duty",
    "count_past",
    "draw_tokens",
    "erase_letter",
    "erase_letters",
    "forget_old",
    "hear_of_address",
    "name_deputy",
    "name_focal_point",
    "publish_directory",
    "resume_focal_point",
    "run_once",
    "send",
    "sign_step",
    "stop_using",
    "store_letter",
    "submit_keys",
    "suspend_focal_point",
    "take_in_again",
    "verify_focal_point",
    "watch",
]
