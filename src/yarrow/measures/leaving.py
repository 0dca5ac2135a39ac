"""A person's answers as FHIR, to be taken elsewhere: each form's Questionnaire once, each filling as a response.

Who they are is not in it: ids are made anew for each file, so that two files are not joined by them, nor a file with
the records. Signals are never in it.
"""

from typing import Any
from uuid import uuid4

from yarrow.measures import states
from yarrow.measures.answers import held
from yarrow.measures.models import Filling
from yarrow.measures.reading import form_of
from yarrow.methods.forms import Response, write_form, write_response
from yarrow.people.models import Person
from yarrow.vault.actors import Actor
from yarrow.vault.opening import reading

STATUS = {
    states.DRAFT: "in-progress",
    states.FINISHED: "completed",
    states.VOID: "entered-in-error",
}


def bundle_of(by: Actor, person: Person, reason: str) -> dict[str, Any]:
    """A FHIR Bundle of everything a person answered, drafts and what was entered in error marked as that."""
    rows = list(
        Filling.objects.filter(person=person).select_related("form_version").prefetch_related("amendments")
    )
    with reading(by, person.project_id, act="measures.export_fillings", reason=reason) as page:
        opened = page.open_many(rows, "notes.answers")
    versions = {row.form_version_id: row.form_version for row in rows}
    resources = [write_form(form_of(version)) for version in versions.values()]
    source = str(uuid4())
    resources += [response_of(row, opened[row.id].value, source) for row in rows]
    found: dict[str, Any] = {"resourceType": "Bundle", "type": "collection"}
    # R4 has no empty list.
    return {**found, "entry": [{"resource": each} for each in resources]} if resources else found


def response_of(row: Filling, opened: Any, source: str) -> dict[str, Any]:
    """One filling as a QuestionnaireResponse. `source`: the id that this file has for the person."""
    status = STATUS[row.state]
    if row.is_finished and row.amendments.all():
        status = "amended"
    response = Response(
        status=status,
        answers=held(opened).answers,
        authored=row.finished_at or row.changed_at,
        source="" if row.answered_by == "worker" else source,
        language=row.language,
        identifier=str(uuid4()),
    )
    return write_response(form_of(row.form_version), response)
