"""Everything that changes who might help, and how far the two have come."""

from kinbridge.linkage.operations.asks import answer_ask, send_ask
from kinbridge.linkage.operations.moving import (
    AlreadyThere,
    HasEnded,
    answer_asks,
    move,
    move_linkage,
    plan_next_step,
)
from kinbridge.linkage.operations.naming import (
    AlreadyNamed,
    ask_who_might_help,
    hear_group,
    name_helper,
)
from kinbridge.linkage.operations.ties import KnowsItself, add_tie, tell_journey

__all__ = [
    "AlreadyNamed",
    "AlreadyThere",
    "HasEnded",
    "KnowsItself",
    "add_tie",
    "answer_ask",
    "answer_asks",
    "ask_who_might_help",
    "hear_group",
    "move",
    "move_linkage",
    "name_helper",
    "plan_next_step",
    "send_ask",
    "tell_journey",
]
