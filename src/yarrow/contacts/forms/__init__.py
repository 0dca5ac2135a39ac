"""The room's forms. Each knows how to say what was typed as the keyword arguments of its action."""

from yarrow.contacts.forms.meeting import ContactForm, CorrectForm, FollowUpForm, LinkForm, RemoveForm
from yarrow.contacts.forms.planning import KindForm, NoteForm, PlanForm, ZoneForm, session_values
from yarrow.contacts.forms.shift import Face, ShiftForm

__all__ = [
    "ContactForm",
    "CorrectForm",
    "Face",
    "FollowUpForm",
    "KindForm",
    "LinkForm",
    "NoteForm",
    "PlanForm",
    "RemoveForm",
    "ShiftForm",
    "ZoneForm",
    "session_values",
]
