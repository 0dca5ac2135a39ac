"""What is to be done about somebody after a meeting, by whom and by when."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.agencies.models import Agency
from yarrow.panels import queries, rules
from yarrow.panels.actions.items import held
from yarrow.panels.errors import CannotBe
from yarrow.panels.models import Item, PanelAction
from yarrow.people.actions.rows import day_of, entered_before, new_id
from yarrow.people.errors import NotHere
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor


@transaction.atomic
def add_action(
    *,
    item: Item,
    what: str,
    due_on: date,
    project: Project,
    by: Actor,
    at: datetime,
    worker: UUID | None = None,
    agency: Agency | None = None,
    entry_id: UUID | None = None,
) -> PanelAction:
    """Somebody takes something on: a worker of the team, or an agency of the panel; one of the two."""
    found = held(item, project, by)
    known = entered_before(PanelAction, found.person, entry_id)
    if known is not None:
        return known
    rules.check_stands(found)
    panel = found.meeting.panel
    if (worker is None) == (agency is None):
        raise CannotBe(_("Choose who does it: one colleague or one agency."), field="owner")
    if agency is not None:
        rules.check_sits(panel, agency)
    elif worker is None or worker not in {one.worker for one in queries.team_at_work(panel)}:
        raise NotHere()
    row = PanelAction(id=new_id(entry_id), project=project, person=found.person, item=found)
    row.worker, row.agency = worker, agency
    row.due_on = rules.coming_day("due_on", due_on, day_of(at, project))
    row.added_by, row.added_at = by.id, at
    row.sealed.put("notes.what", rules.needed("what", what), by.unlocked)
    row.save(force_insert=True)
    trail.note(
        project.id,
        by=by,
        act="panels.add_action",
        subject=row.person_id,
        at=at,
        fields=["panels.panelaction.notes.what"],
    )
    return row


@transaction.atomic
def finish_action(*, action: PanelAction, project: Project, by: Actor, at: datetime) -> PanelAction:
    """Done. Twice is once."""
    held(action.item, project, by)
    row = PanelAction.objects.get(pk=action.pk)
    if row.done_on is None:
        row.done_on = day_of(at, project)
        row.save(update_fields=["done_on"])
        trail.note(project.id, by=by, act="panels.finish_action", subject=row.person_id, at=at)
    return row
