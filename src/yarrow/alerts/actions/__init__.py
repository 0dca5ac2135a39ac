"""Every write of this room."""

from yarrow.alerts.actions.checks import accept_identifier, note_check, tag_anew, take_back_identifier
from yarrow.alerts.actions.echoing import lay_out, note_talk
from yarrow.alerts.actions.leaving import leave, put_out, take_back_in
from yarrow.alerts.actions.own import change_choices, change_ways, choose_phrase, enter
from yarrow.alerts.actions.vouching import Vouched, change_member, new_code, vouch_for
from yarrow.alerts.taking_in import take_in

__all__ = [
    "Vouched",
    "accept_identifier",
    "change_choices",
    "change_member",
    "change_ways",
    "choose_phrase",
    "enter",
    "lay_out",
    "leave",
    "new_code",
    "note_check",
    "note_talk",
    "put_out",
    "tag_anew",
    "take_back_identifier",
    "take_back_in",
    "take_in",
    "vouch_for",
]
