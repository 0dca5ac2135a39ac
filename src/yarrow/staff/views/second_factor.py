"""Setting second factors up and taking them away: allauth's pages, with what they mean for keys and trail."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from yarrow.staff import second_factor
from yarrow.staff.access import allow
from yarrow.staff.actions import accounts
from yarrow.staff.errors import NotAllowed
from yarrow.vault import unlocking


def _minding(request: Any, page: Callable[..., HttpResponse], **kwargs: Any) -> HttpResponse:
    """Run allauth's page; a factor more or less goes on the trail, and the first one opens the waiting key."""
    before = second_factor.count(request)
    response = page(request, **kwargs)
    after = second_factor.count(request)
    if after > before:
        second_factor.note_shown(request)
        accounts.note_second_factor(
            worker=request.user, act="staff.add_second_factor", by=request.actor, at=timezone.now()
        )
        if unlocking.is_pending(request):
            unlocking.complete(request)
    elif after < before:
        accounts.note_second_factor(
            worker=request.user, act="staff.remove_second_factor", by=request.actor, at=timezone.now()
        )
    return response


@allow(purpose="set up an authenticator app", state="signed_in")
def set_up_app(request: Any) -> HttpResponse:
    """QR code and secret, proven by a first code."""
    return _minding(request, totp.activate_totp)


@allow(purpose="remove an authenticator app", state="add_only", step_up=True)
def remove_app(request: Any) -> HttpResponse:
    """Only while a passkey stands (the form refuses otherwise)."""
    return _minding(request, totp.deactivate_totp)


@allow(purpose="add a passkey", state="signed_in")
def add_passkey(request: Any) -> HttpResponse:
    """A key of this device or a token."""
    return _minding(request, passkeys.add_webauthn)


@allow(purpose="remove a passkey", state="add_only", step_up=True)
def remove_passkey(request: Any, pk: int) -> HttpResponse:
    """Only while another factor stands."""
    if second_factor.count(request) < 2:
        raise NotAllowed(_("This is your only second factor. Set up another one first, then remove this."))
    return _minding(request, passkeys.remove_webauthn, pk=pk)
