"""A partner's worker with an account: whose guest they are, and what they do with what was sent to them."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.agencies.models import Agency
from yarrow.people.actions.rows import day_of
from yarrow.people.errors import NotHere
from yarrow.sharing import rules
from yarrow.sharing.actions import filing, opening
from yarrow.sharing.actions.filing import Fetched
from yarrow.sharing.actions.opening import Unpacked
from yarrow.sharing.actions.recalls import seen_ended
from yarrow.sharing.errors import CannotBe, NoPackage
from yarrow.sharing.models import Answer, Guest, Package
from yarrow.staff.models import Membership, Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor

LONGEST = timedelta(days=366)
Found = TypeVar("Found")


@transaction.atomic
def seat_guest(
    *, membership: Membership, agency: Agency, until: date, project: Project, by: Actor, at: datetime
) -> Guest:
    """Say for which agency an account of the kind guest is, and until when. Raises CannotBe, NotHere, NotForYou."""
    rules.check_may_arrange(by, project)
    place = Membership.objects.present().filter(pk=membership.pk, project=project).first()
    if place is None or not Agency.objects.of(project).still_there().filter(pk=agency.pk).exists():
        raise NotHere()
    today = day_of(at, project)
    if not place.is_guest:
        raise CannotBe(_("This account is a worker's. Invite a partner's worker as a guest."))
    if not today <= until <= today + LONGEST:
        raise CannotBe(_("Choose a day from today, up to a year from now."), field="until")
    told = {"agency": agency, "until": until, "added_by": by.id, "added_at": at}
    row, _made = Guest.objects.update_or_create(project=project, worker=place.worker, defaults=told)
    trail.note(project.id, by=by, act="sharing.seat_guest", subject=place.worker_id, at=at)
    return row


def open_sent(*, package_id: UUID, project: Project, by: Actor, at: datetime) -> Unpacked:
    """What was sent to this guest; one opening, on the trail. Raises NotHere, NotForYou, NoPackage, Ended, Locked."""
    return _as_guest(
        package_id, project, by, at, lambda package, token: opening.opened(package, token, by, at)
    )


def fetch_sent(*, package_id: UUID, project: Project, by: Actor, at: datetime) -> Fetched:
    """Its file, on the trail. Raises the same."""
    return _as_guest(
        package_id, project, by, at, lambda package, token: filing.fetched(package, token, by, at)
    )


def answer_sent(
    *, package_id: UUID, answer: str, reason: str, project: Project, by: Actor, at: datetime
) -> Answer:
    """What the guest says came of it. Raises the same, and CannotBe."""
    return _as_guest(
        package_id,
        project,
        by,
        at,
        lambda package, _token: opening.answered(package, answer, reason, by, at),
    )


def _as_guest(
    package_id: UUID, project: Project, by: Actor, at: datetime, act: Callable[[Package, str], Found]
) -> Found:
    """Do it with a package that was sent to this guest for their agency, and with the key pair they have now."""
    row = rules.sent_to(by, project, str(package_id), at)
    if row.holder != by.key.holder_id:
        raise NoPackage()
    with transaction.atomic():
        package, refusal = opening.held(row.package_id, at)
        if refusal is None:
            return act(package, by.key.open_to_holder(bytes(row.token)).decode())
        seen_ended(package, by, at)
    raise refusal
