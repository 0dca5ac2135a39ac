"""Compartments of a project: their key pairs, and who holds them."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from yarrow.vault import anchors, books, intake, sealing, trail
from yarrow.vault.actors import Actor
from yarrow.vault.errors import NoGrant
from yarrow.vault.models import Compartment, Grant, HolderKey, RecoveryKey

FEWEST_HOLDERS = 2


@transaction.atomic
def make_for_project(
    project_id: UUID, names: Iterable[str], *, founder: HolderKey, by: Actor, at: datetime
) -> list[Compartment]:
    """Make each compartment's key pairs and seal its private key to the founder alone."""
    made = []
    for name in names:
        compartment, secret = new_key(project_id, name, at)
        seal_to_holder(compartment, secret, founder.id, bytes(founder.public_key), by, at)
        made.append(compartment)
    trail.note(project_id, by=by, act="vault.make_compartments", at=at, fields=[c.name for c in made])
    return made


def new_key(project_id: UUID, name: str, at: datetime) -> tuple[Compartment, bytes]:
    """A compartment's key in force, and its private half, which nobody holds yet; called inside a transaction."""
    pair, points = sealing.new_pair(), intake.new_points()
    compartment = Compartment.objects.create(
        project_id=project_id,
        name=name,
        public_key=pair.public,
        intake_public=points.public,
        intake_private=sealing.seal_to(pair.public, points.private),
        made_at=at,
    )
    return compartment, pair.private


@transaction.atomic
def grant(project_id: UUID, name: str, *, to_holder_id: UUID, by: Actor, at: datetime) -> None:
    """Seal every key of the compartment that `by` can open to another holder. Raises Locked or NoGrant."""
    to = HolderKey.objects.get(id=to_holder_id)
    if not by.key.holds(project_id, name):
        raise NoGrant(name)
    for compartment in Compartment.objects.filter(project_id=project_id, name=name):
        secret = by.key.secret_of(project_id, name, str(compartment.id))
        seal_to_holder(compartment, secret, to.id, bytes(to.public_key), by, at)
    trail.note(project_id, by=by, act="vault.grant", at=at, subject=to.id, fields=[name])


@transaction.atomic
def revoke(project_id: UUID, name: str, *, holder_id: UUID, by: Actor, at: datetime) -> None:
    """Take a holder's grants to one compartment away."""
    _take_away(project_id, name, holder_id, by, at)
    anchors.note_shut_out(project_id, holder_id, at, compartment=name)


def _take_away(project_id: UUID, name: str, holder_id: UUID, by: Actor, at: datetime) -> None:
    Grant.objects.filter(
        compartment__project_id=project_id, compartment__name=name, holder_id=holder_id
    ).delete()
    books.burn(project_id, name)
    trail.note(project_id, by=by, act="vault.revoke", at=at, subject=holder_id, fields=[name])


@transaction.atomic
def revoke_all(project_id: UUID, *, holder_id: UUID, by: Actor, at: datetime) -> None:
    """Take every grant in a project away from a holder who leaves it."""
    for name in held_by(project_id, holder_id):
        _take_away(project_id, name, holder_id, by, at)
    anchors.note_shut_out(project_id, holder_id, at)


def advise_rekey(project_id: UUID, names: Iterable[str], at: datetime) -> None:
    """Mark keys that somebody held who does not hold them any more; called inside an action's transaction."""
    current = Compartment.objects.filter(project_id=project_id, retired_at=None, rekey_advised_at=None)
    current.filter(name__in=set(names)).update(rekey_advised_at=at)


def held_by(project_id: UUID, holder_id: UUID) -> set[str]:
    """Names of the compartments of a project that a holder has the current key of."""
    grants = Grant.objects.filter(
        compartment__project_id=project_id, compartment__retired_at=None, holder_id=holder_id
    )
    return set(grants.values_list("compartment__name", flat=True))


def holders_of(project_id: UUID, name: str) -> set[UUID]:
    """Ids of the holders of a compartment's current key, the recovery key not among them."""
    return holders(project_id).get(name, set())


def holders(project_id: UUID) -> dict[str, set[UUID]]:
    """The same of every compartment of a project that has holders, by name."""
    on_paper = RecoveryKey.objects.filter(project_id=project_id).values("id")
    grants = Grant.objects.filter(compartment__project_id=project_id, compartment__retired_at=None)
    found: dict[str, set[UUID]] = {}
    held = grants.exclude(holder_id__in=on_paper).values_list("compartment__name", "holder_id")
    for name, holder_id in held:
        found.setdefault(name, set()).add(holder_id)
    return found


def seal_to_holder(
    compartment: Compartment, secret: bytes, holder_id: UUID, public: bytes, by: Actor, at: datetime
) -> None:
    """One grant, made or renewed; called inside a transaction."""
    Grant.objects.update_or_create(
        compartment=compartment,
        holder_id=holder_id,
        defaults={"sealed_key": sealing.seal_to(public, secret), "granted_by": by.id, "granted_at": at},
    )
