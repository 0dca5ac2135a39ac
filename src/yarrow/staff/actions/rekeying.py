"""A new key for a compartment of a project."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from yarrow.staff import rules
from yarrow.staff.models import Project
from yarrow.vault import rekeying, trail
from yarrow.vault.actors import Actor


def rekey(*, project: Project, name: str, instead_of: UUID, by: Actor, at: datetime) -> int:
    """Make a new key and wrap everything under it; how many subject keys. What is killed on the way is gone on with.

    Raises NotAllowed, Locked, NoGrant, Refusal when somebody has made another key meanwhile, and KeyringBusy when
    all is done and only the keyring's old bytes wait for its readers.
    """
    rules.check_may_rekey(by)
    _begin(project=project, name=name, instead_of=instead_of, by=by, at=at)
    return rekeying.rewrap(project.id, name, by=by)


def finish_rekey(*, project: Project, name: str, by: Actor, at: datetime) -> int:
    """Wrap what is still under an older key; how many. Raises what `rekey` raises, but no Refusal."""
    rules.check_may_rekey(by)
    by.key.secret(project.id, name)
    with transaction.atomic():
        trail.note(project.id, by=by, act="staff.finish_rekey", at=at, fields=[name])
    return rekeying.rewrap(project.id, name, by=by)


@transaction.atomic
def _begin(*, project: Project, name: str, instead_of: UUID, by: Actor, at: datetime) -> None:
    rekeying.begin(project.id, name, instead_of=instead_of, by=by, at=at)
    trail.note(project.id, by=by, act="staff.rekey", at=at, fields=[name])
