"""Every write of this room."""

from yarrow.justice.actions.appointments import mark_contact, plan_appointment, settle_appointment
from yarrow.justice.actions.away import add_away, expect_leaving, follow_away, move_away, note_visit
from yarrow.justice.actions.handing import hand_over
from yarrow.justice.actions.leaving import plan_pick_up, set_check, settle_pick_up
from yarrow.justice.actions.notes import send_note
from yarrow.justice.actions.orders import add_order, agree_light_contact, change_order, move_order

__all__ = [
    "add_away",
    "add_order",
    "agree_light_contact",
    "change_order",
    "expect_leaving",
    "follow_away",
    "hand_over",
    "mark_contact",
    "move_away",
    "move_order",
    "note_visit",
    "plan_appointment",
    "plan_pick_up",
    "send_note",
    "set_check",
    "settle_appointment",
    "settle_pick_up",
]
