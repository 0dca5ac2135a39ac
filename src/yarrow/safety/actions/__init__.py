"""Every write of this room."""

from yarrow.safety.actions.challenging import (
    answer_challenge,
    close_challenges,
    decide,
    leave_challenge,
    open_challenges,
)
from yarrow.safety.actions.choosing import choose
from yarrow.safety.actions.taking import leave_report, take_report

__all__ = [
    "answer_challenge",
    "choose",
    "close_challenges",
    "decide",
    "leave_challenge",
    "leave_report",
    "open_challenges",
    "take_report",
]
