"""Every write of the room: keyword-only, each one transaction with its row on the trail."""

from yarrow.measures.actions.fillings import (
    Offline,
    amend_answers,
    begin_filling,
    finish_filling,
    save_answers,
    speak_language,
    void_filling,
)
from yarrow.measures.actions.forms import (
    carry_form,
    keep_form,
    mark_dangers,
    publish_version,
    withdraw_version,
)
from yarrow.measures.actions.licences import end_permission, record_permission, state_contexts
from yarrow.measures.actions.safe import (
    add_route,
    ask_for_contact,
    name_responders,
    raise_drill,
    retire_route,
    step_signal,
)

__all__ = [
    "Offline",
    "add_route",
    "amend_answers",
    "ask_for_contact",
    "begin_filling",
    "carry_form",
    "end_permission",
    "finish_filling",
    "keep_form",
    "mark_dangers",
    "name_responders",
    "publish_version",
    "raise_drill",
    "record_permission",
    "retire_route",
    "save_answers",
    "speak_language",
    "state_contexts",
    "step_signal",
    "void_filling",
    "withdraw_version",
]
