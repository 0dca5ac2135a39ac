"""Every write of this room."""

from yarrow.safety.actions.choosing import choose
from yarrow.safety.actions.taking import leave_report, take_report

__all__ = ["choose", "leave_report", "take_report"]
