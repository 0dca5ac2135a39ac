"""A holder's opened private key, for one request, and what it can open."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NoReturn
from uuid import UUID

from django.utils import timezone

from yarrow.vault import at_once, keyless, keyring, sealing
from yarrow.vault.errors import Erased, NoGrant, Tampered
from yarrow.vault.models import Compartment, Grant
from yarrow.vault.prepared import Prepared

WRAPPING = "yarrow subject keys"


_grants = Prepared(
    lambda holder_id, project_id: Grant.objects.filter(
        holder_id=holder_id, compartment__project_id=project_id
    ).values_list("compartment__name", "compartment_id", "sealed_key")
)


class Unlocked:
    """The private key of `holder_id`. Lives in memory for one request; prints as `[unlocked]`."""

    __slots__ = ("_current", "_granted", "_opened", "_private", "_subjects", "_wrapping", "holder_id")

    def __init__(self, holder_id: UUID, private: bytes) -> None:
        keyless.check()
        self.holder_id = holder_id
        self._private = private
        self._current: dict[tuple[UUID, str], tuple[UUID, bytes]] = {}
        self._granted: dict[UUID, dict[str, list[tuple[UUID, bytes]]]] = {}
        self._opened: dict[tuple[UUID, str], dict[str, bytes]] = {}
        self._subjects: dict[tuple[UUID, UUID, str], bytes] = {}
        self._wrapping: dict[str, bytes] = {}

    def __repr__(self) -> str:
        return "[unlocked]"

    def __reduce__(self) -> NoReturn:
        """An open key can't be copied into a cache, a session or a queue."""
        raise TypeError("an open key does not leave its request")

    def holds(self, project_id: UUID, compartment: str) -> bool:
        """Whether a grant to this compartment stands."""
        return bool(self._secrets(project_id, compartment))

    def secret(self, project_id: UUID, compartment: str) -> tuple[UUID, bytes]:
        """(key id, private key) of the compartment's current key; NoGrant without one. Looked up once."""
        place = (project_id, compartment)
        if place not in self._current:
            self._current[place] = self._checked(project_id, compartment)
        return self._current[place]

    def _checked(self, project_id: UUID, compartment: str) -> tuple[UUID, bytes]:
        secrets = self._secrets(project_id, compartment)
        current = Compartment.current(project_id, compartment)
        if str(current.id) not in secrets:
            raise NoGrant(compartment)
        secret = secrets[str(current.id)]
        if sealing.public_of(secret) != bytes(current.public_key):
            raise Tampered("a compartment's public key is not the one its holders' keys belong to")
        return current.id, secret

    def secret_of(self, project_id: UUID, compartment: str, key_id: str) -> bytes:
        """The private key of one (perhaps older) key of the compartment; NoGrant without a grant to it."""
        try:
            return self._secrets(project_id, compartment)[key_id]
        except KeyError:
            raise NoGrant(compartment) from None

    def open_to_holder(self, sealed: bytes) -> bytes:
        """What was sealed to this holder's own public key."""
        return sealing.open_with(self._private, sealed)

    def subject_key(self, project_id: UUID, subject: UUID, compartment: str) -> bytes:
        """The key of one subject in one compartment; Erased when it is no more."""
        held = self._subjects.get((project_id, subject, compartment))
        if held is not None:
            return held
        self.prime(project_id, compartment, [subject])
        try:
            return self._subjects[(project_id, subject, compartment)]
        except KeyError:
            if keyring.is_erased(project_id, subject):
                raise Erased() from None
            raise Tampered("a subject key is missing from the keyring") from None

    def subject_key_or_new(self, project_id: UUID, subject: UUID, compartment: str) -> bytes:
        """The same, made when missing. The keyring commits first, so a key may be orphaned but never missing."""
        self.prime(project_id, compartment, [subject])
        held = self._subjects.get((project_id, subject, compartment))
        return held or self._make(project_id, subject, compartment, timezone.now())

    def prime(self, project_id: UUID, compartment: str, subjects: Iterable[UUID]) -> None:
        """Unwrap the keys of many subjects with few keyring queries."""
        missing = [s for s in set(subjects) if (project_id, s, compartment) not in self._subjects]
        if not missing:
            return
        if not self.holds(project_id, compartment):
            raise NoGrant(compartment)
        for subject, (key_id, wrapped) in keyring.find(project_id, compartment, missing).items():
            self._subjects[(project_id, subject, compartment)] = self._unwrap(
                project_id, subject, compartment, key_id, wrapped
            )

    def look_again(self, project_id: UUID, compartment: str) -> None:
        """Read the grants anew: a key was put in force since they were read."""
        self._current.pop((project_id, compartment), None)
        self._opened.pop((project_id, compartment), None)
        self._granted.pop(project_id, None)

    def wrapped_again(
        self, project_id: UUID, subject: UUID, compartment: str, held: tuple[str, bytes]
    ) -> bytes:
        """A subject's key, wrapped under the key in force. Raises NoGrant, and Tampered for one that does not open."""
        key = self._unwrap(project_id, subject, compartment, *held)
        _key_id, secret = self.secret(project_id, compartment)
        return _wrap(secret, key, project_id, subject, compartment)

    def wrapped_book_key(
        self, project_id: UUID, compartment: str, file: str, key: bytes
    ) -> tuple[UUID, bytes]:
        """A book's key, wrapped under the compartment's key in force, and that one's id. Raises NoGrant, Tampered."""
        key_id, secret = self.secret(project_id, compartment)
        return key_id, sealing.seal(
            sealing.derive(secret, WRAPPING), key, _book_place(project_id, compartment, file)
        )

    def book_key(
        self, project_id: UUID, compartment: str, file: str, key_id: str, wrapped: bytes
    ) -> bytes | None:
        """The key of a book; None when it is wrapped under an older key. Raises NoGrant, Tampered."""
        current, secret = self.secret(project_id, compartment)
        if key_id != str(current):
            return None
        place = _book_place(project_id, compartment, file)
        return sealing.open_sealed(sealing.derive(secret, WRAPPING), wrapped, place)

    def forget(self, project_id: UUID, subject: UUID) -> None:
        """Drop a subject's keys from memory, before they are destroyed: nothing may be sealed under them again."""
        for place in [p for p in self._subjects if p[:2] == (project_id, subject)]:
            del self._subjects[place]

    def _make(self, project_id: UUID, subject: UUID, compartment: str, at: datetime) -> bytes:
        key_id, secret = self.secret(project_id, compartment)
        wrapped = _wrap(secret, sealing.new_key(), project_id, subject, compartment)
        held = keyring.keep(project_id, subject, compartment, key_id, wrapped, at)
        if held is None:
            raise Erased()
        kept_id, kept = held
        key = self._unwrap(project_id, subject, compartment, kept_id, kept)
        self._subjects[(project_id, subject, compartment)] = key
        return key

    def _unwrap(
        self, project_id: UUID, subject: UUID, compartment: str, key_id: str, wrapped: bytes
    ) -> bytes:
        if key_id not in self._wrapping:
            secret = self.secret_of(project_id, compartment, key_id)
            self._wrapping[key_id] = sealing.derive(secret, WRAPPING)
        place = sealing.bound_to("subject key", project_id, subject, compartment)
        return sealing.open_sealed(self._wrapping[key_id], wrapped, place)

    def _secrets(self, project_id: UUID, compartment: str) -> dict[str, bytes]:
        """Key id → private key of each grant to the compartment; opened once, and only when it is asked for."""
        known = self._opened.get((project_id, compartment))
        if known is None:
            granted = self._grants_in(project_id).get(compartment, [])
            known = {str(key_id): self.open_to_holder(sealed) for key_id, sealed in granted}
            self._opened[(project_id, compartment)] = known
        return known

    def _grants_in(self, project_id: UUID) -> dict[str, list[tuple[UUID, bytes]]]:
        """Every grant of this holder in a project by compartment, read once for the request."""
        if project_id not in self._granted:
            self.read_grants_beside(project_id)
        return self._granted[project_id]

    def read_grants_beside(self, project_id: UUID, *lists: Any) -> None:
        """Read the grants, in one query with what else is to be read now (`at_once`)."""
        grants, found = _grants(self.holder_id, project_id), dict[str, list[tuple[UUID, bytes]]]()
        if lists:
            at_once.read(grants, *lists)
        for name, key_id, sealed in grants:
            found.setdefault(name, []).append((key_id, bytes(sealed)))
        self._granted[project_id] = found


def _wrap(secret: bytes, key: bytes, project_id: UUID, subject: UUID, compartment: str) -> bytes:
    place = sealing.bound_to("subject key", project_id, subject, compartment)
    return sealing.seal(sealing.derive(secret, WRAPPING), key, place)


def _book_place(project_id: UUID, compartment: str, file: str) -> bytes:
    return sealing.bound_to("book key", project_id, compartment, file)
