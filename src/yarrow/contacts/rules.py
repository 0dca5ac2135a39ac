"""Who may do what in this room, and what can be so. `check_*` raises with a sentence, `can_*` answers."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import gettext_noop

from yarrow.contacts import states
from yarrow.contacts.codes import SESSION, codes_of
from yarrow.contacts.errors import CannotBe, Conflict, NotAllowed, NotHere
from yarrow.contacts.models import Contact, Session
from yarrow.contacts.told import Told
from yarrow.methods.refusals import Refusal
from yarrow.staff.models import Membership, Project, Worker
from yarrow.staff.roles import CASE, WORKERS
from yarrow.vault.actors import Actor
from yarrow.vault.errors import Erased

# The button shows for ten seconds; a slow line gets a little longer.
UNDO_SHOWN = timedelta(seconds=10)
UNDO = timedelta(seconds=30)
MOST_PEOPLE, MOST_OF_A_SUPPLY, MOST_MINUTES = 99, 9_999, 24 * 60
EARLIEST = date(1980, 1, 1)
MISTAKES = {
    "mistake": lazy("Recorded by mistake"),
    "twice": lazy("Recorded twice"),
    "test": lazy("Only trying things out"),
    "undone": lazy("Undone at once"),
}


class OfProject(Protocol):
    """Anything that belongs to a project."""

    @property
    def project_id(self) -> UUID: ...


def can(check: Callable[..., object], *args: Any, **kwargs: Any) -> bool:
    """Whether a check would let it pass."""
    try:
        check(*args, **kwargs)
    except Refusal:
        return False
    return True


def check_same_project(project: Project, *things: Any) -> None:
    """Another project's things look like things that do not exist; with the erased, nothing happens any more."""
    if any(thing is not None and thing.project_id != project.id for thing in things):
        raise NotHere()
    if any(getattr(thing, "erased_at", None) is not None for thing in things):
        raise Erased()


def check_may_record(by: Actor) -> None:
    """Workers who meet people write contacts down."""
    if by.role not in WORKERS:
        raise NotAllowed(_("Only workers who meet people write contacts down."))


def can_record(by: Actor) -> bool:
    return can(check_may_record, by)


def check_may_arrange(by: Actor) -> None:
    """Zones and kinds are the co-ordinator's and the manager's; set-up and the console may as well."""
    if by.role not in ("coordinator", "manager", "administrator", "system"):
        raise NotAllowed(_("Ask your co-ordinator: they look after zones and kinds."))


def can_arrange(by: Actor) -> bool:
    return can(check_may_arrange, by)


def check_meets_people(project: Project, worker: Worker, field: str = "worker") -> None:
    """Work is given to those who meet people here now: not to leavers, and not to those who only count."""
    here = Membership.objects.present().filter(project=project, worker=worker, role__in=WORKERS)
    if not here.exists():
        raise CannotBe(_("Choose somebody who meets people here."), field=field)


def check_day(day: date, today: date, field: str) -> None:
    """A day on which something can have happened."""
    if day < EARLIEST:
        raise CannotBe(_("That is before 1980. Check the year."), field=field)
    if day > today:
        raise CannotBe(_("That day has not come yet. Write today or an earlier day."), field=field)


def check_may_import(by: Actor) -> None:
    """Those who hold identity and notes bring spreadsheets in: both are written."""
    if by.role not in CASE:
        raise NotAllowed(_("Ask a case worker, the co-ordinator or the manager to bring spreadsheets in."))


def can_import(by: Actor) -> bool:
    return can(check_may_import, by)


def check_may_change(by: Actor, contact: Contact) -> None:
    """Whoever wrote a contact down corrects it, and so do those who hold the case work."""
    check_may_record(by)
    if by.id != contact.recorded_by and by.role not in CASE:
        raise NotAllowed(_("Ask whoever wrote this down, or a case worker, to change it."))
    if contact.is_void:
        raise CannotBe(_("This contact was removed. Write it down again if it did happen."))


def can_change(by: Actor, contact: Contact) -> bool:
    return can(check_may_change, by, contact)


def check_may_link(by: Actor, contact: Contact) -> None:
    """Any worker who meets people may say who it was."""
    check_may_record(by)
    if contact.is_void:
        raise CannotBe(_("This contact was removed. Write it down again if it did happen."))
    if contact.person_id:
        raise Conflict(_("Somebody has already said who this was. Look at the contact again."))


def can_link(by: Actor, contact: Contact) -> bool:
    return can(check_may_link, by, contact)


def check_may_undo(by: Actor, contact: Contact, at: datetime) -> None:
    """The one who wrote it down may take it back at once."""
    if contact.is_void:
        raise CannotBe(_("This is undone already."))
    if by.id != contact.recorded_by or at - contact.recorded_at > UNDO:
        raise NotAllowed(_("It is too late to undo. Open the contact and remove it there."))


def can_undo(by: Actor, contact: Contact, at: datetime) -> bool:
    return can(check_may_undo, by, contact, at)


def check_version(held: int, standing: int) -> None:
    """Nobody writes over a change they have not seen."""
    if held != standing:
        raise Conflict(
            _("Somebody changed this while you had it open. See how it stands now, then save yours again.")
        )


def check_act(session: Session, act: str) -> str:
    """The state that `act` leads to; refused when the session is not in a state for it."""
    after = states.SESSION_STATES[session.state].get(act)
    if after is None:
        raise CannotBe(_(_REFUSED[session.state]))
    return after


def can_act(session: Session, act: str) -> bool:
    return can(check_act, session, act)


_REFUSED = {
    states.PLANNED: gettext_noop("This session has not been opened yet. Open it first."),
    states.OPEN: gettext_noop("This session is open already."),
    states.CLOSED: gettext_noop("This session is closed. Open it again to go on."),
    states.CANCELLED: gettext_noop("This session was cancelled. Plan a new one."),
}


def check_recording(session: Session) -> None:
    """Contacts are written down while a session is open, and later when they turn up."""
    if session.state not in states.RECORDING:
        raise CannotBe(_(_REFUSED[session.state]))


def check_takes_place(session: Session) -> None:
    """Nobody joins, leaves or changes what was cancelled."""
    if session.state == states.CANCELLED:
        raise CannotBe(_(_REFUSED[session.state]))


def check_told(
    told: Told, *, project: Project, today: date, supplies: frozenset[str], done: frozenset[str]
) -> None:
    """Whether what was told about a contact can be so."""
    check_same_project(project, told.session, told.person, told.zone)
    _check_place(told)
    _check_who(told)
    _check_when(told, today)
    _check_codes(told, supplies, done)
    if told.minutes is not None and not 0 <= told.minutes <= MOST_MINUTES:
        raise CannotBe(_("A contact lasts at most a day. Write the minutes as a number."), field="minutes")


def _check_place(told: Told) -> None:
    if told.kind not in codes_of("kinds"):
        raise CannotBe(_("Say what kind of contact it was."), field="kind")
    if told.session is None:
        return
    check_recording(told.session)
    if told.kind != told.session.kind and told.kind in codes_of("kinds", SESSION):
        raise CannotBe(_("This session is of another kind."), field="kind")


def _check_who(told: Told) -> None:
    known = told.person is not None or told.new_person is not None
    if not 1 <= told.n_people <= MOST_PEOPLE:
        raise CannotBe(_("Say how many people you met, from 1 to 99."), field="n_people")
    if known and told.n_people != 1:
        raise CannotBe(
            _("A known person is one person. Write the others down as not known."), field="n_people"
        )
    if told.person is not None and told.new_person is not None:
        raise CannotBe(_("Choose a person or write a new name, not both."), field="new_name")
    if told.gender_seen and told.gender_seen not in codes_of("seen_gender"):
        raise CannotBe(_("Choose one of the words offered, or none."), field="gender_seen")


def _check_when(told: Told, today: date) -> None:
    day = told.happened_on
    if day is None:
        raise CannotBe(_("Say which day it was."), field="happened_on")
    check_day(day, today, "happened_on")
    if told.follow_up_on and told.follow_up_on < day:
        raise CannotBe(_("The day to follow up is before the contact."), field="follow_up_on")


def _check_codes(told: Told, supplies: frozenset[str], done: frozenset[str]) -> None:
    if not set(told.supplies) <= supplies:
        raise CannotBe(
            _("This project does not count that supply yet. Add it to its list first."), field="supplies"
        )
    if not all(0 <= n <= MOST_OF_A_SUPPLY for n in told.supplies.values()):
        raise CannotBe(_("Write how many as a number from 0 to 9,999."), field="supplies")
    if not set(told.done) <= done:
        raise CannotBe(_("This project does not count that yet. Add it to its list first."), field="done")
    if told.seemed and told.seemed not in codes_of("seemed"):
        raise CannotBe(_("Choose one of the words offered, or none."), field="seemed")
    if told.language_how and told.language_how not in codes_of("language_how"):
        raise CannotBe(_("Choose how you talked from the list, or leave it."), field="language_how")
