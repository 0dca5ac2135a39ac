"""How a person's rows of this room are told to them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yarrow.measures import codes
from yarrow.measures.answers import held
from yarrow.measures.models import Amendment, Filling, FormVersion, Score, Signal, SignalStep
from yarrow.measures.models.fillings import AGREED, DECLINED
from yarrow.measures.models.safe import ANSWER, ASKED, DRILL
from yarrow.measures.reading import form_of
from yarrow.measures.results import answers_shown
from yarrow.measures.states import FILLING_LABELS, SIGNAL_LABELS
from yarrow.staff.queries import roles_by_worker
from yarrow.vault.telling import INNER, Telling, listed

# The words for each code of a list.
coded = listed(codes.choices)

BY_ROLE = _("Who, by their role")
_INNER = {"id": INNER, "project": INNER, "person": INNER}


def titles(project: Any) -> dict[Any, str]:
    """The title of each version of a project's forms."""
    return dict(FormVersion.objects.in_project(project).values_list("id", "title"))


def answers_in_words(filling: Filling, written: Any) -> str:
    """Each question with its answer, a line each."""
    lines = answers_shown(filling, held(written))
    return "\n".join(f"{line.question} {line.text}" for line in lines)


def questions_in_words(signal: Signal, keys: Any) -> str:
    """The questions that a signal came from."""
    if signal.filling is None:
        return ""
    by_id = form_of(signal.filling.form_version).by_id
    found = (by_id.get(key.partition("@")[0]) for key in keys)
    return "; ".join(str(item.text.in_(signal.filling.language)) for item in found if item is not None)


def bands_in_words(score: Score, said: Any) -> str:
    """What is published about such a score, with where."""
    return "; ".join(f"{band['label']} ({band['population']}, {band['citation']})" for band in said)


FILLING = Telling(
    part="did",
    label=_("Forms you answered"),
    fields={
        "form_version": _("Form"),
        "answered_on": _("Answered on"),
        "occasion": _("What it was for"),
        "answered_by": _("Who answered"),
        "how": _("How"),
        "language": _("Language"),
        "answers": _("Your answers"),
        "n_answered": _("Questions answered"),
        "n_asked": _("Questions asked"),
        "state": _("How it stands"),
        "void_reason": _("Why it counts nowhere"),
        "agreed": _("Whether an answer might be told to the lead"),
        "begun_at": _("Begun"),
        "finished_at": _("Finished"),
        "changed_at": _("Last changed"),
        "asked_by": BY_ROLE,
        "changed_by": _("Who changed it last, by their role"),
    },
    left_out={**_INNER, "entry_id": INNER, "version": INNER},
    values={
        "form_version": titles,
        "occasion": coded("occasions"),
        "answered_by": coded("answerers"),
        "how": coded("hows"),
        "void_reason": coded("void_reasons"),
        "state": lambda project: dict(FILLING_LABELS),
        "agreed": lambda project: {AGREED: _("Yes"), DECLINED: _("No")},
        "asked_by": roles_by_worker,
        "changed_by": roles_by_worker,
    },
    spoken={"answers": answers_in_words},
)
AMENDMENT = Telling(
    part="did",
    label=_("How answers stood before they were put right"),
    fields={"filling": _("Form, by its number"), "answers": _("Before"), "reason": _("Why")}
    | {"amended_at": _("Put right"), "amended_by": BY_ROLE},
    left_out={**_INNER, "n": INNER},
    values={"reason": coded("amend_reasons"), "amended_by": roles_by_worker},
    spoken={"answers": lambda row, written: answers_in_words(row.filling, written)},
)
SCORE = Telling(
    part="did",
    label=_("Scores of measures"),
    fields={
        "filling": _("Form, by its number"),
        "pack": _("Measure"),
        "scale": _("Scale"),
        "value": _("Score"),
        "why": _("Why there is none"),
        "n_answered": _("Questions answered"),
        "n_items": _("Questions it needs"),
        "said": _("What is published about such a score"),
        "branch": _("Which way through the questions"),
        "straight": _("The same answer all the way"),
        "language": _("Language"),
        "pack_version": _("Version of the rule"),
        "scored_at": _("Scored"),
    },
    left_out={"id": INNER, "n": INNER, "pack_hash": INNER},
    spoken={"said": bands_in_words},
)
SIGNAL = Telling(
    part="did",
    label=_("Times that somebody was asked to speak with you"),
    fields={"what": _("Why"), "raised_at": _("When"), "about": _("Questions"), "state": _("How it stands")},
    left_out={
        **_INNER,
        "filling": INNER,
        "look_by": _("Our own time to look."),
        "act_by": _("Our own time to act."),
    },
    values={
        "state": lambda project: dict(SIGNAL_LABELS),
        "what": lambda project: {
            ANSWER: _("An answer, as you agreed"),
            ASKED: _("You asked for it"),
            DRILL: "",
        },
    },
    spoken={"about": questions_in_words},
)
STEP = Telling(
    part="did",
    label=_("What was done about it"),
    fields={
        "at": _("When"),
        "act": _("What"),
        "words": _("In our words"),
        "reason": _("How it ended"),
        "by": BY_ROLE,
    },
    left_out={"id": INNER, "signal": INNER},
    values={
        "act": lambda project: {
            "raise": _("It came up"),
            "acknowledge": _("Somebody looked"),
            "act": _("Something was done"),
            "close": _("Closed"),
        },
        "reason": coded("close_reasons"),
        "by": roles_by_worker,
    },
)
TRAIL = {
    "measures.begin_filling": _("Began a form with you"),
    "measures.save_answers": _("Wrote down answers of yours"),
    "measures.speak_language": _("Went on with a form in another language"),
    "measures.finish_filling": _("Finished a form"),
    "measures.amend_answers": _("Put an answer right"),
    "measures.void_filling": _("Marked answers as entered in error"),
    "measures.fill": _("Opened answers to go on with a form"),
    "measures.show_filling": _("Opened answers of yours"),
    "measures.list_fillings": _("Opened the list of forms you answered"),
    "measures.export_fillings": _("Took a copy of your answers"),
    "measures.raise_signal": _("Asked the lead to speak with you"),
    "measures.acknowledge_signal": _("Looked at what you asked for or agreed to"),
    "measures.act_signal": _("Did something about it"),
    "measures.close_signal": _("Closed it"),
    "measures.show_signal": _("Opened what the lead was told"),
    "measures.list_signals": _("Opened the list of whom to speak with"),
}
TOLD = {Filling: FILLING, Amendment: AMENDMENT, Score: SCORE, Signal: SIGNAL, SignalStep: STEP}
