"""The pages about signals: which wait, what one is about, what was done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yarrow.measures import codes, queries, rules, states, unopened
from yarrow.measures.errors import NotHere
from yarrow.measures.forms import CloseForm, WordsForm
from yarrow.measures.models import Signal
from yarrow.measures.models.safe import ASKED, DRILL
from yarrow.measures.reading import form_of as form_of_version
from yarrow.staff.models import Project, worker_names
from yarrow.ui.forms import Form
from yarrow.vault.actors import Actor
from yarrow.vault.opening import reading

MOST_CLOSED = 20
ACKNOWLEDGE, ACT, CLOSE = "acknowledge", "act", "close"


@dataclass(frozen=True)
class SignalLine:
    """One signal of the list."""

    signal: Signal
    who: str = field(repr=False)
    what: str
    state: str
    is_overdue: bool


@dataclass(frozen=True)
class StepShown:
    """One step in words."""

    did: str
    by: str
    at: datetime
    words: str = field(repr=False)


def form_of(act: str, typed: Any) -> Form:
    """The form of a step. Raises NotHere."""
    if act == CLOSE:
        return CloseForm(typed, listed="close_reasons", auto_id="close_%s")
    if act not in (ACKNOWLEDGE, ACT):
        raise NotHere()
    return WordsForm(typed) if act == ACT else Form(typed)


def list_page(by: Actor, project: Project, now: datetime) -> dict[str, Any]:
    """What waits, overdue first; what was closed lately."""
    is_every = rules.can_respond(by, queries.response_in(project))
    rows = queries.signals_in(project, by.id, is_every=is_every)
    waiting = list(rows.exclude(state=states.CLOSED))
    closed = list(rows.filter(state=states.CLOSED).order_by("-raised_at")[:MOST_CLOSED])
    people = {row.person_id: row.person for row in (*waiting, *closed) if row.person is not None}
    with reading(by, project.id, act="measures.list_signals") as page:
        called = page.open_many(people.values(), "identity.called")
    names = {key: called[key].value or person.code for key, person in people.items()}
    lines = [_line(row, names.get(row.person_id, ""), now) for row in waiting]
    return {
        "is_every": is_every,
        "unopened": unopened.summed(list(unopened.told_to(project, by)), now),
        "waiting": sorted(lines, key=lambda line: (not line.is_overdue, line.signal.look_by)),
        "closed": [_line(row, names.get(row.person_id, ""), now) for row in closed],
    }


def page(by: Actor, signal: Signal, now: datetime, typed: Mapping[str, Form]) -> dict[str, Any]:
    """One signal with everything that was done."""
    steps = list(signal.steps.all())
    for step in steps:
        step.signal = signal
    with reading(by, signal.project_id, act="measures.show_signal") as opening:
        about = opening.open(signal, "notes.about")
        words = opening.open_many(steps, "notes.words")
        called = opening.open(signal.person, "identity.called") if signal.person else None
    names = worker_names({step.by for step in steps})
    who = (called.value or signal.person.code) if called and signal.person else ""
    after = states.SIGNAL_STATES[signal.state]
    return {
        "signal": signal,
        "line": _line(signal, who, now),
        "questions": _questions(signal, about.value or []),
        "steps": [
            StepShown(
                _did(step.act, step.reason), names.get(step.by, ""), step.at, words[step.id].value or ""
            )
            for step in steps
        ],
        "can": {act: act in after for act in (ACKNOWLEDGE, ACT, CLOSE)},
        "acting": typed.get(ACT) or WordsForm(),
        "closing": typed.get(CLOSE) or CloseForm(listed="close_reasons", auto_id="close_%s"),
        "form": next(iter(typed.values()), None) or Form(),
    }


def _questions(signal: Signal, keys: list[str]) -> list[str]:
    if signal.filling is None:
        return []
    by_id, language = form_of_version(signal.filling.form_version).by_id, signal.filling.language
    found = (by_id.get(key.partition("@")[0]) for key in keys)
    return [str(item.text.in_(language)) for item in found if item is not None]


def _line(row: Signal, who: str, now: datetime) -> SignalLine:
    what = {ASKED: _("They asked to be contacted"), DRILL: _("A drill: this is about nobody")}
    return SignalLine(
        signal=row,
        who=who,
        what=what.get(row.what, _("An answer that asks for a response")),
        state=str(states.SIGNAL_LABELS[row.state]),
        is_overdue=queries.is_overdue(row, now),
    )


def _did(act: str, reason: str) -> str:
    words = {
        "raise": _("It came up"),
        ACKNOWLEDGE: _("Somebody looked"),
        ACT: _("Something was done"),
        CLOSE: _("Closed"),
    }[act]
    return f"{words}: {codes.label('close_reasons', reason)}" if reason else words
