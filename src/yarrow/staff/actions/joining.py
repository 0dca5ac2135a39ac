"""Invitations, and what becomes of them."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.staff import rules, states
from yarrow.staff.actions.founding import make_worker
from yarrow.staff.errors import AlreadyHere, UnusableLink
from yarrow.staff.models import Invitation, Membership, Project, Worker
from yarrow.vault import fence, trail
from yarrow.vault.actors import Actor
from yarrow.vault.holders import discard, make_holder

GOOD_FOR = timedelta(days=7)


def hashed(token: str) -> str:
    """What is kept of an invitation's token (it has 256 random bits, so no salt is needed)."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite_worker(
    *, project: Project, name: str, email: str, role: str, by: Actor, at: datetime
) -> tuple[Invitation, str]:
    """Invite one person in one role; the invitation and its token, which is shown once.

    Raises NotAllowed, and AlreadyHere when the person works here or has an open invitation.
    """
    rules.check_keeps_workers(by)
    folded = email.strip().lower()
    if Membership.objects.present().filter(project=project, worker__email=folded).exists():
        raise AlreadyHere(_("This person works here already."), field="email")
    if Invitation.objects.open_in(project).filter(email=folded).exists():
        raise AlreadyHere(
            _("This person is invited already. Make a new link from the list of workers."), field="email"
        )
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        project=project,
        token_hash=hashed(token),
        email=folded,
        name=name.strip(),
        role=role,
        invited_by=by.id,
        created_at=at,
        expires_at=at + GOOD_FOR,
    )
    trail.note(project.id, by=by, act="staff.invite_worker", subject=invitation.id, at=at)
    return invitation, token


@transaction.atomic
def renew_invitation(
    *, project: Project, invitation_id: UUID, by: Actor, at: datetime
) -> tuple[Invitation, str]:
    """A new link for an open invitation; the old link stops working."""
    rules.check_keeps_workers(by)
    invitation = _open_one(project, invitation_id)
    token = secrets.token_urlsafe(32)
    invitation.token_hash = hashed(token)
    invitation.expires_at = at + GOOD_FOR
    invitation.save(update_fields=["token_hash", "expires_at"])
    trail.note(project.id, by=by, act="staff.renew_invitation", subject=invitation.id, at=at)
    return invitation, token


@transaction.atomic
def withdraw_invitation(*, project: Project, invitation_id: UUID, by: Actor, at: datetime) -> None:
    """Take an open invitation back."""
    rules.check_keeps_workers(by)
    invitation = _open_one(project, invitation_id)
    invitation.withdrawn_at = at
    invitation.save(update_fields=["withdrawn_at"])
    trail.note(project.id, by=by, act="staff.withdraw_invitation", subject=invitation.id, at=at)


def find_invitation(token: str, at: datetime) -> Invitation:
    """The invitation behind a link. Raises UnusableLink, one sentence per reason the holder can act on."""
    invitation = Invitation.objects.select_related("project").filter(token_hash=hashed(token)).first()
    if invitation is None or invitation.withdrawn_at is not None:
        raise UnusableLink(_("This link does not work. Ask whoever invited you for a new one."))
    if invitation.used_at is not None:
        raise UnusableLink(_("This link was used already. If it was you, sign in."))
    if invitation.expires_at <= at:
        raise UnusableLink(_("This link is out of date. Ask whoever invited you for a new one."))
    return invitation


@transaction.atomic
def accept_as_new(*, token: str, name: str, passphrase: str, at: datetime) -> Membership:
    """Make the account, its key pair and its place. Raises UnusableLink, AlreadyHere or TooWeak.

    Someone who has left every project begins again the same way, with a new passphrase, a new key pair and no
    second factor: this is also the way back for a forgotten passphrase (leave, be invited, be granted keys).
    """
    invitation = find_invitation(token, at)
    with fence.around(invitation.project_id):
        _use_up(invitation, at)
        return _give_place(invitation, _account(invitation, name=name, passphrase=passphrase, at=at), at)


def _account(invitation: Invitation, *, name: str, passphrase: str, at: datetime) -> Worker:
    former = Worker.objects.filter(email=invitation.email).first()
    if former is None:
        return make_worker(name=name, email=invitation.email, passphrase=passphrase, at=at)
    return _begin_again(former, name=name, passphrase=passphrase)


@transaction.atomic
def accept_as_worker(*, token: str, worker: Worker, at: datetime) -> Membership:
    """Join with the account that the invited address already has here (another project, or a return)."""
    invitation = find_invitation(token, at)
    if worker.email != invitation.email:
        raise UnusableLink(_("This invitation is for another e-mail address. Sign in with that one."))
    with fence.around(invitation.project_id):
        _use_up(invitation, at)
        return _give_place(invitation, worker, at)


def _begin_again(former: Worker, *, name: str, passphrase: str) -> Worker:
    """A new key pair for an account without a place anywhere; nothing it held before can be opened with it."""
    if Membership.objects.of(former).exists():
        raise AlreadyHere(
            _("This e-mail address has an account. Sign in with it first, then come back here.")
        )
    holder = make_holder(passphrase)
    old, former.holder_id = former.holder_id, holder.id
    former.name, former.is_active = name.strip(), True
    former.save(update_fields=["holder_id", "name", "is_active"])
    former.end_sessions()
    Authenticator.objects.filter(user_id=former.id).delete()
    if old is not None:
        discard(old)
    return former


def _use_up(invitation: Invitation, at: datetime) -> None:
    """Of two who send an invitation together, one gets UnusableLink."""
    taken = Invitation.objects.filter(id=invitation.id, used_at=None, withdrawn_at=None).update(used_at=at)
    if not taken:
        raise UnusableLink(_("This link was used already. If it was you, sign in."))


def _give_place(invitation: Invitation, worker: Worker, at: datetime) -> Membership:
    project = invitation.project
    place = Membership.objects.filter(worker=worker, project=project).first()
    if place is None:
        place = Membership(worker=worker, project=project, state=states.WAITING, joined_at=at)
    else:
        place.state, place.left_at, place.keys_at = rules.check_step(place, "returns"), None, None
    place.role = invitation.role
    if not place.compartments:
        place.state, place.keys_at = rules.check_step(place, "granted"), at
    place.save()
    by = Actor(id=worker.id, role=invitation.role)
    trail.note(project.id, by=by, act="staff.accept_invitation", subject=worker.id, at=at)
    return place


def _open_one(project: Project, invitation_id: UUID) -> Invitation:
    invitation = (
        Invitation.objects.open_in(project).select_for_update(of=("self",)).filter(id=invitation_id).first()
    )
    if invitation is None:
        raise UnusableLink(_("This invitation was used or withdrawn meanwhile."))
    return invitation
