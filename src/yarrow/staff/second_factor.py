"""Whether, and since when, this session has shown its second factor."""

import time
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

STEP_UP_SECONDS = 5 * 60
KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def showed_lately(request: HttpRequest) -> bool:
    """Whether the second factor was shown in this session within the last five minutes."""
    records = get_authentication_records(request, request.user)
    shown = [record["at"] for record in records if record["method"] == "mfa"]
    return bool(shown) and time.time() - max(shown) < STEP_UP_SECONDS


def note_shown(request: Any) -> None:
    """Setting a factor up proves it: it counts as shown."""
    record_authentication(request, request.user, "mfa", reauthenticated=True)


def count(request: Any) -> int:
    """How many apps and passkeys the worker has."""
    return int(Authenticator.objects.filter(user_id=request.user.pk, type__in=KINDS).count())
