"""The key of a session: pending after the passphrase, open after the second factor, gone when idle.

The private key is wrapped by the seal, 32 random bytes that only the second cookie carries.
"""

import base64
import binascii
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from yarrow.vault import sealing
from yarrow.vault.errors import Locked, Tampered
from yarrow.vault.sessions import KeyState
from yarrow.vault.unlocked import Unlocked

PENDING = timedelta(minutes=5)
GONE, ADD_ONLY, UNLOCKED = "gone", "add_only", "unlocked"


def begin(request: HttpRequest, private: bytes, holder_id: UUID) -> None:
    """After the passphrase: keep the key wrapped by a fresh seal, for five minutes at most."""
    state, seal = _state(request), sealing.new_key()
    state.holder_id = holder_id
    state.pending = sealing.seal(_wrapping(seal), private, _place(holder_id))
    state.pending_until = timezone.now() + PENDING
    # Whatever was open before belongs to the seal that this one replaces.
    state.wrapped = None
    _hand_out(request, seal)


def is_pending(request: HttpRequest) -> bool:
    """Whether a key waits for the second factor and may still be taken up."""
    state = _state(request)
    return bool(state.pending and state.pending_until and state.pending_until >= timezone.now())


def complete(request: HttpRequest) -> None:
    """After the second factor: the pending key becomes the session's. Raises Locked when it waited too long."""
    state = _state(request)
    if state.pending is None or state.pending_until is None or state.pending_until < timezone.now():
        state.pending = state.pending_until = None
        request.session.modified = True
        raise Locked()
    state.wrapped, state.pending, state.pending_until = state.pending, None, None
    state.started_at = state.seen_at = timezone.now()
    request.session.modified = True
    refresh(request)


def unlock_again(request: HttpRequest, private: bytes) -> None:
    """The passphrase was given again within the session: open it under a fresh seal."""
    state, seal = _state(request), sealing.new_key()
    if state.holder_id is None:
        raise Locked()
    state.wrapped = sealing.seal(_wrapping(seal), private, _place(state.holder_id))
    state.seen_at = timezone.now()
    _hand_out(request, seal)
    refresh(request)


def lock(request: HttpRequest) -> None:
    """Drop to add-only at once: the wrapped key leaves the row."""
    state = _state(request)
    state.wrapped = None
    request.session.modified = True
    refresh(request)


def refresh(request: Any) -> None:
    """Set `request.unlocked` and `request.seal_state` from the session and the seal cookie."""
    request.unlocked, request.seal_state = None, GONE
    if "_auth_user_id" not in request.session:
        return
    request.seal_state = ADD_ONLY
    state, seal = _state(request), _seal(request)
    if state.wrapped is None or state.holder_id is None or seal is None:
        return
    try:
        private = sealing.open_sealed(_wrapping(seal), state.wrapped, _place(state.holder_id))
    except Tampered:
        # A seal of another session (two tabs, a restored browser): locked, not ended.
        return
    request.unlocked, request.seal_state = Unlocked(state.holder_id, private), UNLOCKED


def drop_if_idle(request: Any) -> bool:
    """Lock a session that was quiet for too long; whether it was."""
    state = _state(request)
    if state.wrapped is None or state.seen_at is None:
        return False
    if timezone.now() - state.seen_at < timedelta(seconds=settings.IDLE_SECONDS):
        return False
    state.wrapped = None
    request.session.modified = True
    return True


def _state(request: HttpRequest) -> KeyState:
    state: KeyState = request.session.keys_state  # type: ignore[attr-defined]
    return state


def _wrapping(seal: bytes) -> bytes:
    return sealing.derive(seal, "yarrow session seal")


def _place(holder_id: UUID) -> bytes:
    return sealing.bound_to("session", holder_id)


def _hand_out(request: Any, seal: bytes) -> None:
    request.new_seal = base64.urlsafe_b64encode(seal).decode()
    request.session.modified = True


def _seal(request: Any) -> bytes | None:
    """The seal of this request: just handed out, or from the cookie."""
    text = getattr(request, "new_seal", None) or request.COOKIES.get(settings.SEAL_COOKIE_NAME)
    if not text:
        return None
    try:
        seal = base64.urlsafe_b64decode(text)
    except (binascii.Error, ValueError):
        return None
    return seal if len(seal) == sealing.KEY_BYTES else None
