"""The codes of a report are put right, and reports of one reporter are counted as one's. No word of theirs changes."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.contacts.models import Zone
from yarrow.people import lists as people_lists
from yarrow.safety import counted, lists, rules, withheld
from yarrow.safety.errors import CannotBe, Conflict, NotHere
from yarrow.safety.models import Report
from yarrow.safety.told import FIRST_DAY
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor

CODES = ("kinds", "setting", "zone", "month")


def seen_of(report: Report) -> str:
    """What a page was made from, so that nobody writes over another's change."""
    return "|".join(
        [",".join(report.kinds), report.setting, str(report.zone_id or ""), str(report.month or "")]
    )


@transaction.atomic
def correct(
    *,
    report: Report,
    kinds: list[str],
    setting: str,
    zone: str,
    month: str,
    seen: str,
    project: Project,
    by: Actor,
    at: datetime,
) -> Report:
    """Put right what figures count. `seen`: `seen_of` when the page was made. Raises CannotBe, Conflict, NotAllowed."""
    rules.check_may_read(by, project)
    row = _held(report, project)
    if seen != seen_of(row):
        raise Conflict()
    before = {name: getattr(row, name) for name in CODES}
    row.kinds = [code for code in lists.labels("kinds") if code in kinds]
    if setting and setting not in people_lists.codes("setting"):
        raise CannotBe(_("Choose one of the list."), field="setting")
    row.setting = setting
    row.zone = Zone.objects.filter(project=project, code=zone).first() if zone else None
    if zone and row.zone is None:
        raise NotHere()
    row.month = _month(month, at.astimezone(project.zone).date())
    changed = [name for name in CODES if getattr(row, name) != before[name]]
    if changed:
        row.compared_at = None
        row.save(update_fields=[*changed, "compared_at"])
        counted.follow(project, row.reporter_id)
        withheld.follow(project, [row.pk], by, at)
        trail.note(project.id, by=by, act="safety.correct", at=at, subject=row.pk, fields=changed)
    return row


@transaction.atomic
def join_reporters(*, report: Report, other: Report, project: Project, by: Actor, at: datetime) -> Report:
    """Two reports are one person's: from now on they count once, with whatever else is already counted as theirs."""
    rules.check_may_read(by, project)
    rules.check_here(project, other)
    row, earlier = _held(report, project), _held(other, project)
    if row.pk == earlier.pk:
        raise CannotBe(_("Choose another report than this one."), field="other")
    if row.reporter_id != earlier.reporter_id:
        mine = Report.objects.filter(project=project, reporter_id=row.reporter_id)
        mine.update(reporter_id=earlier.reporter_id)
        counted.follow(project, earlier.reporter_id, were_joined=True)
        trail.note(
            project.id, by=by, act="safety.join_reporters", at=at, subject=row.pk, fields=["reporter_id"]
        )
    row.refresh_from_db(fields=["reporter_id"])
    return row


@transaction.atomic
def part_reporter(*, report: Report, project: Project, by: Actor, at: datetime) -> Report:
    """This report is somebody else's after all: it counts as a reporter of its own again."""
    rules.check_may_read(by, project)
    row = _held(report, project)
    others = Report.objects.filter(project=project, reporter_id=row.reporter_id).exclude(pk=row.pk)
    if others.exists():
        # In escrow it was not weighed against the others of that person.
        row.reporter_id, row.compared_at = uuid4(), None
        row.save(update_fields=["reporter_id", "compared_at"])
        counted.follow(project, row.reporter_id)
        trail.note(
            project.id, by=by, act="safety.part_reporter", at=at, subject=row.pk, fields=["reporter_id"]
        )
    return row


def _held(report: Report, project: Project) -> Report:
    """The row as it stands, held until the end of the transaction. Raises NotHere, also once it was erased."""
    rules.check_here(project, report)
    trail.hold(project.id)
    row: Any = Report.objects.select_for_update().filter(project=project, pk=report.pk).first()
    if row is None:
        raise NotHere()
    return row  # type: ignore[no-any-return]


def _month(said: str, today: date) -> date | None:
    if not said:
        return None
    try:
        month = date.fromisoformat(said)
    except ValueError:
        raise CannotBe(_("Choose a month of the list."), field="month") from None
    if not FIRST_DAY <= month <= today or month.day != 1:
        raise CannotBe(_("Choose a month of the list."), field="month")
    return month
