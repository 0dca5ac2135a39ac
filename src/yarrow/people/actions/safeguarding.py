"""The safeguarding path: it begins by itself with an age under 18, and goes on step by step."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.methods.refusals import Refusal
from yarrow.people.actions.rows import begin, day_of, entered_before, new_id
from yarrow.people.models import Person, SafeguardingStep
from yarrow.people.said import not_after, words
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor


def start_path(person: Person, by: Actor, at: datetime) -> None:
    """Open the path of somebody who is under 18, once; inside the action that said the age."""
    if not person.is_under_18 or SafeguardingStep.objects.filter(person=person).exists():
        return
    SafeguardingStep.objects.create(project=person.project, person=person, said_by=by.id, added_at=at)
    trail.note(person.project_id, by=by, act="people.start_safeguarding", subject=person.id, at=at)


@transaction.atomic
def note_safeguarding(
    *,
    person: Person,
    project: Project,
    by: Actor,
    at: datetime,
    told: str = "",
    told_on: date | None = None,
    next_step: str = "",
    next_on: date | None = None,
    note: str = "",
    is_still_under_18: bool = False,
    entry_id: UUID | None = None,
) -> SafeguardingStep:
    """Write down who was told and what comes next; or that they were asked, and are still under 18.

    Raises Refusal, NotHere, NotForYou, Locked, NoGrant.
    """
    begin(person, project, by)
    known = entered_before(SafeguardingStep, person, entry_id)
    if known is not None:
        return known
    kept = {
        "told": words("told", told),
        "next_step": words("next_step", next_step),
        "note": words("note", note),
    }
    if not any(kept.values()) and not is_still_under_18:
        raise Refusal(_("Write who was told, or what comes next."), field="told")
    today = day_of(at, project)
    if is_still_under_18:
        Person.objects.under_18().filter(pk=person.pk).update(age_said_on=today)
    step = SafeguardingStep(
        id=new_id(entry_id),
        project=project,
        person=person,
        told_on=(not_after("told_on", told_on, today) or today) if kept["told"] else None,
        next_on=next_on,
        said_by=by.id,
        added_at=at,
    )
    for path in ("identity.told", "identity.next_step", "notes.note"):
        step.sealed.put(path, kept[path.partition(".")[2]], by.unlocked)
    step.save(force_insert=True)
    fields = [f"people.safeguardingstep.{name}" for name, value in kept.items() if value]
    fields += ["people.person.age_said_on"] if is_still_under_18 else []
    trail.note(project.id, by=by, act="people.note_safeguarding", subject=person.id, fields=fields, at=at)
    return step
