"""A package that opens with one guest's account: what opens it is sealed to their own key pair."""

from datetime import datetime

from django.utils.translation import gettext as _

from yarrow.sharing.errors import CannotBe
from yarrow.sharing.models import Guest, GuestKey, Package
from yarrow.vault import sealing
from yarrow.vault.models import HolderKey


def hand_to(guest: Guest, package: Package, token: str, at: datetime) -> None:
    """Seal the token to the key pair of somebody whose account is this agency's now. Raises CannotBe."""
    here = Guest.objects.on(at.astimezone(package.project.zone).date()).filter(project=package.project)
    now = here.select_related("worker").filter(pk=guest.pk, agency=package.share.agency_id).first()
    if now is None:
        raise CannotBe(_("This account is not theirs any more. Choose another way."), field="how")
    public = HolderKey.objects.get(pk=now.worker.holder).public_key
    row = GuestKey(project=package.project, person=package.person, package=package, guest=now)
    row.holder, row.token = now.worker.holder, sealing.seal_to(bytes(public), token.encode())
    row.save(force_insert=True)
