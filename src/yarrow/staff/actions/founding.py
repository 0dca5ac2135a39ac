"""A project begins: keys, first holder, envelopes, and the day it goes live."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from yarrow.staff import rules, setup_code
from yarrow.staff.errors import AlreadyHere, NotLive
from yarrow.staff.models import Membership, Project, Worker
from yarrow.staff.roles import ALL_COMPARTMENTS
from yarrow.staff.states import ACTIVE
from yarrow.vault import compartments, fence, recovery, trail
from yarrow.vault.actors import Actor
from yarrow.vault.holders import make_holder
from yarrow.vault.models import HolderKey


@dataclass(frozen=True)
class NewProject:
    """What the first set-up page asks."""

    name: str
    code: str
    time_zone: str = "Europe/London"
    languages: Sequence[str] = ("en",)
    app_name: str = "Yarrow"


@transaction.atomic
def begin_project(
    *, new: NewProject, founder: Worker, role: str, by: Actor, at: datetime, code: str | None
) -> Project:
    """Make a project with all its keys, sealed to the founder alone.

    `code` is the one-time code from the console; None only where the console itself acts. Raises AlreadyHere
    for a taken project code and WrongCode for a code that is wrong or was used meanwhile.
    """
    short = slugify(new.code)
    if Project.objects.filter(code=short).exists():
        raise AlreadyHere(_("Another project here has this code. Choose another."), field="code")
    project = Project.objects.create(
        id=uuid4(),
        code=short,
        name=new.name,
        app_name=new.app_name,
        time_zone=new.time_zone,
        languages=list(new.languages),
        created_at=at,
    )
    with fence.around(project.id):
        Membership.objects.create(
            worker=founder, project=project, role=role, state=ACTIVE, joined_at=at, keys_at=at
        )
        holder = HolderKey.objects.get(id=founder.holder)
        compartments.make_for_project(project.id, ALL_COMPARTMENTS, founder=holder, by=by, at=at)
        trail.note(project.id, by=by, act="staff.begin_project", subject=founder.id, at=at)
    if code is not None:
        setup_code.use_up(code)
    return project


@transaction.atomic
def found_with_new_worker(
    *, new: NewProject, name: str, email: str, passphrase: str, code: str | None, by: Actor, at: datetime
) -> Project:
    """The first holder's account and their project in one step: both or neither.

    Raises AlreadyHere, TooWeak, WrongCode.
    """
    founder = make_worker(name=name, email=email, passphrase=passphrase, at=at)
    return begin_project(new=new, founder=founder, role="manager", by=by, at=at, code=code)


def make_worker(*, name: str, email: str, passphrase: str, at: datetime) -> Worker:
    """A worker and the key pair that their passphrase opens; called inside an action's transaction."""
    folded = email.strip().lower()
    if Worker.objects.filter(email=folded).exists():
        raise AlreadyHere(
            _("This e-mail address has an account. Sign in with it first, then come back here."),
            field="email",
        )
    holder = make_holder(passphrase)
    worker = Worker(id=uuid4(), email=folded, name=name.strip(), holder_id=holder.id, joined_at=at)
    worker.set_unusable_password()
    worker.save(force_insert=True)
    return worker


@transaction.atomic
def make_envelope(*, project: Project, by: Actor, at: datetime) -> list[str]:
    """New recovery words for a project that is still being set up; older ones stop working.

    Returned once, stored nowhere.
    """
    rules.check_keeps_workers(by)
    if project.is_live:
        raise NotLive(_("The envelopes are sealed. To replace them, use the words of the old ones."))
    words = recovery.make_envelope(project.id, by=by, at=at)
    trail.note(project.id, by=by, act="staff.make_envelope", at=at)
    return words


@transaction.atomic
def renew_envelope(*, project: Project, words: str, by: Actor, at: datetime) -> list[str]:
    """Replace the words of a live project: the old ones open everything once more, for this alone."""
    rules.check_keeps_workers(by)
    place = Membership.objects.select_related("worker", "project").get(project=project, worker_id=by.id)
    holder = HolderKey.objects.get(id=place.worker.holder)
    before = place.held
    recovery.recover(project.id, words, to=holder, by=by, at=at)
    fresh = recovery.make_envelope(project.id, by=by, at=at)
    _set_aside(place, before, by=by, at=at)
    trail.note(project.id, by=by, act="staff.renew_envelope", at=at)
    return fresh


@transaction.atomic
def prove_recovery(*, project: Project, words: str, by: Actor, at: datetime) -> None:
    """The words typed back from paper open every key. Raises WrongWords."""
    rules.check_keeps_workers(by)
    recovery.prove(project.id, words, by=by, at=at)
    trail.note(project.id, by=by, act="staff.prove_recovery", at=at)


@transaction.atomic
def go_live(*, project: Project, by: Actor, at: datetime) -> Project:
    """Open the project for recording, once nothing is missing.

    The founder made every key, so until now held every key. From here on they hold only what their role
    holds; the rest (incident, isva, …) is on paper alone until the first adviser takes it up.
    """
    rules.check_keeps_workers(by)
    missing = rules.missing_for_live(project)
    if missing:
        raise NotLive(" ".join(missing))
    locked = Project.objects.select_for_update().get(id=project.id)
    if locked.is_live:
        return locked
    for place in Membership.objects.present().filter(project=project).select_related("worker", "project"):
        _set_aside(place, set(place.compartments), by=by, at=at)
    locked.live_at = at
    locked.save(update_fields=["live_at"])
    trail.note(project.id, by=by, act="staff.go_live", at=at)
    return locked


def _set_aside(place: Membership, keep: set[str], *, by: Actor, at: datetime) -> None:
    """Take away what a place holds beyond `keep`."""
    for name in sorted(place.held - keep):
        compartments.revoke(place.project_id, name, holder_id=place.worker.holder, by=by, at=at)
