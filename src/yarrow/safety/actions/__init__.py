"""Every write of this room."""

from yarrow.safety.actions.answering import reply
from yarrow.safety.actions.choosing import choose, choose_with
from yarrow.safety.actions.correcting import correct, join_reporters, part_reporter
from yarrow.safety.actions.taking import leave_report, take_report

__all__ = [
    "choose",
    "choose_with",
    "correct",
    "join_reporters",
    "leave_report",
    "part_reporter",
    "reply",
    "take_report",
]
