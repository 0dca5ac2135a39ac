"""A form that was answered without a signal, opened through the same rules and actions as if it had been typed here.

measures.filling   {version, filling, who, said, boxes, asks_contact, is_finished, written_by}, sealed to notes
    filling      the filling's entry id where an earlier part of it was sent before, else ""
    who          {person} (an id from tonight's list), {name, is_new} (typed), or {} where nobody was known
    said         {occasion, answered_by, how, language, agreed, answered_at, n_sent}
    boxes        what stood in the boxes of the page: name of the box → texts

What can't be taken is refused as a whole and needs a look; nothing of it is dropped. A version out of use by now and
terms that are over are no reason: it was asked, and the answers are theirs.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.measures import actions, filled, queries, scoring
from yarrow.measures.actions import Offline
from yarrow.measures.answers import held
from yarrow.measures.errors import CannotBe
from yarrow.measures.models import Filling, FormVersion
from yarrow.methods.refusals import Fault
from yarrow.people.actions import add_person
from yarrow.people.called import people_called
from yarrow.people.models import Person
from yarrow.people.queries import person_in
from yarrow.staff.models import Project
from yarrow.staff.queries import writer_in
from yarrow.vault import entries
from yarrow.vault.actors import Actor

FILLING = "measures.filling"
NEW, UNNAMED = "new", "unnamed"
Payload = dict[str, Any]


@transaction.atomic
def open_filling(payload: Payload, *, project_id: UUID, by: Actor, at: datetime, entry_id: UUID) -> None:
    """Begin it, save what was answered, and finish it where it was finished. Raises Refusal, a Fault for no form."""
    if not filled.is_form(payload):
        raise Fault("a device writes no such form")
    project = Project.objects.get(id=project_id)
    version = queries.version_in(project, UUID(payload["version"]))
    read = filled.read_boxes(version, payload)
    if read.wrong:
        raise CannotBe(filled.why_not(version, read))
    filling_id = UUID(payload["filling"] or str(entry_id))
    filling = Filling.objects.filter(project=project, entry_id=filling_id).first()
    if filling is not None and filling.form_version_id != version.pk:
        raise CannotBe(_("It goes on with answers that were begun in other questions. Look at both."))
    if filling is not None and filling.is_finished and _says_the_same(filling, read, by):
        return
    told: dict[str, Any] = {"project": project, "by": by, "at": at}
    offline = _offline(payload, version, project, at, entry_id)
    if filling is None:
        person = _person(payload, scoring.dangerous(version, read.given), entry_id, **told)
        said = {
            name: payload["said"][name] for name in ("occasion", "answered_by", "how", "language", "agreed")
        }
        filling = actions.begin_filling(
            person=person, version=version, entry_id=filling_id, offline=offline, **said, **told
        )
    actions.save_answers(
        filling=filling,
        given=read.given,
        asked=read.asked,
        seen=1 + payload["said"]["n_sent"],
        dropped=read.dropped,
        answered_at=offline.answered_at,
        **told,
    )
    if payload["asks_contact"]:
        actions.ask_for_contact(filling=filling, asked_at=offline.answered_at, **told)
    if payload["is_finished"]:
        actions.finish_filling(filling=filling, **told)


def corrected(payload: Payload, boxes: Mapping[str, str]) -> Payload:
    """The payload with what was put right in single boxes."""
    known = {name: [text] for name, text in boxes.items() if name in payload["boxes"]}
    return {**payload, "boxes": {**payload["boxes"], **known}}


def answered(payload: Payload, who: Person | str) -> Payload:
    """The payload with the question "who was it?" answered: a person, NEW by the typed name, or UNNAMED."""
    if isinstance(who, Person):
        return {**payload, "who": {"person": str(who.id)}}
    name = payload["who"].get("name", "") if who == NEW else ""
    return {**payload, "who": {"name": name, "is_new": True}}


def _person(
    payload: Payload, dangerous: set[str], entry_id: UUID, *, project: Project, by: Actor, at: datetime
) -> Person:
    who = payload["who"]
    if who.get("person"):
        return person_in(project, UUID(who["person"]))
    name = who.get("name", "").strip()
    if who.get("is_new"):
        return add_person(called=name, project=project, by=by, at=at, entry_id=entry_id)
    same = people_called(name, project=project, by=by, at=at) if name else []
    if len(same) == 1:
        return same[0]
    said = [_("An answer here asks for a response. Say who gave it, so that it goes on as they agreed.")]
    if same:
        why = _("Several people go by this name. Say who it was.")
    else:
        why = _("Nobody goes by this name yet. Say who it was.") if name else _("Say who answered.")
    raise CannotBe(" ".join([*(said if dangerous else []), why]))


def _offline(
    payload: Payload, version: FormVersion, project: Project, at: datetime, entry_id: UUID
) -> Offline:
    """When it was answered by the device's clock, held between the form's coming into use and its arrival here."""
    received_at = entries.arrived_at(project.id, entry_id) or at
    said = datetime.fromisoformat(payload["said"]["answered_at"])
    first = version.published_at or received_at
    answered_at = min(max(said, first), received_at)
    return Offline(answered_at, received_at, writer_in(project, payload["written_by"]))


def _says_the_same(filling: Filling, read: filled.Read, by: Actor) -> bool:
    before = held(filling.sealed.open_unrecorded("notes.answers", by.unlocked))
    return dict(before.answers) == dict(read.given)
