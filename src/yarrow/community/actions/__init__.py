"""Every write of this room."""

from yarrow.community.actions.complaints import add_complaint, add_step
from yarrow.community.actions.events import add_event, change_event, remove_event
from yarrow.community.actions.policing import (
    add_agreement,
    add_point,
    answer_breach,
    change_agreement,
    close_breach,
    end_point,
    raise_breach,
    report_breach,
)
from yarrow.community.actions.trainings import (
    add_answers,
    add_statement,
    add_training,
    change_training,
    count_answers,
    end_statement,
)

__all__ = [
    "add_agreement",
    "add_answers",
    "add_complaint",
    "add_event",
    "add_point",
    "add_statement",
    "add_step",
    "add_training",
    "answer_breach",
    "change_agreement",
    "change_event",
    "change_training",
    "close_breach",
    "count_answers",
    "end_point",
    "end_statement",
    "raise_breach",
    "remove_event",
    "report_breach",
]
