"""Signing in at the console: for commands that open or write what is sealed (`yarrow import`)."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from yarrow.staff.errors import WrongPassphrase
from yarrow.staff.models import Membership
from yarrow.vault import fence, holders, trail
from yarrow.vault.actors import Actor
from yarrow.vault.unlocked import Unlocked


@transaction.atomic
def sign_in(
    *, project_code: str, email: str, passphrase: str, code: str, at: datetime
) -> tuple[Membership, Actor]:
    """A worker's place in a project and the worker with their key open, for the length of one command.

    Passphrase and second factor (a code of the app, or a recovery code) as in the browser. Raises
    WrongPassphrase with one sentence for everything that can be wrong. Noted on the trail; from here on the command
    works in this project.
    """
    places = Membership.objects.present().select_related("project")
    place = places.filter(project__code=project_code, worker__email=email.strip().lower()).first()
    private = holders.unlock(place.worker.holder_id if place else None, passphrase)
    if place is None or private is None or not place.is_active or not _is_right(place, code):
        raise WrongPassphrase(_("Project, e-mail address, passphrase and code do not belong together."))
    fence.enter(place.project_id)
    actor = Actor(place.worker_id, place.role, Unlocked(place.worker.holder, private))
    trail.note(place.project_id, by=actor, act="staff.sign_in_at_console", subject=place.worker_id, at=at)
    return place, actor


def link_to(token: str) -> str:
    """The address of an invitation under the first name that this server answers to."""
    host = settings.ALLOWED_HOSTS[0]
    scheme = "http" if host == "localhost" else "https"
    return f"{scheme}://{host}{reverse('entrance:accept_invitation', args=[token])}"


def _is_right(place: Membership, code: str) -> bool:
    factors = Authenticator.objects.filter(user_id=place.worker_id).exclude(type=Authenticator.Type.WEBAUTHN)
    return any(factor.wrap().validate_code(code.strip()) for factor in factors)
