"""Who may do what with alerts. `check_*` raises with a sentence, `can_*` answers."""

from datetime import date

from django.utils.translation import gettext as _

from yarrow.agencies.spelling import visible
from yarrow.alerts.errors import CannotBe, Conflict, NotASecond, WrongStep
from yarrow.alerts.models import Alert, AlertText
from yarrow.safety import rules as safety
from yarrow.sending.rules import n_letters
from yarrow.staff.models import Project
from yarrow.staff.roles import WORKERS
from yarrow.vault.actors import Actor

# Whoever meets people reads what is published aloud; who may read reports drafts, proposes and publishes.
SEERS = WORKERS
WRITERS = safety.READERS
can_write = safety.can_read
LONGEST_TEXT, LONGEST_WHY, MOST_REPORTS, MOST_DIGITS = 480, 500, 40, 10


def check_may_write(by: Actor, project: Project) -> None:
    """Raises NotAllowed, CannotBe where the project is not live; the key itself NoGrant or Locked."""
    safety.check_may_read(by, project)


def check_may_reach(by: Actor, project: Project) -> None:
    """Whoever publishes opens members' ways besides. Raises the same."""
    check_may_write(by, project)
    by.key.secret(project.id, "identity")


def check_second(first: object, by: Actor) -> None:
    """A second person, never whoever did the first half. Raises NotASecond, WrongStep where nobody did."""
    if first is None:
        raise WrongStep()
    if first == by.id:
        raise NotASecond()


def may_propose(text: AlertText, by: Actor) -> bool:
    """Whoever wrote its words last: so nobody publishes what they wrote, and two are enough.

    Texts of before this was kept are anybody's.
    """
    return text.written_by in (None, by.id)


def check_may_propose(text: AlertText, by: Actor) -> None:
    """The words are theirs. Raises Conflict: somebody else wrote them."""
    if not may_propose(text, by):
        raise Conflict()


def version_of(typed: object) -> int:
    """The version that a page was made from; 0, which none has, for anything else."""
    is_one = isinstance(typed, str) and typed.isascii() and typed.isdecimal() and len(typed) < MOST_DIGITS
    return int(str(typed)) if is_one else 0


def check_version(text: AlertText, version: int) -> None:
    """The text is the one that was looked at. Raises Conflict."""
    if text.version != version:
        raise Conflict()


def is_past(alert: Alert, today: date) -> bool:
    """Whether its last day has come, also where the clock was not run since."""
    return alert.expires_on is not None and alert.expires_on <= today


def check_in_force(alert: Alert, today: date) -> None:
    """Nothing is done any more with what is past its last day. Raises WrongStep."""
    if is_past(alert, today):
        raise WrongStep()


def check_text(typed: object) -> str:
    """What may be sent: short, of signs that every phone shows. Raises CannotBe."""
    lines = typed.splitlines() if isinstance(typed, str) else []
    said = "\n".join(line for line in (visible(line).strip() for line in lines) if line)
    if not said:
        raise CannotBe(_("Write what others should look out for."))
    if n_letters(said) > LONGEST_TEXT:
        raise CannotBe(_("Write at most %(n)d letters, so that it fits in a message.") % {"n": LONGEST_TEXT})
    if set("{}") & set(said):
        raise CannotBe(_("Leave out { and }: not every phone gets them."))
    return said


def check_why(typed: object) -> str:
    """A reason in words. Raises CannotBe."""
    said = " ".join(visible(typed).split()) if isinstance(typed, str) else ""
    if not said:
        raise CannotBe(_("Say why."), field="why")
    if len(said) > LONGEST_WHY:
        raise CannotBe(_("Use at most %(n)d letters here.") % {"n": LONGEST_WHY}, field="why")
    return said
