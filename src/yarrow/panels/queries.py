"""Rows of this room by what an address names, for those who may see them."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from yarrow.agencies.models import Agency
from yarrow.panels import rules
from yarrow.panels.models import (
    Forum,
    ForumStep,
    Item,
    Meeting,
    Panel,
    PanelAction,
    PanelAgency,
    PanelWorker,
    Seat,
)
from yarrow.people.errors import NotHere
from yarrow.sharing.models import Agreement, Signature
from yarrow.staff.models import Membership, Project, Worker, worker_names
from yarrow.staff.roles import ARRANGERS
from yarrow.staff.states import ACTIVE
from yarrow.ui.sorting import by_name
from yarrow.vault import at_once
from yarrow.vault.actors import Actor
from yarrow.vault.prepared import Prepared

MOST, MOST_COUNTED = 400, 100


def panel_in(project: Project, panel_id: UUID, *beside: Any) -> Panel:
    """A panel of this project with its agreement and who signed that; NotHere otherwise. Lists `beside` are read in
    the same query.
    """
    rows = Panel.objects.filter(project=project, pk=panel_id).select_related("project", "agreement")
    signed = Signature.objects.filter(agreement__panels=panel_id).select_related("agency")
    at_once.read(rows, signed, *beside)
    panel = _only(rows)
    at_once.attach([panel.agreement], "signatures", {panel.agreement_id: list(signed)})
    return panel


def team_panel(by: Actor, project: Project, panel_id: UUID, *beside: Any) -> Panel:
    """The same, for somebody of its team. Raises NotHere, NotOnTeam."""
    team = rules.on_team(by, panel_id)
    panel = panel_in(project, panel_id, team, *beside)
    rules.check_on_team(by, panel, project, team)
    return panel


def meeting_on(by: Actor, project: Project, panel_id: UUID, meeting_id: UUID, *beside: Any) -> Meeting:
    """One meeting of a panel, for somebody of its team, in one query. Raises NotHere, NotOnTeam."""
    rows = Meeting.objects.filter(panel=panel_id, pk=meeting_id)
    panel = team_panel(by, project, panel_id, rows, *beside)
    meeting = _only(rows)
    meeting.panel = panel
    return meeting


def item_on(
    by: Actor, project: Project, panel_id: UUID, meeting_id: UUID, item_id: UUID, *beside: Any
) -> Item:
    """Somebody on a meeting's agenda, who was not erased, in one query. Raises NotHere, NotOnTeam."""
    rows = Item.objects.filter(meeting=meeting_id, pk=item_id, person__erased_at=None)
    rows = rows.select_related("person__project")
    meeting = meeting_on(by, project, panel_id, meeting_id, rows, *beside)
    item = _only(rows)
    item.meeting = meeting
    return item


def action_of(item: Item, action_id: UUID) -> PanelAction:
    """One action about somebody on the agenda; NotHere otherwise."""
    action: PanelAction = _one(PanelAction.objects.filter(item=item).select_related("agency"), action_id)
    action.item = item
    return action


def agency_at(places: Iterable[PanelAgency], agency_id: UUID) -> Agency:
    """One agency of these places; NotHere otherwise."""
    return next((one.agency for one in places if one.agency_id == agency_id), None) or _none()


def agencies_on(panel: Panel) -> list[Agency]:
    """Agencies that sit on the panel now, by name."""
    return agencies_at(sitting_on(panel.pk))


def sitting_on(panel_id: UUID) -> QuerySet[PanelAgency]:
    """Their places, to be read with others."""
    places = PanelAgency.objects.filter(panel=panel_id, left_on=None, agency__is_closed=False)
    return places.select_related("agency")


def agencies_at(places: Iterable[PanelAgency]) -> list[Agency]:
    """The agencies of these places, by name."""
    return by_name((place.agency for place in places), lambda agency: agency.name)


def places_of(panel: Panel) -> list[PanelAgency]:
    """Their places, by the agencies' names."""
    places = PanelAgency.objects.filter(panel=panel, left_on=None).select_related("agency")
    return by_name(places, lambda place: place.agency.name)


def place_in(panel: Panel, place_id: UUID) -> PanelAgency:
    """One agency's place; NotHere otherwise."""
    place: PanelAgency = _one(PanelAgency.objects.filter(panel=panel).select_related("agency"), place_id)
    return place


def team_of(panel: Panel) -> list[PanelWorker]:
    """Who is on the team now, in the order in which they joined."""
    return list(PanelWorker.objects.filter(panel=panel, left_on=None))


def team_at_work(panel: Panel) -> list[PanelWorker]:
    """Those of the team who do case work here now: whoever left the project takes nothing on."""
    places = Membership.objects.filter(project=panel.project_id, state=ACTIVE, role__in=rules.MEMBERS)
    return list(PanelWorker.objects.filter(panel=panel, left_on=None, worker__in=places.values("worker_id")))


def team_in_words(team: list[PanelWorker]) -> list[tuple[PanelWorker, str]]:
    """(place on the team, name)."""
    names = worker_names({one.worker for one in team})
    return [(one, names.get(one.worker, "")) for one in team]


def member_in(panel: Panel, member_id: UUID) -> PanelWorker:
    """One worker's place on the team; NotHere otherwise."""
    place: PanelWorker = _one(PanelWorker.objects.filter(panel=panel), member_id)
    return place


def panels_of(project: Project) -> list[Panel]:
    """Every panel with its agreement, those that go on first."""
    signed = Prefetch("agreement__signatures", Signature.objects.all())
    rows = Panel.objects.filter(project=project).select_related("agreement").prefetch_related(signed)
    return sorted(rows, key=lambda panel: panel.ended_on is not None)


def mine(by: Actor, project: Project) -> set[UUID]:
    """Panels on whose team this worker is."""
    rows = PanelWorker.objects.filter(project=project, worker=by.id, left_on=None)
    return set(rows.values_list("panel_id", flat=True))


def meetings_to_come(by: Actor, project: Project, today: date) -> list[Meeting]:
    """Meetings of the worker's own panels from today on, the next first."""
    rows = Meeting.objects.filter(panel__in=mine(by, project), panel__ended_on=None, held_on__gte=today)
    return list(rows.select_related("panel").order_by("held_on", "panel__name")[:MOST])


def workers_to_join(panel: Panel) -> list[Worker]:
    """Colleagues who do case work and are not on the team, by name."""
    places = Membership.objects.filter(project=panel.project_id, state=ACTIVE, role__in=rules.MEMBERS)
    there = {one.worker for one in team_of(panel)}
    found = [one.worker for one in places.select_related("worker") if one.worker_id not in there]
    return by_name(found, lambda worker: worker.name)


def agencies_to_seat(panel: Panel) -> list[Agency]:
    """Agencies of the directory that do not sit on it; those that signed its agreement first."""
    there = {one.agency_id for one in places_of(panel)}
    signed = {one.agency for one in panel.agreement.terms.signed if one.left_on is None}
    rows = Agency.objects.of(panel.project).still_there()[:MOST]
    return sorted((one for one in rows if one.pk not in there), key=lambda one: one.pk not in signed)


def agencies_here(project: Project) -> list[Agency]:
    """Agencies of the directory that have not closed, by name."""
    return list(Agency.objects.of(project).still_there()[:MOST])


def agreements_that_hold(project: Project, today: date) -> list[Agreement]:
    """Agreements that are not over, by name."""
    rows = Agreement.objects.filter(project=project, expires_on__gte=today)
    return list(rows.filter(Q(ended_on=None) | Q(ended_on__gt=today)))


def forum_in(project: Project, forum_id: UUID) -> Forum:
    """One forum of this project; NotHere otherwise."""
    forum: Forum = _one(Forum.objects.filter(project=project), forum_id)
    return forum


def seat_of(forum: Forum, seat_id: UUID) -> Seat:
    """One seat of a forum; NotHere otherwise."""
    seat: Seat = _one(Seat.objects.filter(forum=forum).select_related("agency"), seat_id)
    seat.forum = forum
    return seat


def step_of(forum: Forum, step_id: UUID) -> ForumStep:
    """One step of a forum; NotHere otherwise."""
    step: ForumStep = _one(ForumStep.objects.filter(forum=forum), step_id)
    step.forum = forum
    return step


def _late(project_id: UUID, worker_id: UUID, day: date) -> QuerySet[PanelAction, Any]:
    """Ids of actions that are late: of those the worker has, and of panels they look after; on their teams alone."""
    own = Q(worker=worker_id) | Q(item__meeting__panel__coordinator=worker_id)
    team = PanelWorker.objects.filter(project=project_id, worker=worker_id, left_on=None).values("panel")
    late = PanelAction.objects.filter(own, project=project_id, done_on=None, due_on__lt=day)
    late = late.filter(item__meeting__panel__in=team, person__erased_at=None)
    return late.order_by("pk").values_list("pk", flat=True)[:MOST_COUNTED]


def _ending(project_id: UUID, day: date, soon: date) -> QuerySet[Agreement, Any]:
    rows = Agreement.objects.filter(project=project_id, ended_on=None, expires_on__range=(day, soon))
    rows = rows.filter(starts_on__lte=day)
    return rows.order_by("pk").values_list("pk", flat=True)[:MOST_COUNTED]


_late_in, _ending_in = Prepared(_late), Prepared(_ending)


class Overdue:
    """For Today: actions of panels that are late, for whoever has them and whoever looks after the panel; and, for
    those who arrange, agreements that run out soon. Whoever composes the page reads `lists`.
    """

    def __init__(self, by: Actor, project: Project, day: date, soon: date) -> None:
        self.late = _late_in(project.pk, by.id, day)
        self.ending: Any = _ending_in(project.pk, day, soon) if by.role in ARRANGERS else []
        self.lists = [self.late, self.ending] if by.role in ARRANGERS else [self.late]

    @property
    def n_late(self) -> int:
        """How many actions, up to a hundred."""
        return len(self.late)

    @property
    def n_ending(self) -> int:
        """How many agreements, up to a hundred; 0 for those who do not arrange."""
        return len(self.ending)


def _one(rows: Any, row_id: UUID) -> Any:
    return rows.filter(pk=row_id).first() or _none()


def _only(rows: Any) -> Any:
    return next(iter(rows), None) or _none()


def _none() -> Any:
    raise NotHere()
