"""A member is put out, taken in again, or leaves for good."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.agencies.spelling import visible
from yarrow.alerts import rules
from yarrow.alerts.actions.vouching import held
from yarrow.alerts.errors import CannotBe
from yarrow.alerts.models import Member, MemberCode, Stay
from yarrow.alerts.taking_in import taken_in
from yarrow.alerts.underway import take_back
from yarrow.staff.models import Project
from yarrow.vault import forgetting, trail
from yarrow.vault.actors import Actor

LONGEST_WHY = 500


@transaction.atomic
def put_out(*, member: Member, why: str, project: Project, by: Actor, at: datetime) -> Member:
    """From now on nothing reaches them and their phrase opens nothing. Raises CannotBe, NotAllowed, NotHere."""
    rules.check_may_put_out(by, project)
    row = held(member, project)
    if row.left_on is not None:
        return row
    said = visible(why)
    if not said:
        raise CannotBe(_("Say why, in a few words."), field="why")
    if len(said) > LONGEST_WHY:
        raise CannotBe(_("This is too long. Say it in fewer words."), field="why")
    row.sealed.put("identity.why", said, by.key)
    taken_in(row, by)
    row.left_on, row.put_out_by = at.astimezone(project.zone).date(), by.id
    row.mark, row.public_key, row.own = None, None, None
    row.version += 1
    row.save()
    Stay.objects.filter(member=row).delete()
    MemberCode.objects.filter(member=row).delete()
    take_back(row, by, at)
    trail.note(project.id, by=by, act="alerts.put_out", at=at, subject=row.pk, fields=["why"])
    return row


@transaction.atomic
def take_back_in(*, member: Member, project: Project, by: Actor, at: datetime) -> Member:
    """They are a member again; for their own page they need a new code. Raises NotAllowed, NotHere."""
    rules.check_may_put_out(by, project)
    row = held(member, project)
    if row.left_on is None:
        return row
    taken_in(row, by)
    row.left_on, row.put_out_by, row.why = None, None, None
    row.version += 1
    row.save()
    trail.note(project.id, by=by, act="alerts.take_back_in", at=at, subject=row.pk)
    return row


def leave(*, member: Member, project: Project, by: Actor, at: datetime) -> None:
    """A member leaves by themselves: their keys and rows are gone when this returns. Not one transaction, as the
    tombstone can't be taken back (`vault.forgetting`). Raises NotHere; KeyringBusy when only the last bytes wait.
    """
    rules.check_here(project, member)
    with transaction.atomic():
        take_back(member, by, at)
    forgetting.forget(member, by=by, act="alerts.leave", reason="left", at=at)
