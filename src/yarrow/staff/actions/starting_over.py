"""A worker who lost their second factor or forgot their passphrase begins again: a new link, new keys."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.staff import rules
from yarrow.staff.actions.joining import invite_worker
from yarrow.staff.actions.leaving import end_place, fresh
from yarrow.staff.errors import NotAllowed
from yarrow.staff.models import Invitation, Membership, Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor


@transaction.atomic
def start_over(
    *, project: Project, membership: Membership, by: Actor, at: datetime
) -> tuple[Invitation, str]:
    """Take a worker's keys, sessions and second factors away and invite them anew; the link's token, shown once.

    Whoever opens the link holds nothing until somebody grants keys. The one way in which a key may be left with a
    single holder, as it leads back to two. Raises NotAllowed, TooFewHolders, WrongStep.
    """
    rules.check_keeps_workers(by)
    place = fresh(project, membership)
    if place.worker_id == by.id:
        raise NotAllowed(_("A colleague has to do this for you: ask another manager or co-ordinator."))
    rules.check_may_start_over(place)
    end_place(place, by=by, at=at)
    Authenticator.objects.filter(user_id=place.worker_id).delete()
    trail.note(project.id, by=by, act="staff.start_over", subject=place.worker_id, at=at)
    worker = place.worker
    return invite_worker(project=project, name=worker.name, email=worker.email, role=place.role, by=by, at=at)
