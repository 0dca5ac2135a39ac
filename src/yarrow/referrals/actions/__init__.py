"""Every write of this room."""

from yarrow.referrals.actions.arranging import set_reminders, take_up_pathway
from yarrow.referrals.actions.moving import ask, hand_over, move, put_back
from yarrow.referrals.actions.referring import add_preparation, offer, signpost
from yarrow.referrals.actions.sending import purpose_for, send
from yarrow.referrals.actions.walking import begin_journey, end_journey, end_step, take_step

__all__ = [
    "add_preparation",
    "ask",
    "begin_journey",
    "end_journey",
    "end_step",
    "hand_over",
    "move",
    "offer",
    "purpose_for",
    "put_back",
    "send",
    "set_reminders",
    "signpost",
    "take_step",
    "take_up_pathway",
]
