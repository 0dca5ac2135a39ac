"""Sign-in by e-mail and passphrase: the one place where a passphrase is tried."""

from typing import Any
from uuid import UUID

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from yarrow.staff.models import Worker
from yarrow.vault import holders, unlocking


class PassphraseBackend(BaseBackend):
    """Opens the worker's private key; there is no second verifier that could be cheaper to guess."""

    def authenticate(
        self, request: HttpRequest | None, email: str = "", password: str = "", **_ignored: Any
    ) -> Worker | None:
        """The worker, with the key waiting for the second factor in this session; None when anything is wrong.

        An unknown address, an account that has left and a wrong passphrase all cost one full run.
        """
        if request is None or not email or not password:
            return None
        worker = Worker.objects.filter(email=email.strip().lower(), is_active=True).first()
        private = holders.unlock(worker.holder_id if worker else None, password)
        if worker is None or worker.holder_id is None or private is None:
            return None
        unlocking.begin(request, private, worker.holder_id)
        return worker

    def get_user(self, user_id: UUID) -> Worker | None:
        """The worker of a session; None ends it for someone who has left."""
        return Worker.objects.signed_in(user_id)
