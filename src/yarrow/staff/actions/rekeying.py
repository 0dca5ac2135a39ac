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

    Raises NotAllowed, Locked, NoGrant, and Refusal when somebody has made another key meanwhile.
    """
    rules.check_may_rekey(by)
    _begin(project=project, name=name, instead_of=instead_of, by=by, at=at)
    return rekeying.rewrap(project.id, name, by=by)


@transaction.atomic
def finish_rekey(*, project: Project, name: str, by: Actor, at: datetime) -> int:
    """Wrap what is still under an older key; how many. Raises NotAllowed, Locked, NoGrant."""
    rules.check_may_rekey(by)
    n = rekeying.rewrap(project.id, name, by=by)
    trail.note(project.id, by=by, act="staff.finish_rekey", at=at, fields=[name])
    return n


@transaction.atomic
def _begin(*, project: Project, name: str, instead_of: UUID, by: Actor, at: datetime) -> None:
    rekeying.begin(project.id, name, instead_of=instead_of, by=by, at=at)
    trail.note(project.id, by=by, act="staff.rekey", at=at, fields=[name])
