"""An adviser accepts an identifier for checks, takes that back, or makes tags anew with another key."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.alerts import rules, seconding, tags
from yarrow.alerts.accepting import Line, is_released
from yarrow.alerts.errors import CannotBe, NotHere
from yarrow.alerts.models import Released
from yarrow.alerts.models.checks import SAYS
from yarrow.alerts.putting_right import month_of
from yarrow.safety import challenges, choices
from yarrow.safety.errors import Closed
from yarrow.safety.models import Report
from yarrow.safety.rules import check_may_read
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor

LASTS = timedelta(days=365)


@transaction.atomic
def note_check(*, project: Project, by: Actor, at: datetime) -> None:
    """That a worker checked something goes on the trail, and nothing of what. Raises NotAllowed."""
    rules.check_may_vouch(by, project)
    trail.note(project.id, by=by, act="alerts.check_number", at=at)


@transaction.atomic
def accept_identifier(*, line: Line, says: str, project: Project, by: Actor, at: datetime) -> Released:
    """Checks may find it from now on, as its reporter lets them, for twelve months. Accepted again, it begins anew.

    Raises CannotBe, Closed, NotAllowed, NotHere, NoGrant.
    """
    check_may_read(by, project)
    # Whoever changes their mind waits for us, or we for them.
    trail.hold(project.id)
    report = Report.objects.filter(project=project, pk=line.report.pk).first()
    if report is None:
        raise NotHere()
    chosen = choices.standing(project, report.pk)
    # As it is now: meanwhile somebody may have written down that somebody under eighteen was there.
    line = replace(line, report=report)
    if chosen != line.chosen or not is_released(line):
        raise Closed()
    if report.pk in challenges.restricted(project, [report.pk]):
        raise CannotBe(_("This report was challenged and restricted. Nothing of it is in a check."))
    if line.is_own:
        raise CannotBe(_("This reaches somebody whom you know, a member or a worker. It can't be accepted."))
    if says not in SAYS:
        raise CannotBe(_("Choose what a check may say."), field="says")
    key = tags.key()
    row = Released.objects.filter(report=report, tag=key.tag(*line.identifier)).first()
    row = row or Released(project=project, report=report, tag=key.tag(*line.identifier), kind=line.kind)
    row.key_id, row.reporter_id, row.kinds = key.id, report.reporter_id, report.kinds
    row.month, row.reported_at, row.says = month_of(report, project), report.received_at, says
    # What was hidden until its report was put right is found again; that somebody objected stays.
    others = seconding.standing(project, line.others)
    row.seconded_by = sorted(str(each) for each in others if others[each] != report.reporter_id)
    row.is_seconded, row.is_hidden = bool(row.seconded_by), False
    row.accepted_by, row.accepted_at, row.expires_at = by.id, at, at + LASTS
    row.sealed.put("incident.spelling", line.spelling, by.unlocked)
    row.save()
    _note(project, by, "alerts.accept_identifier", at, row)
    return row


@transaction.atomic
def take_back_identifier(*, row: Released, project: Project, by: Actor, at: datetime) -> None:
    """Checks find it no more. Raises NotAllowed, NotHere, NoGrant."""
    check_may_read(by, project)
    rules.check_here(project, row)
    trail.hold(project.id)
    if Released.objects.filter(pk=row.pk).delete()[0]:
        _note(project, by, "alerts.take_back_identifier", at, row)


@transaction.atomic
def tag_anew(*, rows: Iterable[tuple[Released, str]], project: Project, by: Actor, at: datetime) -> int:
    """Make the tags of these rows with the key that lies there now; how many. Raises NotAllowed, NotHere, NoGrant."""
    check_may_read(by, project)
    trail.hold(project.id)
    key, n = tags.key(), 0
    for row, spelling in rows:
        rules.check_here(project, row)
        tag = key.tag(row.kind, spelling)
        # Accepted anew since the key was lost: that row stands.
        if Released.objects.filter(report=row.report_id, tag=tag).exclude(pk=row.pk).exists():
            Released.objects.filter(pk=row.pk).delete()
        n += Released.objects.filter(pk=row.pk).update(tag=tag, key_id=key.id)
    if n:
        trail.note(project.id, by=by, act="alerts.tag_anew", at=at, reason=f"identifiers: {n}")
    return n


def _note(project: Project, by: Actor, act: str, at: datetime, row: Released) -> None:
    trail.note(project.id, by=by, act=act, at=at, subject=row.report_id, fields=["says", "expires_at"])
