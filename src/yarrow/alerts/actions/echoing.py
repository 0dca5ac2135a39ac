"""What reports name is laid beside what those of other projects name, as tags; that they talked is written down."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from yarrow.alerts import echoes, tags
from yarrow.alerts.errors import NotHere
from yarrow.alerts.models import Echo, Talk
from yarrow.safety.models import Report
from yarrow.safety.rules import check_may_read
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor


@transaction.atomic
def lay_out(*, wanted: Collection[echoes.Tagged], project: Project, by: Actor, at: datetime) -> int:
    """Make the project's tags just these; how many were made or went. Raises NotAllowed, Locked, NoGrant."""
    check_may_read(by, project)
    trail.hold(project.id)
    key_id = tags.key().id
    rows = Echo.objects.filter(project=project)
    standing = {(row.report_id, row.tag, row.kind): row.pk for row in rows if row.key_id == key_id}
    new = set(wanted) - set(standing)
    gone = rows.exclude(pk__in=[pk for one, pk in standing.items() if one in set(wanted)])
    n_gone, _each = gone.delete()
    made = [
        Echo(project=project, report_id=report_id, tag=tag, kind=kind, key_id=key_id, made_at=at)
        for report_id, tag, kind in sorted(new)
    ]
    Echo.objects.bulk_create(made)
    if made or n_gone:
        trail.note(project.id, by=by, act="alerts.lay_out", at=at, fields=["tag"])
    return len(made) + n_gone


@transaction.atomic
def note_talk(*, report: Report, other: Project, project: Project, by: Actor, at: datetime) -> Talk:
    """They talked. Twice is once. Raises NotHere where there is nothing to talk about (any more)."""
    check_may_read(by, project)
    trail.hold(project.id)
    if not any(one.report.pk == report.pk and one.other.pk == other.pk for one in echoes.heard(project)):
        raise NotHere()
    known = Talk.objects.filter(report=report, other_id=other.pk).first()
    if known is not None:
        return known
    row = Talk.objects.create(project=project, report=report, other_id=other.pk, by=by.id, at=at)
    trail.note(project.id, by=by, act="alerts.note_talk", at=at, subject=report.pk, fields=["other_id"])
    return row
