"""Words that the server reads without anybody signed in, and a stolen database does not: published ones.

Sealed with a key of the project from the sender's file (`keyfile`), bound to the place where they stand.
"""

from uuid import UUID

from django.utils import timezone

from yarrow.sending import keyfile
from yarrow.vault import sealing


def seal(project_id: UUID, place: object, text: str) -> bytes:
    """`text` sealed for one place (the id of the row that holds it) of one project. NoKey where the file is broken."""
    board = keyfile.ready(timezone.now()).board
    return sealing.seal(_key(board, project_id), sealing.pack(text), _place(project_id, place))


def opened(project_id: UUID, place: object, sealed: bytes) -> str:
    """The words again. Tampered where they are not those of this place; NoKey where the file is gone."""
    plain = sealing.open_sealed(
        _key(keyfile.read().board, project_id), bytes(sealed), _place(project_id, place)
    )
    return str(sealing.unpack(plain))


def _key(board: bytes, project_id: UUID) -> bytes:
    return sealing.derive(board, f"yarrow board: {project_id}")


def _place(project_id: UUID, place: object) -> bytes:
    return sealing.bound_to("board", project_id, place)
