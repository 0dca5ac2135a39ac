"""What the project uses measures for, and the permissions it holds."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.measures import rules
from yarrow.measures.catalogue import pack_of
from yarrow.measures.errors import CannotBe
from yarrow.measures.models import Permission, UseOfMeasures
from yarrow.methods.packs import CONTEXTS
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor


@transaction.atomic
def state_contexts(*, contexts: Iterable[str], project: Project, by: Actor, at: datetime) -> UseOfMeasures:
    """Say what measures are used for; licences are held against all of it."""
    rules.check_may_keep_forms(by, project)
    chosen = set(contexts)
    if chosen - set(CONTEXTS):
        raise CannotBe(_("Choose from the list."), field="contexts")
    kept = [each for each in CONTEXTS if each in chosen]
    row, _made = UseOfMeasures.objects.update_or_create(project=project, defaults={"contexts": kept})
    trail.note(project.id, by=by, act="measures.state_contexts", at=at, subject=row.id)
    return row


@transaction.atomic
def record_permission(
    *, pack: str, evidence: str, granted_on: date, project: Project, by: Actor, at: datetime
) -> Permission:
    """Write down a permission: from whom it came and where the paper is."""
    rules.check_may_keep_forms(by, project)
    pack_of(pack)
    if not evidence.strip():
        raise CannotBe(_("Say who gave the permission, and where it is kept."), field="evidence")
    if granted_on > at.astimezone(project.zone).date():
        raise CannotBe(_("That day has not come yet."), field="granted_on")
    row = Permission.objects.create(
        project=project,
        pack=pack,
        evidence=evidence.strip()[:300],
        granted_on=granted_on,
        recorded_by=by.id,
        recorded_at=at,
    )
    trail.note(project.id, by=by, act="measures.record_permission", at=at, subject=row.id)
    return row


@transaction.atomic
def end_permission(*, permission: Permission, project: Project, by: Actor, at: datetime) -> Permission:
    """It no longer holds; the row stays. Ended twice, the first one stands."""
    rules.check_may_keep_forms(by, project)
    rules.check_here(project, permission)
    row = Permission.objects.select_for_update().get(pk=permission.pk)
    if row.ended_at is None:
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        trail.note(project.id, by=by, act="measures.end_permission", at=at, subject=row.id)
    return row
