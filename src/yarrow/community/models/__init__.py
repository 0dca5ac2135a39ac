"""The nouns of this room."""

from yarrow.community.models.complaints import Complaint, ComplaintStep
from yarrow.community.models.events import OutsideEvent
from yarrow.community.models.policing import AgreementPoint, Breach, PolicingAgreement
from yarrow.community.models.trainings import Statement, Training, TrainingAnswers

__all__ = [
    "AgreementPoint",
    "Breach",
    "Complaint",
    "ComplaintStep",
    "OutsideEvent",
    "PolicingAgreement",
    "Statement",
    "Training",
    "TrainingAnswers",
]
