"""Every write of this room."""

from yarrow.safety.actions.again import take_again
from yarrow.safety.actions.answering import reply
from yarrow.safety.actions.challenging import (
    answer_challenge,
    close_challenges,
    judge,
    leave_challenge,
    open_challenges,
)
from yarrow.safety.actions.choosing import choose, choose_with
from yarrow.safety.actions.coming import Came, come_in
from yarrow.safety.actions.correcting import correct, join_reporters, part_reporter
from yarrow.safety.actions.doors import close_door, open_door, renew_door
from yarrow.safety.actions.erasing import take_back, take_back_mine
from yarrow.safety.actions.handing import erase_report, hand_phrase
from yarrow.safety.actions.matching import decide, note_compared
from yarrow.safety.actions.returning import (
    add_words,
    check_on,
    choose_anew,
    enter,
    leave_visit,
    read_replies,
    take_addition,
)
from yarrow.safety.actions.taking import leave_report, take_report

__all__ = [
    "Came",
    "add_words",
    "answer_challenge",
    "check_on",
    "choose",
    "choose_anew",
    "choose_with",
    "close_challenges",
    "close_door",
    "come_in",
    "correct",
    "decide",
    "enter",
    "erase_report",
    "hand_phrase",
    "join_reporters",
    "judge",
    "leave_challenge",
    "leave_report",
    "leave_visit",
    "note_compared",
    "open_challenges",
    "open_door",
    "part_reporter",
    "read_replies",
    "renew_door",
    "reply",
    "take_addition",
    "take_again",
    "take_back",
    "take_back_mine",
    "take_report",
]
