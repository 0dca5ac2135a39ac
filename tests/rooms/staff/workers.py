"""Workers as these tests need them: somebody new, keys for them, a place in a second project, a leaver."""

from collections.abc import Collection

from django.utils import timezone

from tests.worlds import Account, World, accept
from yarrow.staff.actions import joining, keys, leaving
from yarrow.staff.models import Membership
from yarrow.vault.actors import Actor


def newcomer(world: World, role: str = "case_worker") -> Account:
    """A worker who accepted and waits for keys."""
    by = world.worker("manager")
    with world.inside():
        return accept(world.project, role, by=by, at=timezone.now(), name=f"New {role}")


def grant(world: World, account: Account, names: Collection[str], by: Actor | str = "manager") -> Membership:
    """Keys from whoever works in that role, or from this actor."""
    actor = by if isinstance(by, Actor) else world.worker(by)
    return keys.grant_keys(
        project=world.project, membership=account.place, names=names, by=actor, at=timezone.now()
    )


def leave(world: World, account: Account, by: str = "manager") -> object:
    """Their place here ends."""
    return leaving.remove_worker(
        project=world.project, membership=account.place, by=world.worker(by), at=timezone.now()
    )


def join_second(world: World, account: Account, role: str) -> Membership:
    """A worker of another project comes to this one with the account they have."""
    with world.inside():
        _invitation, token = joining.invite_worker(
            project=world.project,
            name=account.worker.name,
            email=account.email,
            role=role,
            by=world.worker("manager"),
            at=timezone.now(),
        )
    return joining.accept_as_worker(token=token, worker=account.worker, at=timezone.now())
