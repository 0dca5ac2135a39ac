"""A plan is taken along by the person: noted here, before anything is opened."""

from datetime import datetime

from django.db import transaction

from yarrow.people.actions.rows import begin
from yarrow.people.models import Person
from yarrow.plans import rules
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor


@transaction.atomic
def export_plan(*, person: Person, project: Project, by: Actor, at: datetime) -> None:
    """They get their plan as a file. Raises NotForYou, NotHere, Erased."""
    rules.check_may_keep(by, project)
    begin(person, project, by)
    trail.note(project.id, by=by, act="plans.export_plan", at=at, subject=person.id)
