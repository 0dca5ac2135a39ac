"""Every write of this room."""

from yarrow.referrals.actions.arranging import set_reminders, take_up_pathway
from yarrow.referrals.actions.concerning import add_concern_step, end_concern, raise_concern
from yarrow.referrals.actions.moving import ask, hand_over, move, put_back
from yarrow.referrals.actions.referring import add_preparation, offer, signpost
from yarrow.referrals.actions.sending import purpose_for, send
from yarrow.referrals.actions.staying import check_asked, forget_stay, keep_stay_status, note_stay, share_stay
from yarrow.referrals.actions.walking import begin_journey, end_journey, end_step, take_step
from yarrow.referrals.actions.writing import write_pathway

__all__ = [
    "add_concern_step",
    "add_preparation",
    "ask",
    "begin_journey",
    "check_asked",
    "end_concern",
    "end_journey",
    "end_step",
    "forget_stay",
    "hand_over",
    "keep_stay_status",
    "move",
    "note_stay",
    "offer",
    "purpose_for",
    "put_back",
    "raise_concern",
    "send",
    "set_reminders",
    "share_stay",
    "signpost",
    "take_step",
    "take_up_pathway",
    "write_pathway",
]
