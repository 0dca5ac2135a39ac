"""Every write of this room."""

from yarrow.plans.actions.arranging import set_first_needs, set_sign_off
from yarrow.plans.actions.courses import (
    add_family_event,
    add_housing,
    end_housing,
    forget_movements,
    know_housing,
    note_circumstances,
    note_movement,
)
from yarrow.plans.actions.leaving import export_plan
from yarrow.plans.actions.planning import (
    add_goal,
    add_review,
    add_step,
    agree_plan,
    change_goal,
    change_step,
    move_goal,
    move_plan,
    move_step,
    sign_off_plan,
)
from yarrow.plans.actions.rating import Answer, rate
from yarrow.plans.actions.safety import make_card

__all__ = [
    "Answer",
    "add_family_event",
    "add_goal",
    "add_housing",
    "add_review",
    "add_step",
    "agree_plan",
    "change_goal",
    "change_step",
    "end_housing",
    "export_plan",
    "forget_movements",
    "know_housing",
    "make_card",
    "move_goal",
    "move_plan",
    "move_step",
    "note_circumstances",
    "note_movement",
    "rate",
    "set_first_needs",
    "set_sign_off",
    "sign_off_plan",
]
