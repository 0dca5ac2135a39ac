"""The invented workers: invited, accepted, second factor, keys granted, all through the actions of the staff room."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction

from yarrow.demo.scales import SCALES
from yarrow.demo.sign_ins import OTHER_MANAGER, OTHER_SECOND, SignIn, staff_of
from yarrow.methods.refusals import Fault
from yarrow.staff.actions import accounts, founding, joining, keys, leaving
from yarrow.staff.models import Membership, Project, Worker
from yarrow.staff.queries import place_in
from yarrow.vault import fence, holders
from yarrow.vault.actors import Actor
from yarrow.vault.unlocked import Unlocked


@dataclass
class Crew:
    """A project and whoever works there. `actors` by the key that the plan uses; each has an open key."""

    project: Project
    words: str
    actors: dict[str, Actor] = field(default_factory=dict)
    places: dict[str, Membership] = field(default_factory=dict)
    sign_ins: dict[str, SignIn] = field(default_factory=dict)

    def actor(self, key: str) -> Actor:
        """A worker with their key in hand."""
        return self.actors[key]


def found(
    new: founding.NewProject, manager: SignIn, second: SignIn, *, at: datetime, live_at: datetime
) -> Crew:
    """A live project with two holders and recovery words that were proven. From here on we are inside it."""
    project = founding.found_with_new_worker(
        new=new,
        name=manager.name,
        email=manager.email,
        passphrase=manager.passphrase,
        code=None,
        by=Actor.system("set-up"),
        at=at,
    )
    fence.enter(project.id)
    place = Membership.objects.select_related("worker", "project").get(project=project)
    by = opened(place, manager)
    accounts.add_authenticator_app(worker=place.worker, secret=manager.totp_secret, by=by, at=at)
    crew = Crew(project, "", {"manager": by}, {"manager": place}, {"manager": manager})
    join(crew, "coordinator", second, at=at)
    crew.words = " ".join(founding.make_envelope(project=project, by=by, at=at))
    founding.prove_recovery(project=project, words=crew.words, by=by, at=live_at)
    crew.project = founding.go_live(project=project, by=by, at=live_at)
    # Going live took the founder's spare keys away: a fresh actor holds what the role holds.
    crew.actors["manager"] = opened(place, manager)
    return crew


def join(crew: Crew, key: str, sign_in: SignIn, *, at: datetime, granted: bool = True) -> None:
    """A worker comes: invited by the manager, accepted, second factor, keys (unless they still wait)."""
    _invitation, token = _invite(crew, sign_in, at)
    place = joining.accept_as_new(token=token, name=sign_in.name, passphrase=sign_in.passphrase, at=at)
    actor = opened(place, sign_in)
    accounts.add_authenticator_app(worker=place.worker, secret=sign_in.totp_secret, by=actor, at=at)
    if granted:
        _grant(crew, place, actor, at)
    _keep(crew, key, sign_in, actor, place)


def join_again(crew: Crew, key: str, sign_in: SignIn, place_elsewhere: Membership, *, at: datetime) -> None:
    """A worker of another project here comes to this one with the account they have."""
    _invitation, token = _invite(crew, sign_in, at)
    place = joining.accept_as_worker(token=token, worker=place_elsewhere.worker, at=at)
    actor = opened(place, sign_in)
    _grant(crew, place, actor, at)
    _keep(crew, key, sign_in, actor, place)


def leave(crew: Crew, key: str, *, at: datetime) -> None:
    """A worker leaves: their keys go with them."""
    place = place_in(crew.project, crew.places[key].id)
    if place is None:
        raise Fault("the worker who leaves never came")
    leaving.remove_worker(project=crew.project, membership=place, by=crew.actor("manager"), at=at)


@transaction.atomic
def set_up_second_factors(codes: Iterable[str]) -> None:
    """What an authenticator app shares with this installation, for everybody in a town that was built elsewhere."""
    sign_ins = [
        OTHER_MANAGER,
        OTHER_SECOND,
        *(one for code in codes for one in staff_of(SCALES[code]).values()),
    ]
    secrets = {one.email: one.totp_secret for one in sign_ins}
    Authenticator.objects.all().delete()
    for worker in Worker.objects.order_by("email"):
        TOTP.activate(worker, secrets[worker.email])
        RecoveryCodes.activate(worker)


def opened(place: Membership, sign_in: SignIn) -> Actor:
    """The worker with their key in hand, opened by the passphrase as a sign-in does."""
    holder_id = place.worker.holder_id
    private = holders.unlock(holder_id, sign_in.passphrase)
    if holder_id is None or private is None:
        raise Fault("an invented passphrase does not open its key")
    return Actor(place.worker_id, place.role, Unlocked(holder_id, private))


def _invite(crew: Crew, sign_in: SignIn, at: datetime) -> tuple[object, str]:
    return joining.invite_worker(
        project=crew.project,
        name=sign_in.name,
        email=sign_in.email,
        role=sign_in.role,
        by=crew.actor("manager"),
        at=at,
    )


def _grant(crew: Crew, place: Membership, actor: Actor, at: datetime) -> None:
    """Keys from the manager; what the manager does not hold, from the envelope."""
    manager, wanted = crew.actor("manager"), set(place.compartments)
    held = sorted(name for name in wanted if manager.holds(crew.project.id, name))
    if held:
        keys.grant_keys(project=crew.project, membership=place, names=held, by=manager, at=at)
    if wanted - set(held):
        keys.use_envelope(project=crew.project, membership=place, words=crew.words, by=actor, at=at)


def _keep(crew: Crew, key: str, sign_in: SignIn, actor: Actor, place: Membership) -> None:
    crew.actors[key], crew.places[key], crew.sign_ins[key] = actor, place, sign_in
