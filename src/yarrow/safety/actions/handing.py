"""What a worker does for whoever reported: hands them a phrase to come back with, and erases what they take back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.safety import lists, queries, rules
from yarrow.safety.actions.choosing import check_may_choose
from yarrow.safety.actions.coming import AGAIN
from yarrow.safety.actions.erasing import take_back
from yarrow.safety.errors import CannotBe
from yarrow.safety.models import Reply, Report, WayBack
from yarrow.safety.wayback import key_from, new_phrase
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor


def hand_phrase(*, report_id: UUID, project: Project, by: Actor, at: datetime) -> str:
    """The words that lead back to a report that was taken with a worker, to be written down by whoever made it.

    Words that were handed out within the hour and did not arrive are replaced, as long as nobody came by them and
    nothing was answered. Raises CannotBe, NotHere, NotAllowed.
    """
    check_may_choose(report_id, project, by)
    # Before the transaction: the memory-hard run takes its time, and others wait for the same rows.
    phrase = new_phrase()
    key = key_from(phrase, project.id)
    with transaction.atomic():
        trail.hold(project.id)
        check_may_choose(report_id, project, by)
        row = WayBack.objects.filter(project=project, report_id=report_id).first()
        if row is None:
            row = WayBack(project=project, report_id=report_id, made_at=at)
        elif not _may_be_replaced(row, by, at):
            raise CannotBe(_("They have their words already. Nobody here can look them up, or make others."))
        row.mark, row.public_key = key.mark, key.public
        row.save()
        trail.note(project.id, by=by, act="safety.hand_phrase", at=at, subject=report_id)
    return phrase


def erase_report(*, report: Report, reason: str, project: Project, by: Actor, at: datetime) -> None:
    """Everything of it goes, in every copy. Outside of transactions. Raises CannotBe, NotAllowed, KeyringBusy."""
    rules.check_may_read(by, project)
    rules.check_here(project, report)
    if reason not in lists.labels("erase_reasons"):
        raise CannotBe(_("Say why you erase it."), field="reason")
    take_back(report_id=report.pk, project=project, by=by, at=at, reason=reason)


def _may_be_replaced(row: WayBack, by: Actor, at: datetime) -> bool:
    """Whether the words were handed out just now, by whoever asks, and led nowhere yet."""
    is_fresh = row.made_at > at - AGAIN and not row.visit and not row.n_back
    took = Report.objects.filter(project=row.project, pk=row.report_id, way=lists.WORKER, taken_by=by.id)
    is_theirs = took.exists() or queries.left_by(row.project, row.report_id, by) is not None
    is_answered = Reply.objects.filter(project=row.project, report_id=row.report_id).exists()
    return is_fresh and is_theirs and not is_answered
