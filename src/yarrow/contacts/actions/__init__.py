"""Every write of the room. Keyword-only, `by=` an Actor, `project=`, `at=`; one transaction with its trail row."""

from yarrow.contacts.actions.arranging import add_kind, add_zone, retire_kind, retire_zone
from yarrow.contacts.actions.changing import correct_contact, undo_contact, void_contact
from yarrow.contacts.actions.following_up import (
    add_follow_up,
    complete_follow_up,
    hand_over_follow_up,
    keep_lookout,
    reschedule_follow_up,
)
from yarrow.contacts.actions.linking import link_contact, move_contact
from yarrow.contacts.actions.planning import change_session, plan_session, replace_worker
from yarrow.contacts.actions.premises import (
    add_premises,
    change_premises,
    end_premises,
    set_concern,
    visit_in_session,
    visit_premises,
)
from yarrow.contacts.actions.recording import record_contact, record_contacts
from yarrow.contacts.actions.running import (
    cancel_session,
    close_session,
    join_session,
    leave_session,
    note_session,
    open_session,
)
from yarrow.contacts.actions.stocking import keep_cupboard, move_stock, take_back_movement

__all__ = [
    "add_follow_up",
    "add_kind",
    "add_premises",
    "add_zone",
    "cancel_session",
    "change_premises",
    "change_session",
    "close_session",
    "complete_follow_up",
    "correct_contact",
    "end_premises",
    "hand_over_follow_up",
    "join_session",
    "keep_cupboard",
    "keep_lookout",
    "leave_session",
    "link_contact",
    "move_contact",
    "move_stock",
    "note_session",
    "open_session",
    "plan_session",
    "record_contact",
    "record_contacts",
    "replace_worker",
    "reschedule_follow_up",
    "retire_kind",
    "retire_zone",
    "set_concern",
    "take_back_movement",
    "undo_contact",
    "visit_in_session",
    "visit_premises",
    "void_contact",
]
