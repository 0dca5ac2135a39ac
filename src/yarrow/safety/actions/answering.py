"""What is said back to whoever reported, for their phrase alone to open."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.agencies.spelling import visible
from yarrow.safety import rules, wayback
from yarrow.safety.errors import CannotBe, Conflict
from yarrow.safety.models import Reply, Report, WayBack
from yarrow.safety.told import LONGEST_TEXT
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor


@transaction.atomic
def reply(*, report: Report, words: str, project: Project, by: Actor, at: datetime, entry_id: UUID) -> Reply:
    """Seal it for our copy and for the way back; sent twice is once. Raises CannotBe, NotAllowed, NoGrant."""
    rules.check_may_read(by, project)
    rules.check_here(project, report)
    trail.hold(project.id)
    known = Reply.objects.filter(pk=entry_id).first()
    if known is not None:
        if known.report_id != report.pk:
            raise Conflict()
        return known
    said = visible(words).strip()
    if not said or len(said) > LONGEST_TEXT:
        raise CannotBe(_("Write your reply, in %(n)d letters at most.") % {"n": LONGEST_TEXT}, field="words")
    way_back = WayBack.objects.filter(project=project, report_id=report.pk).first()
    if way_back is None:
        raise CannotBe(_("Whoever reported this took no words along, so no reply can reach them here."))
    row = Reply(id=entry_id, project=project, report=report, written_by=by.id, written_at=at)
    row.sealed.put("incident.words", said, by.unlocked)
    row.envelope = wayback.seal_reply(way_back, said)
    row.save(force_insert=True)
    trail.note(project.id, by=by, act="safety.reply", at=at, subject=report.pk)
    return row
