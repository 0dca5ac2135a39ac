"""What was taken on about people at panels, as pages show it: the first due first, what is late said to be."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from yarrow.panels import queries
from yarrow.panels.models import Item, PanelAction
from yarrow.panels.showing import MOST, called_by
from yarrow.people.queries import open_each
from yarrow.staff.models import Project, worker_names
from yarrow.vault.actors import Actor
from yarrow.vault.opening import reading


@dataclass(frozen=True)
class ActionShown:
    """Something that was taken on about somebody."""

    action: PanelAction
    who: str = field(repr=False)
    what: str = field(repr=False)
    owner: str
    is_mine: bool
    is_overdue: bool


def actions_about(by: Actor, items: Iterable[Item], today: date, named: bool = False) -> list[ActionShown]:
    """What was taken on about these, those to be done first; with names where the page shows several people."""
    rows = PanelAction.objects.filter(item__in=[item.pk for item in items])
    return _actions(by, list(rows.select_related("agency", "person", "item__meeting__panel")), today, named)


def actions_for(by: Actor, project: Project, today: date) -> list[ActionShown]:
    """What is still to be done: one's own, and all of panels that one looks after; the first due first."""
    own = Q(worker=by.id) | Q(item__meeting__panel__coordinator=by.id)
    rows = PanelAction.objects.filter(own, project=project, done_on=None, person__erased_at=None)
    rows = rows.filter(item__meeting__panel__in=queries.mine(by, project))
    found = list(rows.select_related("agency", "person", "item__meeting__panel")[:MOST])
    return _actions(by, found, today, True)


def _actions(by: Actor, rows: list[PanelAction], today: date, named: bool) -> list[ActionShown]:
    if not rows:
        return []
    people = list({row.person_id: row.person for row in rows}.values()) if named else []
    with reading(by, rows[0].project_id, act="panels.show_actions") as page:
        what = open_each(page, rows, "notes.what")
        called = open_each(page, people, "identity.called")
    names = worker_names({row.worker for row in rows if row.worker})
    shown = [
        ActionShown(
            action=row,
            who=called_by(row.person, called) if named else "",
            what=(what[row.pk].value or "") if row.pk in what else "",
            owner=row.agency.name if row.agency else names.get(row.worker, "") if row.worker else "",
            is_mine=row.worker == by.id,
            is_overdue=row.done_on is None and row.due_on < today,
        )
        for row in rows
    ]
    return sorted(shown, key=lambda one: (one.action.done_on is not None, one.action.due_on))
