"""Forms of this room: nothing in them has to be answered but what an act can't do without."""

from yarrow.plans.forms.more import (
    CardForm,
    CircumstancesForm,
    EndHousingForm,
    FamilyForm,
    FirstNeedsForm,
    HousingForm,
    MovementForm,
    PeriodForm,
    SignOffForm,
)
from yarrow.plans.forms.planning import GoalForm, ReviewForm, StepForm
from yarrow.plans.forms.rating import RatingForm

__all__ = [
    "CardForm",
    "CircumstancesForm",
    "EndHousingForm",
    "FamilyForm",
    "FirstNeedsForm",
    "GoalForm",
    "HousingForm",
    "MovementForm",
    "PeriodForm",
    "RatingForm",
    "ReviewForm",
    "SignOffForm",
    "StepForm",
]
