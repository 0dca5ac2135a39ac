"""Legal hold and keeping longer: who may, for how long, and what stands for a person now."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from yarrow.methods.refusals import Refusal
from yarrow.people import rules
from yarrow.people.errors import Held, NotForYou, NotHere
from yarrow.people.models import Hold, Person
from yarrow.staff.models import Membership, Project
from yarrow.staff.roles import CASE
from yarrow.staff.states import LEFT
from yarrow.vault.actors import Actor

# Whoever proposes writes the reason under the key to case notes; whoever agrees reads it.
PROPOSERS = CASE
AGREERS = rules.ERASERS
# A hold or a wait that is needed for longer is said anew, so that somebody looks at it.
LONGEST = timedelta(days=3 * 366)


def standing(person: Person, day: date) -> Hold | None:
    """The hold that keeps this record on that day, the one that lasts longest."""
    return Hold.objects.filter(person=person).standing_on(day).order_by("-until_on").first()


def hold_in(person: Person, hold_id: UUID) -> Hold:
    """One of this person's holds; NotHere otherwise."""
    hold = Hold.objects.select_for_update().filter(person=person, pk=hold_id).first()
    if hold is None:
        raise NotHere()
    return hold


def check_not_held(person: Person, at: datetime) -> None:
    """A record that two workers hold is not erased, neither by hand nor by the clock."""
    hold = standing(person, at.astimezone(person.project.zone).date())
    if hold is not None:
        raise Held(hold.until_on)


def check_until(until_on: date, today: date) -> date:
    """A day to come, and not so far off that nobody looks again."""
    if until_on <= today:
        raise Refusal(_("Choose a day that is still to come."), field="until_on")
    if until_on > today + LONGEST:
        raise Refusal(_("Choose a day within three years; it can be said again then."), field="until_on")
    return until_on


def check_may_propose(by: Actor, project: Project) -> None:
    """Proposed by those who do case work."""
    rules.check_may_write(by, project)
    if not can_propose(by):
        raise NotForYou()


def can_propose(by: Actor) -> bool:
    return by.role in PROPOSERS


def check_can_agree(hold: Hold, by: Actor, project: Project, today: date) -> None:
    """By a co-ordinator or manager who did not propose it, while it waits for that."""
    rules.check_may_erase(by, project)
    if hold.proposed_by == by.id:
        raise Refusal(_("You proposed this hold. Another co-ordinator or manager has to agree to it."))
    if hold.is_agreed or hold.lifted_at is not None or hold.until_on < today:
        raise Refusal(_("This hold does not wait for anybody any more."))


def can_agree(hold: Hold, by: Actor) -> bool:
    return by.role in AGREERS and hold.proposed_by != by.id and not hold.is_agreed


def check_can_lift(hold: Hold, by: Actor, project: Project) -> None:
    """By either of the two; by any co-ordinator or manager once neither works here."""
    rules.check_may_write(by, project)
    if hold.lifted_at is not None:
        raise Refusal(_("This hold was lifted already."))
    if not can_lift(hold, by):
        raise Refusal(_("One of the two who agreed on this hold lifts it. Ask one of them."))


def can_lift(hold: Hold, by: Actor) -> bool:
    theirs = {each for each in (hold.proposed_by, hold.agreed_by) if each}
    if by.id in theirs:
        return True
    places = Membership.objects.filter(project=hold.project, worker_id__in=theirs).exclude(state=LEFT)
    return by.role in AGREERS and not places.exists()
