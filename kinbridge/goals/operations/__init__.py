"""Everything that changes how a community chooses, weighs and acts."""

from kinbridge.goals.operations.acting import plan_activity, report_activity
from kinbridge.goals.operations.choosing import (
    AlreadyClosed,
    AlreadySetAside,
    add_point,
    agree_how_to_decide,
    close_goal,
    hold_round,
    reword_goal,
    set_aside_harm,
    set_goal,
)
from kinbridge.goals.operations.weighing import (
    NotTheirVoice,
    OfAnotherGoal,
    add_criterion,
    hold_option_to_criterion,
    lay_out_option,
    record_decision,
)

__all__ = [
    "AlreadyClosed",
    "AlreadySetAside",
    "NotTheirVoice",
    "OfAnotherGoal",
    "add_criterion",
    "add_point",
    "agree_how_to_decide",
    "close_goal",
    "hold_option_to_criterion",
    "hold_round",
    "lay_out_option",
    "plan_activity",
    "record_decision",
    "report_activity",
    "reword_goal",
    "set_aside_harm",
    "set_goal",
]
