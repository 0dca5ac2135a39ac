"""What is typed in this room."""

from yarrow.safety.forms.acting import ChooseForm, CorrectForm, EraseForm, ReplyForm, SameReporterForm
from yarrow.safety.forms.taking import ReportForm

__all__ = ["ChooseForm", "CorrectForm", "EraseForm", "ReplyForm", "ReportForm", "SameReporterForm"]
