"""How far a report may go, said anew."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from yarrow.safety import becoming, lists, queries, rules, withheld
from yarrow.safety.errors import NotHere
from yarrow.safety.models import Choice, Report
from yarrow.safety.told import Chosen
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor


@transaction.atomic
def choose(
    *,
    report_id: UUID,
    chosen: Chosen,
    how: str,
    project: Project,
    by: Actor,
    at: datetime,
    said_by: UUID | None = None,
) -> Choice | None:
    """Write down what the reporter wants from now on; None where just that holds already.

    `said_by`: the worker with whom it was said, where that is not who writes it down. It waits for whoever uses what
    held before (`trail.hold`), and what is armed follows, so that nothing leaves on a choice taken back.
    """
    trail.hold(project.id)
    last = Choice.objects.filter(project=project, report_id=report_id).order_by("said_at", "id").last()
    before = Chosen(last.level, last.tell, last.release) if last is not None else Chosen()
    if last is not None and before == chosen:
        return None
    # What is said later holds, also where the server's clock was set back in between.
    said_at = at if last is None or at > last.said_at else last.said_at + timedelta(microseconds=1)
    row = Choice(project=project, report_id=report_id, said_at=said_at, how=how)
    row.level, row.tell, row.release = chosen.level, chosen.tell, chosen.release
    row.said_by = (said_by or by.id) if how == lists.WORKER else None
    row.save(force_insert=True)
    withheld.follow(project, [report_id], by, at)
    if rules.is_more_to_compare(before, chosen):
        # What came meanwhile was not weighed against it, or not against its words.
        Report.objects.filter(project=project, pk=report_id).update(compared_at=None)
    trail.note(
        project.id, by=by, act="safety.choose", at=at, subject=report_id, fields=["level", "tell", "release"]
    )
    return row


@transaction.atomic
def choose_with(
    *, report_id: UUID, chosen: Chosen, project: Project, by: Actor, at: datetime
) -> Choice | None:
    """The same as whoever reported told a worker: one who reads reports, or the one who took it with them.

    Raises NotHere, NotAllowed.
    """
    trail.hold(project.id)
    check_may_choose(report_id, project, by)
    return choose(report_id=report_id, chosen=chosen, how=lists.WORKER, project=project, by=by, at=at)


def check_may_choose(report_id: UUID, project: Project, by: Actor) -> None:
    """Whoever reads reports, and whoever took this one with the person. Raises NotHere, NotAllowed, NoGrant."""
    rules.check_may_take(by, project)
    if becoming.became(project, report_id).state == becoming.GONE:
        raise NotHere()
    took = Report.objects.filter(project=project, pk=report_id).values_list("taken_by", flat=True).first()
    if took == by.id or queries.left_by(project, report_id, by) is not None:
        return
    rules.check_may_read(by, project)
    queries.report_in(project, report_id)
