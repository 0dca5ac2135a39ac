"""The public page of reports is opened, gets a new link, and is closed."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.methods.tokens import hashed, new_token
from yarrow.safety import rules
from yarrow.safety.doors import is_read
from yarrow.safety.errors import CannotBe, Conflict
from yarrow.safety.models import Door
from yarrow.staff.models import Project
from yarrow.staff.speaking import is_offered
from yarrow.vault import trail
from yarrow.vault.actors import Actor


@transaction.atomic
def open_door(*, languages: Sequence[str], project: Project, by: Actor, at: datetime) -> Door:
    """Reports are taken on the page, in these languages; one that was closed opens with a new link.

    An open one keeps its link and is offered in these languages from now on. Raises CannotBe, NotAllowed.
    """
    rules.check_may_keep(by, project)
    wanted = [tag for tag in dict.fromkeys(languages) if is_offered(tag)]
    if not wanted:
        raise CannotBe(_("Choose at least one language."), field="languages")
    if not is_read(project):
        raise CannotBe(_("Nobody here holds the key to reports yet. Give it to an adviser first."))
    trail.hold(project.id)
    row = Door.objects.filter(project=project).first() or Door(project=project, closed_at=at)
    if row.closed_at is not None:
        row.token = new_token()
        row.digest, row.closed_at, row.opened_by, row.opened_at = hashed(row.token), None, by.id, at
    row.languages = wanted
    row.save()
    trail.note(project.id, by=by, act="safety.open_door", at=at, subject=row.id, fields=["languages"])
    return row


@transaction.atomic
def renew_door(*, project: Project, by: Actor, at: datetime) -> Door:
    """A new link; the old one, and every card with it, leads nowhere from now on. Also the way back goes by it."""
    row = _standing(project, by)
    row.token = new_token()
    row.digest = hashed(row.token)
    row.save(update_fields=["token", "digest"])
    trail.note(project.id, by=by, act="safety.renew_door", at=at, subject=row.id, fields=["token"])
    return row


@transaction.atomic
def close_door(*, project: Project, by: Actor, at: datetime) -> Door:
    """Nobody reports there any more; whoever did still comes back with their words."""
    row = _standing(project, by)
    row.closed_at = at
    row.save(update_fields=["closed_at"])
    trail.note(project.id, by=by, act="safety.close_door", at=at, subject=row.id, fields=["closed_at"])
    return row


def _standing(project: Project, by: Actor) -> Door:
    """The open door, as it is now. Raises Conflict where there is none."""
    rules.check_may_keep(by, project)
    trail.hold(project.id)
    row = Door.objects.filter(project=project, closed_at=None).first()
    if row is None:
        raise Conflict()
    return row
