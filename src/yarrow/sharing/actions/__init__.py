"""Everything that writes in this room."""

from yarrow.sharing.actions.proposals import decide_proposal, propose_share
from yarrow.sharing.actions.recalls import note_recall
from yarrow.sharing.actions.shares import Fact, record_share

__all__ = ["Fact", "decide_proposal", "note_recall", "propose_share", "record_share"]
