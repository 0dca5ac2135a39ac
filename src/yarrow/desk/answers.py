"""An entry that asks "who was it?": who it might be, what else it says, and the entry with the answer in it."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from yarrow.contacts import kinds
from yarrow.contacts.inbox_openers import CONTACT, NEW, answered, offers
from yarrow.contacts.queries import zones
from yarrow.people.queries import Found, find_people, person_in
from yarrow.staff.models import Project
from yarrow.vault.actors import Actor
from yarrow.vault.models import InboxEntry

NOT_KNOWN = "not_known"
# What the page says elsewhere, or what only the form needs.
LEFT_OUT = {"name", "who", "is_new", "version", "session"}


@dataclass(frozen=True)
class Question:
    """The name that was typed, whom it may mean, and the rest of what was told."""

    typed: str = field(repr=False)
    offers: list[Found] = field(repr=False)
    told: list[dict[str, str]] = field(repr=False)


def question_of(
    entry: InboxEntry, payload: dict[str, Any], project: Project, by: Actor, find: str = ""
) -> Question | None:
    """The question of a contact told while locked; None for every other kind of entry. `find`: another name to try."""
    if entry.kind != CONTACT or not isinstance(payload.get("form"), dict):
        return None
    sent: dict[str, list[str]] = payload["form"]
    typed = find or " ".join(sent.get("name", []))
    found = find_people(by, project, find) if find else offers(payload, project=project, by=by)
    return Question(typed=typed, offers=found, told=told_in_words(sent, project))


def answer(payload: dict[str, Any], who: str, project: Project) -> dict[str, Any]:
    """The payload with `who` in it: a person's id, `new` or `not_known`. Raises NotHere for a stranger's id."""
    if who == NEW:
        return answered(payload, NEW)
    if who == NOT_KNOWN:
        return answered(payload, None)
    return answered(payload, person_in(project, _id(who)))


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


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
