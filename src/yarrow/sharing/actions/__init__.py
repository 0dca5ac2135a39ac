"""Everything that writes in this room."""

from yarrow.sharing.actions.agreements import (
    add_agreement,
    end_agreement,
    leave_agreement,
    review_agreement,
    sign,
)
from yarrow.sharing.actions.filing import Attached, Fetched, attach
from yarrow.sharing.actions.guests import answer_sent, fetch_sent, open_sent, seat_guest
from yarrow.sharing.actions.hearing import hear_decision, see_answers
from yarrow.sharing.actions.letters import write_letter, write_template
from yarrow.sharing.actions.opening import Unpacked, answer_package, fetch_file, open_package
from yarrow.sharing.actions.packages import Made, end_package, make_package
from yarrow.sharing.actions.proposals import decide_proposal, propose_share
from yarrow.sharing.actions.recalls import note_parting, note_recall
from yarrow.sharing.actions.shares import Fact, record_share

__all__ = [
    "Attached",
    "Fact",
    "Fetched",
    "Made",
    "Unpacked",
    "add_agreement",
    "answer_package",
    "answer_sent",
    "attach",
    "decide_proposal",
    "end_agreement",
    "end_package",
    "fetch_file",
    "fetch_sent",
    "hear_decision",
    "leave_agreement",
    "make_package",
    "note_parting",
    "note_recall",
    "open_package",
    "open_sent",
    "propose_share",
    "record_share",
    "review_agreement",
    "seat_guest",
    "see_answers",
    "sign",
    "write_letter",
    "write_template",
]
