"""How django-allauth works here: no sign-up, no e-mail, our words, our key, secrets sealed at rest."""

import base64
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from yarrow.staff import second_factor, speaking
from yarrow.staff.models import Worker
from yarrow.vault import sealing, unlocking

PLACE = b"yarrow second factor"


class AccountAdapter(DefaultAccountAdapter):
    """Signing in and out."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This e-mail address and passphrase do not belong together."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, then try again."),
        "incorrect_code": _("This code is not right. Codes change every 30 seconds: try the one shown now."),
        "rate_limited": _("Too many tries. Wait a minute, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People join by invitation only."""
        return False

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Open the session; and its key too, if a second factor was just shown.

        Whoever has no second factor yet gets a session that opens nothing, and is taken to set one up.
        """
        super().login(request, user)
        if isinstance(user, Worker):
            speaking.greet(request, user)
            if user.has_second_factor and unlocking.is_pending(request):
                unlocking.complete(request)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """One rule everywhere: the second factor counts for five minutes, however it was shown."""
        return not second_factor.showed_lately(context.request)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say what happened; allauth's own messages stay out."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """No mail leaves this server."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors, their secrets sealed under the app's secret.

    That keeps them out of a stolen database alone; whoever has database and app secret can make codes, but
    still opens nothing without a passphrase.
    """

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def encrypt(self, text: str) -> str:
        return base64.b64encode(sealing.seal(_key(), text.encode(), PLACE)).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.open_sealed(_key(), base64.b64decode(encrypted_text), PLACE).decode()

    def build_totp_svg(self, url: str) -> str:
        """The QR code as inline SVG without styles, so that the page's strict policy lets it show."""
        return segno.make(url, error="m").svg_inline(omitsize=True, dark="#000", light="#fff", title="QR")

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """The last second factor stays: nobody works here with a passphrase alone."""
        others = type(authenticator).objects.filter(
            user_id=authenticator.user_id, type__in=("totp", "webauthn")
        )
        return bool(others.exclude(pk=authenticator.pk).exists())


def _key() -> bytes:
    return sealing.derive(settings.SECRET_KEY.encode(), "yarrow second factor secrets")
