"""A panel is set up under an agreement; agencies and workers join and leave it; meetings are planned."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.agencies.models import Agency
from yarrow.panels import rules
from yarrow.panels.errors import CannotBe
from yarrow.panels.models import Attendance, Meeting, Panel, PanelAgency, PanelWorker
from yarrow.people.actions.rows import day_of
from yarrow.people.errors import NotHere
from yarrow.sharing.models import Agreement
from yarrow.staff.models import Membership, Project, Worker
from yarrow.vault import trail
from yarrow.vault.actors import Actor


@transaction.atomic
def add_panel(
    *,
    name: str,
    agreement: Agreement,
    project: Project,
    by: Actor,
    at: datetime,
    entry_id: UUID | None = None,
) -> Panel:
    """Whoever sets it up looks after it and is the first of its team. Raises CannotBe, NotHere, NotForYou."""
    rules.check_may_arrange(by, project)
    known = Panel.objects.filter(pk=entry_id).first() if entry_id else None
    if known is not None:
        return _ours(known, project)
    if agreement.project_id != project.id:
        raise NotHere()
    _check_holds(agreement, day_of(at, project))
    row = Panel(project=project, agreement=agreement, name=rules.needed("name", name, most=120))
    row.pk = entry_id or row.pk
    row.coordinator, row.added_by, row.added_at = by.id, by.id, at
    row.save(force_insert=True)
    _put_on_team(row, by.id, by, at)
    trail.note(project.id, by=by, act="panels.add_panel", subject=row.pk, at=at)
    return row


@transaction.atomic
def change_agreement(
    *, panel: Panel, agreement: Agreement, project: Project, by: Actor, at: datetime
) -> Panel:
    """From now on it meets under another agreement. What was told keeps the one under which it left."""
    rules.check_may_arrange(by, project)
    row = held(panel, project)
    rules.check_goes_on(row)
    if agreement.project_id != project.id:
        raise NotHere()
    _check_holds(agreement, day_of(at, project))
    row.agreement = agreement
    row.save(update_fields=["agreement"])
    trail.note(project.id, by=by, act="panels.change_agreement", subject=row.pk, at=at)
    return row


@transaction.atomic
def end_panel(*, panel: Panel, project: Project, by: Actor, at: datetime) -> Panel:
    """Nothing is added to it or told at it any more. Twice is once."""
    rules.check_may_arrange(by, project)
    row = held(panel, project)
    if row.ended_on is None:
        row.ended_on = day_of(at, project)
        row.save(update_fields=["ended_on"])
        trail.note(project.id, by=by, act="panels.end_panel", subject=row.pk, at=at)
    return row


@transaction.atomic
def seat_agency(*, panel: Panel, agency: Agency, project: Project, by: Actor, at: datetime) -> PanelAgency:
    """An agency sits on it. Whether it signed the agreement is asked whenever something is told. Twice is once."""
    rules.check_may_arrange(by, project)
    row = held(panel, project)
    rules.check_goes_on(row)
    if agency.project_id != project.id or agency.is_closed:
        raise NotHere()
    place = row.places.filter(agency=agency, left_on=None).first()
    if place is None:
        place = PanelAgency.objects.create(project=project, panel=row, agency=agency, added_at=at)
        trail.note(project.id, by=by, act="panels.seat_agency", subject=row.pk, at=at)
    return place


@transaction.atomic
def unseat_agency(*, place: PanelAgency, project: Project, by: Actor, at: datetime) -> PanelAgency:
    """From today on it hears nothing more here."""
    rules.check_may_arrange(by, project)
    panel = held(place.panel, project)
    row = PanelAgency.objects.get(pk=place.pk)
    if row.left_on is None:
        row.left_on = day_of(at, project)
        row.save(update_fields=["left_on"])
        trail.note(project.id, by=by, act="panels.unseat_agency", subject=panel.pk, at=at)
    return row


@transaction.atomic
def join_team(*, panel: Panel, worker: Worker, project: Project, by: Actor, at: datetime) -> PanelWorker:
    """A colleague who does case work here is on the team. Twice is once. Raises CannotBe, NotHere, NotForYou."""
    rules.check_may_arrange(by, project)
    row = held(panel, project)
    if not Membership.objects.filter(worker=worker, project=project).exists():
        raise NotHere()
    if not rules.does_case_work(worker.pk, project):
        raise CannotBe(_("Only those who do case work can be on a panel's team."), field="worker")
    return _put_on_team(row, worker.id, by, at)


@transaction.atomic
def leave_team(*, place: PanelWorker, project: Project, by: Actor, at: datetime) -> PanelWorker:
    """From now on they see nothing of whom it talks about. Its co-ordinator stays."""
    rules.check_may_arrange(by, project)
    panel = held(place.panel, project)
    row = PanelWorker.objects.get(pk=place.pk)
    if row.worker == panel.coordinator:
        raise CannotBe(_("Whoever looks after the panel stays on its team. Let somebody else do it first."))
    if row.left_on is None:
        row.left_on = day_of(at, project)
        row.save(update_fields=["left_on"])
        trail.note(project.id, by=by, act="panels.leave_team", subject=panel.pk, at=at)
    return row


@transaction.atomic
def look_after(*, place: PanelWorker, project: Project, by: Actor, at: datetime) -> Panel:
    """Somebody of the team looks after the panel from now on."""
    rules.check_may_arrange(by, project)
    panel = held(place.panel, project)
    row = PanelWorker.objects.get(pk=place.pk)
    if row.left_on is not None or not rules.does_case_work(row.worker, project):
        raise CannotBe(_("They are not on the team any more."))
    panel.coordinator = row.worker
    panel.save(update_fields=["coordinator"])
    trail.note(project.id, by=by, act="panels.look_after", subject=panel.pk, at=at)
    return panel


@transaction.atomic
def plan_meeting(*, panel: Panel, held_on: date, project: Project, by: Actor, at: datetime) -> Meeting:
    """A meeting on a day, past or to come. The same day twice is one meeting."""
    rules.check_on_team(by, panel, project)
    row = held(panel, project)
    rules.check_goes_on(row)
    day = rules.any_day("held_on", held_on, day_of(at, project))
    known = row.meetings.filter(held_on=day).first()
    if known is not None:
        return known
    meeting = Meeting.objects.create(project=project, panel=row, held_on=day, added_by=by.id, added_at=at)
    trail.note(project.id, by=by, act="panels.plan_meeting", subject=row.pk, at=at)
    return meeting


@transaction.atomic
def note_attendance(
    *, meeting: Meeting, agency: Agency, name: str, project: Project, by: Actor, at: datetime
) -> Attendance:
    """Somebody sat there for an agency. Not before the day; the same name twice is once."""
    rules.check_on_team(by, meeting.panel, project)
    panel = held(meeting.panel, project)
    rules.check_goes_on(panel)
    rules.check_sits(panel, agency)
    if meeting.held_on > day_of(at, project):
        raise CannotBe(_("The meeting has not been yet."))
    said = rules.needed("name", name, most=120)
    known = meeting.attendance.filter(agency=agency, name=said).first()
    if known is not None:
        return known
    row = Attendance.objects.create(
        project=project, meeting=meeting, agency=agency, name=said, added_by=by.id, added_at=at
    )
    trail.note(project.id, by=by, act="panels.note_attendance", subject=panel.pk, at=at)
    return row


def held(panel: Panel, project: Project) -> Panel:
    """The panel as it stands, whoever changes it waiting until the end."""
    now = Panel.objects.select_for_update().filter(pk=panel.pk).first()
    if now is None:
        raise NotHere()
    return _ours(now, project)


def _check_holds(agreement: Agreement, today: date) -> None:
    """As it stands now, held until the end: whoever ends it meanwhile waits."""
    now = Agreement.objects.select_for_update().filter(pk=agreement.pk).first()
    if now is None:
        raise NotHere()
    if now.terms.is_over(today):
        raise CannotBe(_("This agreement is over. Choose one that holds."), field="agreement")


def _ours(panel: Panel, project: Project) -> Panel:
    if panel.project_id != project.id:
        raise NotHere()
    return panel


def _put_on_team(panel: Panel, worker_id: UUID, by: Actor, at: datetime) -> PanelWorker:
    place = panel.team.filter(worker=worker_id, left_on=None).first()
    if place is None:
        place = PanelWorker.objects.create(
            project=panel.project, panel=panel, worker=worker_id, added_by=by.id, added_at=at
        )
        trail.note(panel.project_id, by=by, act="panels.join_team", subject=panel.pk, at=at)
    return place
