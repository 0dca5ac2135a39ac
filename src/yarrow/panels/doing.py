"""What was taken on about people at panels, as pages show it: the first due first, what is late said to be."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from yarrow.panels import queries
from yarrow.panels.models import Item, Meeting, PanelAction
from yarrow.panels.showing import MOST, called_by
from yarrow.people.queries import open_each
from yarrow.staff.models import Project, worker_name
from yarrow.vault import at_once
from yarrow.vault.actors import Actor
from yarrow.vault.opening import Opened, Page, reading


@dataclass(frozen=True)
class ActionShown:
    """Something that was taken on about somebody."""

    action: PanelAction
    who: str = field(repr=False)
    what: str = field(repr=False)
    owner: str
    is_mine: bool
    is_overdue: bool


def actions_of(by: Actor, item: Item) -> "Actions":
    """What was taken on about somebody on an agenda."""
    return Actions(by, PanelAction.objects.filter(item=item), item.project_id)


def actions_at(by: Actor, meeting: Meeting) -> "Actions":
    """What was taken on about those on an agenda."""
    rows = PanelAction.objects.filter(item__meeting=meeting, item__taken_off_at=None)
    return Actions(by, rows.filter(item__person__erased_at=None), meeting.project_id)


def actions_for(by: Actor, project: Project, today: date) -> list[ActionShown]:
    """What is still to be done: one's own, and all of panels that one looks after; the first due first."""
    own = Q(worker=by.id) | Q(item__meeting__panel__coordinator=by.id)
    rows = PanelAction.objects.filter(own, project=project, done_on=None, person__erased_at=None)
    rows = rows.filter(item__meeting__panel__in=queries.mine(by, project))
    return opened(Actions(by, rows, project.pk, named=True, most=MOST), today)


class Actions:
    """What was taken on, with names of people where the page shows several (`named`); whoever composes the page reads
    `lists`, opens it and then asks for what it shows.
    """

    def __init__(
        self,
        by: Actor,
        rows: QuerySet[PanelAction],
        project_id: UUID,
        named: bool = False,
        most: int | None = None,
    ) -> None:
        self.by, self.project_id, self.named = by, project_id, named
        rows = rows.select_related("agency", "person", "item__meeting__panel")
        self.rows = rows.annotate(worker_name=worker_name("worker"))[:most]
        self.lists = [self.rows]
        self.what: dict[UUID, Opened] = {}
        self.called: dict[UUID, Opened] = {}

    def open(self, page: Page) -> None:
        """Open it. Raises Locked, NoGrant."""
        people = {row.person_id: row.person for row in self.rows} if self.named else {}
        self.what = open_each(page, list(self.rows), "notes.what")
        self.called = open_each(page, list(people.values()), "identity.called")

    def shown(self, today: date) -> list[ActionShown]:
        """Those to be done first, once the page is on the trail."""
        shown = [self._shown(row, today) for row in self.rows]
        return sorted(shown, key=lambda one: (one.action.done_on is not None, one.action.due_on))

    def _shown(self, row: Any, today: date) -> ActionShown:
        return ActionShown(
            action=row,
            who=called_by(row.person, self.called) if self.named else "",
            what=(self.what[row.pk].value or "") if row.pk in self.what else "",
            owner=row.agency.name if row.agency else row.worker_name or "",
            is_mine=row.worker == self.by.id,
            is_overdue=row.done_on is None and row.due_on < today,
        )


def opened(actions: Actions, today: date) -> list[ActionShown]:
    """On a page of their own."""
    at_once.read(actions)
    with reading(actions.by, actions.project_id, act="panels.show_actions") as page:
        actions.open(page)
    return actions.shown(today)
