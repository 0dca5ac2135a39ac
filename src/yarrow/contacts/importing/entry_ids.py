"""Entry ids of imported rows: an HMAC of the row's own words under a secret of the project, never a bare hash."""

import hmac
import secrets
from uuid import UUID

from yarrow.contacts.models import ImportSecret
from yarrow.staff.models import Project
from yarrow.vault.actors import Actor

SECRET_BYTES = 32


class EntryIds:
    """Turns identities of one project into ids. Made inside an action; the secret lives as long as it does."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def of(self, sort: str, identity: str) -> UUID:
        """The id of a row, a person or a session. The same words always give the same id."""
        digest = hmac.digest(self._secret, f"{sort}\x1e{identity}".encode(), "sha256")
        return UUID(bytes=digest[:16], version=4)


def entry_ids(project: Project, by: Actor) -> EntryIds:
    """The project's ids; the secret is made with the first import. Raises Locked, NoGrant."""
    row = ImportSecret.objects.filter(project=project).first()
    if row is None:
        row = ImportSecret(project=project)
        row.sealed.put("identity.secret", secrets.token_hex(SECRET_BYTES), by.key)
        row.save(force_insert=True)
    # An action's own use: nothing about a person is in it, and nothing of it is shown.
    return EntryIds(bytes.fromhex(row.sealed.open_unrecorded("identity.secret", by.key)))
