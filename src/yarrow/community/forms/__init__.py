"""What is typed in this room."""

from yarrow.community.forms.complaints import ComplaintForm, StepForm
from yarrow.community.forms.events import EventForm
from yarrow.community.forms.policing import (
    AgreementForm,
    AnswerForm,
    BreachForm,
    CloseForm,
    PointForm,
    RaiseForm,
)
from yarrow.community.forms.trainings import CountsForm, SheetForm, StatementForm, TrainingForm

__all__ = [
    "AgreementForm",
    "AnswerForm",
    "BreachForm",
    "CloseForm",
    "ComplaintForm",
    "CountsForm",
    "EventForm",
    "PointForm",
    "RaiseForm",
    "SheetForm",
    "StatementForm",
    "StepForm",
    "TrainingForm",
]
