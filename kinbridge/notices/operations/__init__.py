"""Queueing notices, sending them, hearing what comes back, and forgetting all of it."""

from kinbridge.notices.operations.forgetting import forget_notices
from kinbridge.notices.operations.hearing import look_at_message, take_message
from kinbridge.notices.operations.queueing import notify, queue_notice, withdraw_notices
from kinbridge.notices.operations.sending import ask_about_sent, send_due, take_report

__all__ = [
    "ask_about_sent",
    "forget_notices",
    "look_at_message",
    "notify",
    "queue_notice",
    "send_due",
    "take_message",
    "take_report",
    "withdraw_notices",
]
