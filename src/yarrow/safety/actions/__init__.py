"""Every write of this room."""

from yarrow.safety.actions.choosing import choose
from yarrow.safety.actions.matching import decide, note_compared
from yarrow.safety.actions.taking import leave_report, take_report

__all__ = ["choose", "decide", "leave_report", "note_compared", "take_report"]
