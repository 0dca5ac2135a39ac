"""Every write of this room."""

from yarrow.panels.actions.arranging import (
    add_panel,
    change_agreement,
    end_panel,
    join_team,
    leave_team,
    look_after,
    note_attendance,
    plan_meeting,
    seat_agency,
    unseat_agency,
)
from yarrow.panels.actions.doing import add_action, finish_action
from yarrow.panels.actions.forum import (
    add_forum,
    add_line,
    add_seat,
    add_step,
    add_support,
    finish_step,
    leave_seat,
)
from yarrow.panels.actions.items import (
    mark_of,
    put_forward,
    take_off,
    write_minutes,
)
from yarrow.panels.actions.telling import SHEET, SPOKEN, Sheet, tell

__all__ = [
    "SHEET",
    "SPOKEN",
    "Sheet",
    "add_action",
    "add_forum",
    "add_line",
    "add_panel",
    "add_seat",
    "add_step",
    "add_support",
    "change_agreement",
    "end_panel",
    "finish_action",
    "finish_step",
    "join_team",
    "leave_seat",
    "leave_team",
    "look_after",
    "mark_of",
    "note_attendance",
    "plan_meeting",
    "put_forward",
    "seat_agency",
    "take_off",
    "tell",
    "unseat_agency",
    "write_minutes",
]
