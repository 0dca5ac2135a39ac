"""Every write to people's records, each in one transaction with its trail row."""

from yarrow.people.actions.aliases import add_alias, end_alias
from yarrow.people.actions.birthdays import follow_birthdays
from yarrow.people.actions.consent import give_consent, withdraw_consent
from yarrow.people.actions.erasing import erase_person, reduce_person
from yarrow.people.actions.holding import (
    agree_hold,
    keep_longer,
    lift_hold,
    propose_hold,
    set_keeping,
    tell_of_hold,
)
from yarrow.people.actions.key_workers import assign_key_worker, end_key_worker, hand_over
from yarrow.people.actions.left import leave_person
from yarrow.people.actions.merging import merge_people, part_people, tell_apart
from yarrow.people.actions.openings import give_reason
from yarrow.people.actions.papers import add_paper, remove_paper, rename_paper
from yarrow.people.actions.people import add_person, change_person
from yarrow.people.actions.safeguarding import note_safeguarding
from yarrow.people.actions.setting_kinds import add_setting_kind, retire_setting_kind
from yarrow.people.actions.settings import add_setting, end_setting
from yarrow.people.actions.taking_back import take_back_batch
from yarrow.people.actions.ways import add_way_to_reach, change_way_to_reach, end_way_to_reach

__all__ = [
    "add_alias",
    "add_paper",
    "add_person",
    "add_setting",
    "add_setting_kind",
    "add_way_to_reach",
    "agree_hold",
    "assign_key_worker",
    "change_person",
    "change_way_to_reach",
    "end_alias",
    "end_key_worker",
    "end_setting",
    "end_way_to_reach",
    "erase_person",
    "follow_birthdays",
    "give_consent",
    "give_reason",
    "hand_over",
    "keep_longer",
    "leave_person",
    "lift_hold",
    "merge_people",
    "note_safeguarding",
    "part_people",
    "propose_hold",
    "reduce_person",
    "remove_paper",
    "rename_paper",
    "retire_setting_kind",
    "set_keeping",
    "take_back_batch",
    "tell_apart",
    "tell_of_hold",
    "withdraw_consent",
]
