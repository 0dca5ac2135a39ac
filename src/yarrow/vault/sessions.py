"""Django's session engine, with two differences: ids are stored hashed, and a row carries the session's wrapped key.

A stolen table logs nobody in (the id is not in it) and opens nothing (the seal cookie is not in it either).
"""

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import DatabaseError, IntegrityError, OperationalError, router, transaction
from django.utils import timezone

from yarrow.vault.models import SealedSession
from yarrow.vault.prepared import Prepared


@dataclass
class KeyState:
    """The key part of a session row. The wrapped bytes open only with the seal cookie."""

    holder_id: UUID | None = None
    wrapped: bytes | None = None
    pending: bytes | None = None
    pending_until: datetime | None = None
    started_at: datetime | None = None
    seen_at: datetime | None = None


# Column of each part of the key state.
COLUMN_OF = {
    "holder_id": "holder_id",
    "wrapped": "wrapped_key",
    "pending": "pending_key",
    "pending_until": "pending_until",
    "started_at": "started_at",
    "seen_at": "seen_at",
}


_under = Prepared(lambda key_hash, now: SealedSession.objects.filter(key_hash=key_hash, expires_at__gt=now))


def hashed(session_key: str) -> str:
    """What of a session id is stored: its SHA-256 (the id has 160 random bits, so no salt is needed)."""
    return hashlib.sha256(session_key.encode()).hexdigest()


class SessionStore(SessionBase):
    """One session; `keys` holds its key state and is saved with it."""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self._keys: KeyState | None = None
        self._loaded: dict[str, Any] = {}

    @property
    def keys_state(self) -> KeyState:
        """The key state, loaded with the session."""
        if self._keys is None:
            self._get_session()  # type: ignore[attr-defined]
        if self._keys is None:
            self._keys = KeyState()
        return self._keys

    def _row(self, session_key: str) -> SealedSession | None:
        found: SealedSession | None = _under(hashed(session_key), timezone.now()).first()
        return found

    def load(self) -> dict[str, Any]:
        """The contents; an unknown or ended session is empty and gets a new id when saved."""
        row = self._row(self.session_key) if self.session_key else None
        if row is None:
            self._session_key = None
            self._keys = KeyState()
            return {}
        self._keys = KeyState(
            holder_id=row.holder_id,
            wrapped=bytes(row.wrapped_key) if row.wrapped_key else None,
            pending=bytes(row.pending_key) if row.pending_key else None,
            pending_until=row.pending_until,
            started_at=row.started_at,
            seen_at=row.seen_at,
        )
        self._loaded = asdict(self._keys)
        contents: dict[str, Any] = self.decode(row.contents)
        return contents

    def exists(self, session_key: str) -> bool:
        """Whether a row stands under this id."""
        return SealedSession.objects.filter(key_hash=hashed(session_key)).exists()

    def create(self) -> None:
        """Make an empty row under a new id."""
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        """Write the contents, and of the key state what this request changed.

        Another request may have locked the session meanwhile; writing back what was loaded would undo that. The
        end of a session is fixed at its start: it does not slide.
        """
        if self.session_key is None:
            return self.create()
        contents = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        state = self.keys_state
        now = timezone.now()
        state.started_at = state.started_at or now
        state.seen_at = state.seen_at or now
        row = SealedSession(
            key_hash=hashed(self.session_key),
            contents=self.encode(contents),
            worker_id=contents.get("_auth_user_id"),
            holder_id=state.holder_id,
            wrapped_key=state.wrapped,
            pending_key=state.pending,
            pending_until=state.pending_until,
            started_at=state.started_at,
            seen_at=state.seen_at,
            expires_at=state.started_at + timedelta(seconds=settings.SESSION_COOKIE_AGE),
        )
        self._write(row, must_create)
        self._loaded = asdict(state)

    def _changed(self) -> list[str]:
        """Columns of the row that this request has something new for."""
        now = asdict(self.keys_state)
        changed = [COLUMN_OF[name] for name, value in now.items() if value != self._loaded.get(name)]
        return ["contents", "worker_id", *changed, *(["expires_at"] if "started_at" in changed else [])]

    def _write(self, row: SealedSession, must_create: bool) -> None:
        using = router.db_for_write(SealedSession, instance=row)
        try:
            with transaction.atomic(using=using):
                if must_create:
                    row.save(force_insert=True, using=using)
                else:
                    row.save(force_update=True, update_fields=self._changed(), using=using)
        except IntegrityError:
            if must_create:
                raise CreateError from None
            raise
        except OperationalError:
            # Nobody ended the session: the records went.
            raise
        except DatabaseError:
            if not must_create:
                raise UpdateError from None
            raise

    def delete(self, session_key: str | None = None) -> None:
        """Delete the row."""
        key = session_key or self.session_key
        if key:
            SealedSession.objects.filter(key_hash=hashed(key)).delete()

    def flush(self) -> None:
        """Forget everything: contents, row and keys."""
        self._keys, self._loaded = KeyState(), {}
        super().flush()

    @classmethod
    def clear_expired(cls) -> None:
        """Delete the rows of ended sessions."""
        SealedSession.objects.filter(expires_at__lte=timezone.now()).delete()


def sweep() -> None:
    """Wipe the keys of sessions that fell quiet or never showed a second factor; delete those that ended.

    A browser that is never opened again would otherwise leave its wrapped key on the disk until the shift's end.
    """
    now = timezone.now()
    quiet = now - timedelta(seconds=settings.IDLE_SECONDS)
    held = SealedSession.objects.exclude(wrapped_key=None)
    held.filter(seen_at__lt=quiet).update(wrapped_key=None)
    waiting = SealedSession.objects.exclude(pending_key=None)
    waiting.filter(pending_until__lt=now).update(pending_key=None, pending_until=None)
    SessionStore.clear_expired()


def end_all_of(worker_id: UUID, *, but: str | None = None) -> int:
    """End every session of a worker at once (leaver, changed passphrase), but perhaps this one; how many."""
    rows = SealedSession.objects.filter(worker_id=worker_id)
    if but:
        rows = rows.exclude(key_hash=hashed(but))
    return rows.delete()[0]
