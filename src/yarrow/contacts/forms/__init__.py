"""The room's forms. Each knows how to say what was typed as the keyword arguments of its action."""

from yarrow.contacts.forms.attention import DoneForm, LookoutForm, PassOnForm, PutOffForm
from yarrow.contacts.forms.finding import FindForm
from yarrow.contacts.forms.meeting import ContactForm, CorrectForm, FollowUpForm, LinkForm, RemoveForm
from yarrow.contacts.forms.planning import KindForm, NoteForm, PlanForm, ZoneForm, session_values
from yarrow.contacts.forms.premises import ConcernForm, PremisesForm, VisitedForm, VisitForm
from yarrow.contacts.forms.shift import Face, ShiftForm
from yarrow.contacts.forms.stock import CupboardForm, MovementForm

__all__ = [
    "ConcernForm",
    "ContactForm",
    "CorrectForm",
    "CupboardForm",
    "DoneForm",
    "Face",
    "FindForm",
    "FollowUpForm",
    "KindForm",
    "LinkForm",
    "LookoutForm",
    "MovementForm",
    "NoteForm",
    "PassOnForm",
    "PlanForm",
    "PremisesForm",
    "PutOffForm",
    "RemoveForm",
    "ShiftForm",
    "VisitForm",
    "VisitedForm",
    "ZoneForm",
    "session_values",
]
