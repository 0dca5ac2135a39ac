"""Who may do what with forms and answers. `check_*` raises a Refusal with a reason, `can_*` answers."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from yarrow.measures import states
from yarrow.measures.errors import CannotBe, NotAllowed, NotHere
from yarrow.measures.models import Filling, FormVersion, SafeResponse, Signal
from yarrow.measures.models.fillings import AGREED
from yarrow.measures.models.safe import ASKED
from yarrow.people.models import KeyWorker
from yarrow.staff.models import Membership, Project, Worker
from yarrow.staff.roles import ARRANGERS, CASE
from yarrow.staff.states import ACTIVE
from yarrow.vault.actors import Actor
from yarrow.vault.errors import NoGrant

# Answers are sealed like case notes: whoever asks holds that key.
ASKERS = CASE
KEEPERS = ARRANGERS
# A step-up is asked as for every other file about a person.
EXPORTERS = CASE


def check_may_keep_forms(by: Actor, project: Project) -> None:
    """Forms, licences, routes and who is told are kept by co-ordinators and managers."""
    _check_live(project)
    if by.role not in KEEPERS:
        raise NotAllowed(_("Ask a co-ordinator: the project's forms are theirs to keep."))


def can_keep_forms(by: Actor) -> bool:
    return by.role in KEEPERS


def check_may_ask(by: Actor, project: Project) -> None:
    """Answers are taken by those who hold the key to case notes. Raises NotAllowed, NoGrant."""
    _check_live(project)
    if by.role not in ASKERS:
        raise NotAllowed(_("Your role does not include this. Ask your co-ordinator."))
    if not by.key.holds(project.id, "notes"):
        raise NoGrant("notes")


def can_ask(by: Actor, project: Project) -> bool:
    return by.role in ASKERS and by.holds(project.id, "notes")


def check_here(project: Project, *rows: Any) -> None:
    """Each row is this project's. Raises NotHere."""
    if any(row is not None and row.project_id != project.id for row in rows):
        raise NotHere()


def check_in_use(version: FormVersion) -> None:
    """A filling begins only with a version that is in use."""
    if not version.is_in_use:
        raise CannotBe(_("This version is not in use. Go back and choose the form again."))


def check_was_in_use(version: FormVersion) -> None:
    """A device asked with a version that was in use once; its words are as immutable as ever."""
    if version.published_at is None:
        raise CannotBe(_("This version was never in use."))


def check_can_publish(version: FormVersion) -> None:
    """Each version comes into use once."""
    if version.withdrawn_at is not None:
        raise CannotBe(_("This version was withdrawn. Make a new one from it instead."))
    if version.published_at is not None:
        raise CannotBe(_("This version is in use already."))


def may_tell(filling: Filling) -> bool:
    """Whether a dangerous answer may be told to the lead: the person said so before the form began."""
    return filling.agreed == AGREED


def check_step(filling: Filling, act: str) -> str:
    """The state after the act. Raises CannotBe where this can't follow."""
    after = states.after(states.FILLING_STATES, filling.state, act)
    if after is None:
        raise CannotBe(
            _("These answers were entered in error. Begin the form again instead.")
            if filling.state == states.VOID
            else _("This form is finished. Put an answer right instead, and say why.")
        )
    return after


def check_signal_step(signal: Signal, act: str) -> str:
    """The state after the act. Raises CannotBe where this can't follow."""
    after = states.after(states.SIGNAL_STATES, signal.state, act)
    if after is None:
        raise CannotBe(_("Somebody did this already. Look at what was written below."))
    return after


def check_one_of(code: str, codes: Collection[str], said: str, field: str) -> None:
    """The code is one of the list. Raises CannotBe at `field`."""
    if code not in codes:
        raise CannotBe(said, field=field)


def check_can_respond(worker: Worker | None, project: Project, field: str) -> None:
    """Whoever is told works here and holds the key to case notes. Raises CannotBe at `field`."""
    if worker is None:
        return
    place = Membership.objects.filter(worker=worker, project=project, state=ACTIVE, role__in=CASE).first()
    if place is None or "notes" not in place.held:
        raise CannotBe(
            _("%s holds no key to case notes here. Choose somebody else.") % worker.name, field=field
        )


def can_respond(by: Actor, response: SafeResponse | None) -> bool:
    """Whether this worker is the lead or the deputy, or one who keeps the list: they answer every signal."""
    named = (response.lead_id, response.deputy_id) if response is not None else ()
    return by.id in named or by.role in KEEPERS


def is_their_worker(by: Actor, signal: Signal) -> bool:
    """Whether the person asked this very worker to get in touch: their key worker, or whoever asked the form."""
    if signal.what != ASKED or signal.person_id is None or by.role not in ASKERS:
        return False
    if signal.filling is not None and signal.filling.asked_by == by.id:
        return True
    return KeyWorker.objects.current().filter(person_id=signal.person_id, worker_id=by.id).exists()


def check_may_respond(by: Actor, response: SafeResponse | None, signal: Signal) -> None:
    """A signal is answered by the lead, the deputy, whoever keeps the list, and the worker it asks for."""
    if not can_respond(by, response) and not is_their_worker(by, signal):
        raise NotAllowed(_("This is for the lead and the deputy. Ask your co-ordinator."))


def _check_live(project: Project) -> None:
    if not project.is_live:
        raise CannotBe(_("This project is not live yet. Finish setting up first."))
