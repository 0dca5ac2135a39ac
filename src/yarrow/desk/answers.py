"""An entry that asks "who was it?", "on which shift?" or "what was meant?", and the entry with the answers in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yarrow.contacts import kinds
from yarrow.contacts.inbox_openers import CONTACT, NEW, answered, offers, placed
from yarrow.contacts.models import Session
from yarrow.contacts.queries import held_around, session_or_404, zones
from yarrow.measures import filled, taking
from yarrow.people.queries import Found, find_people, person_in
from yarrow.staff.models import Project
from yarrow.vault.actors import Actor
from yarrow.vault.models import InboxEntry

NOT_KNOWN = "not_known"
# What the page says elsewhere, or what only the form needs.
LEFT_OUT = {"name", "who", "is_new", "version", "session"}
# Where somebody is known already and only the shift is asked.
AS_TOLD = "as_told"
# Before the name of a box of a form that was answered without a signal.
BOX = "box:"


@dataclass(frozen=True)
class Question:
    """The name that was typed, whom it may mean, on which shift it may have been, and the rest of what was told."""

    typed: str = field(repr=False)
    asks_who: bool
    offers: list[Found] = field(repr=False)
    told: list[dict[str, str]] = field(repr=False)
    sessions: list[Session]
    is_form: bool = False
    wrong: list[tuple[str, str, str]] = field(default_factory=list, repr=False)


def question_of(
    entry: InboxEntry, content: dict[str, Any], project: Project, by: Actor, find: str = ""
) -> Question | None:
    """The question of a contact or of a form told elsewhere; None for other kinds. `find`: another name to try."""
    payload = content["payload"]
    if entry.kind == taking.FILLING:
        return _question_of_form(payload, project, by, find)
    if entry.kind != CONTACT or not _is_sheet(payload):
        return None
    sent: dict[str, list[str]] = payload["form"]
    typed = find or " ".join(sent.get("name", []))
    found = find_people(by, project, find) if find else offers(payload, project=project, by=by)
    return Question(
        typed=typed,
        asks_who=not sent.get("who") or bool(payload.get("session")),
        offers=found,
        told=told_in_words(sent, project),
        sessions=[]
        if payload.get("session")
        else held_around(project, _days(entry, written_at(content), project)),
    )


def _question_of_form(payload: dict[str, Any], project: Project, by: Actor, find: str) -> Question | None:
    wrong = filled.wrong_boxes(project, payload)
    if wrong is None:
        return None
    typed = find or payload["who"].get("name", "")
    return Question(
        typed=typed,
        asks_who=not payload["who"].get("person"),
        offers=find_people(by, project, typed) if typed else [],
        told=[],
        sessions=[],
        is_form=True,
        wrong=[(f"{BOX}{name}", words, text) for name, words, text in wrong],
    )


def written_at(content: dict[str, Any]) -> datetime | None:
    """When an entry was written by the clock of the device it was written on; None where it does not say."""
    try:
        said = datetime.fromisoformat(str(content.get("written_at")))
    except ValueError:
        return None
    return said if said.tzinfo else None


def answer_all(payload: dict[str, Any], sent: Mapping[str, str], project: Project) -> dict[str, Any]:
    """The payload with what a person answered: on which shift (`on_shift`), who it was (`it_was`).

    Raises NotHere for a stranger's person, Http404 for a stranger's shift.
    """
    if filled.is_form(payload):
        return _answer_form(payload, sent, project)
    if not _is_sheet(payload):
        return payload
    if sent.get("on_shift"):
        payload = placed(payload, session_or_404(project, _id(sent["on_shift"])))
    return answer(payload, sent["it_was"], project) if sent.get("it_was") else payload


def answer(payload: dict[str, Any], who: str, project: Project) -> dict[str, Any]:
    """The payload with `who` in it: a person's id, `new` or `not_known`. Raises NotHere for a stranger's id."""
    if who == AS_TOLD:
        return payload
    if who == NEW:
        return answered(payload, NEW)
    if who == NOT_KNOWN:
        return answered(payload, None)
    return answered(payload, person_in(project, _id(who)))


def _answer_form(payload: dict[str, Any], sent: Mapping[str, str], project: Project) -> dict[str, Any]:
    boxes = {name.removeprefix(BOX): text for name, text in sent.items() if name.startswith(BOX)}
    payload = taking.corrected(payload, boxes) if boxes else payload
    who = sent.get("it_was", "")
    if who in ("", AS_TOLD):
        return payload
    known = who if who in (taking.NEW, taking.UNNAMED) else person_in(project, _id(who))
    return taking.answered(payload, known)


def told_in_words(sent: dict[str, list[str]], project: Project) -> list[dict[str, str]]:
    """What the sheet said beside the name, {key, value}."""
    words = {**kinds.labels(project, "supplies"), **kinds.labels(project, "done")}
    words |= {str(zone.id): zone.label for zone in zones(project)}
    rows = []
    for name, values in sent.items():
        said = [words.get(value, value) for value in values if value not in ("", "0")]
        if name not in LEFT_OUT and said:
            key = words.get(name.partition("_")[2]) or name.replace("_", " ").capitalize()
            rows.append({"key": key, "value": ", ".join(said)})
    return rows


def _is_sheet(payload: dict[str, Any]) -> bool:
    """Whether it holds what boxes of a shift sheet hold; anything else that a device sent asks nothing."""
    form = payload.get("form")
    return isinstance(form, dict) and all(
        isinstance(values, list) and all(isinstance(value, str) for value in values)
        for values in form.values()
    )


def _days(entry: InboxEntry, written: datetime | None, project: Project) -> set[date]:
    """The days that the device's clock and the server's speak for: the former may be wrong by any amount."""
    moments = [entry.received_at, *([written] if written else [])]
    return {moment.astimezone(project.zone).date() for moment in moments}


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
