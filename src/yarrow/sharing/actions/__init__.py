"""Everything that writes in this room."""

from yarrow.sharing.actions.agreements import (
    add_agreement,
    end_agreement,
    leave_agreement,
    review_agreement,
    sign,
)
from yarrow.sharing.actions.packages import (
    Made,
    Unpacked,
    answer_package,
    end_package,
    make_package,
    open_package,
)
from yarrow.sharing.actions.proposals import decide_proposal, propose_share
from yarrow.sharing.actions.recalls import note_recall
from yarrow.sharing.actions.shares import Fact, record_share

__all__ = [
    "Fact",
    "Made",
    "Unpacked",
    "add_agreement",
    "answer_package",
    "decide_proposal",
    "end_agreement",
    "end_package",
    "leave_agreement",
    "make_package",
    "note_recall",
    "open_package",
    "propose_share",
    "record_share",
    "review_agreement",
    "sign",
]
