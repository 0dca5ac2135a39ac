"""What workers do to their own account."""

from datetime import datetime
from uuid import UUID

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.staff.errors import WrongPassphrase
from yarrow.staff.models import Membership, Worker
from yarrow.vault import fence, holders, trail
from yarrow.vault.actors import Actor
from yarrow.vault.errors import WrongWords


@transaction.atomic
def change_passphrase(
    *, worker: Worker, old: str, new: str, keep_session: str | None, by: Actor, at: datetime
) -> None:
    """Wrap the worker's key under a new passphrase and end their other sessions.

    Raises WrongPassphrase or TooWeak. The key stays the same, so no grant changes.
    """
    try:
        holders.change_passphrase(worker.holder, old, new)
    except WrongWords:
        raise WrongPassphrase(_("That is not your present passphrase."), field="old") from None
    worker.end_sessions(but=keep_session)
    note_everywhere(worker, act="staff.change_passphrase", by=by, at=at)


@transaction.atomic
def add_authenticator_app(*, worker: Worker, secret: str, by: Actor, at: datetime) -> None:
    """Set up a second factor from a known TOTP secret (base32): the demo's and the tests' way.

    People use the page, which proves the app with a code first.
    """
    TOTP.activate(worker, secret)
    RecoveryCodes.activate(worker)
    note_everywhere(worker, act="staff.add_authenticator_app", by=by, at=at)


@transaction.atomic
def note_second_factor(*, worker: Worker, act: str, by: Actor, at: datetime) -> None:
    """allauth stored or deleted a second factor: say so on the trail."""
    note_everywhere(worker, act=act, by=by, at=at)


@transaction.atomic
def choose_language(*, worker: Worker, language: str, by: Actor, at: datetime) -> None:
    """Keep the language in which a worker reads their pages."""
    worker.language = language
    worker.save(update_fields=["language"])
    note_everywhere(worker, act="staff.choose_language", by=by, at=at)


def note_everywhere(worker: Worker, *, act: str, by: Actor, at: datetime) -> None:
    """One trail row in each project the worker belongs to; called inside an action's transaction."""
    for place in Membership.objects.of(worker):
        with fence.around(place.project_id):
            trail.note(place.project_id, by=_in_role(by.id, place.role), act=act, subject=worker.id, at=at)


def _in_role(worker_id: UUID, role: str) -> Actor:
    return Actor(id=worker_id, role=role)
