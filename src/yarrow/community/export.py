"""What leaves with the project when it moves, and what its acts are called. Nothing here is about a person."""

from django.utils.translation import gettext_lazy as _

from yarrow.community.models import Breach, Complaint, ComplaintStep, PolicingAgreement
from yarrow.vault.telling import Telling, tell, tell_acts


def ready() -> None:
    """Say it; called once as the room starts."""
    tell_acts(TRAIL)
    for model, label in LABELS.items():
        tell(model, Telling(part="more", label=label))


LABELS = {
    Complaint: _("Complaint"),
    ComplaintStep: _("What was done about a complaint"),
    PolicingAgreement: _("Agreement on policing"),
    Breach: _("What was reported about policing"),
}
TRAIL = {
    "community.add_complaint": _("wrote down a complaint"),
    "community.show_complaint": _("looked at a complaint"),
    "community.add_step": _("wrote down what was done about a complaint"),
    "community.add_agreement": _("added an agreement on policing"),
    "community.change_agreement": _("changed an agreement on policing"),
    "community.show_agreement": _("looked at who leads on policing"),
    "community.add_point": _("added a point to an agreement"),
    "community.end_point": _("ended a point of an agreement"),
    "community.report_breach": _("wrote down what went against an agreement"),
    "community.show_breach": _("looked at what went against an agreement"),
    "community.raise_breach": _("raised something with the police"),
    "community.answer_breach": _("wrote down what the police answered"),
    "community.close_breach": _("wrote down what came of it"),
    "community.add_training": _("wrote down a training"),
    "community.change_training": _("changed a training"),
    "community.count_answers": _("counted the answers of a training"),
    "community.add_answers": _("added the answers of one sheet"),
    "community.add_statement": _("added a sentence for trainings"),
    "community.end_statement": _("stopped asking a sentence"),
    "community.add_event": _("added an outside event"),
    "community.change_event": _("changed an outside event"),
    "community.remove_event": _("took away an outside event"),
}
