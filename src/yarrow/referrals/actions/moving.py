"""A referral moves: one row of history each time, never changed; a slip is put back by another row.

What leaves the project leaves by `sending.send`, and by nothing here.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.methods.pathways import ASK, BOOKED, ENDED, PUT_BACK, NotFrom, after, live
from yarrow.people.actions.rows import day_of
from yarrow.people.queries import worker_in
from yarrow.referrals import lists, rules
from yarrow.referrals.actions.rows import held_referral, note, stand, write_move
from yarrow.referrals.errors import CannotBe, WrongMove
from yarrow.referrals.models import Move, Referral
from yarrow.staff.models import Project
from yarrow.vault.actors import Actor

SEND = "send"


@transaction.atomic
def move(
    *,
    referral: Referral,
    act: str,
    project: Project,
    by: Actor,
    at: datetime,
    happened_on: date | None = None,
    reason: str = "",
    booked_on: date | None = None,
    words: str = "",
) -> Referral:
    """Anything but sending. `booked_on`: the day of an appointment; `reason`: where it ends short.

    Raises WrongMove where it does not stand so, CannotBe.
    """
    if act == SEND:
        raise WrongMove()
    referral = held_referral(referral, project, by)
    state = following(referral, act)
    today = day_of(at, project)
    on = day_for(referral, happened_on, today)
    said = {"reason": rules.check_reason(act, reason), "list_version": lists.version(), "words": words}
    booked = rules.coming_day("booked_on", booked_on, on) if state == BOOKED else None
    row = write_move(referral, act, state, on=on, by=by, at=at, booked_on=booked, **said)
    stand(referral, on, booked)
    note(f"referrals.{act}", row, by, at)
    return referral


@transaction.atomic
def ask(
    *,
    referral: Referral,
    project: Project,
    by: Actor,
    at: datetime,
    happened_on: date | None = None,
    words: str = "",
) -> Referral:
    """Somebody asked how it stands, and it stands as before: it is quiet again for as long as is usual.

    An appointment that is still to come stays what is waited for.
    """
    referral = held_referral(referral, project, by)
    if referral.state in ENDED:
        raise WrongMove()
    on = day_for(referral, happened_on, day_of(at, project))
    row = write_move(referral, ASK, referral.state, on=on, by=by, at=at, words=words)
    stand(referral, on, _booked_after(referral, on))
    note("referrals.ask", row, by, at)
    return referral


@transaction.atomic
def put_back(
    *, referral: Referral, project: Project, by: Actor, at: datetime, seen: int | None = None
) -> Referral:
    """The last move was a slip: it stands as before, since when it did, so that a slip quiets nothing;
    an appointment that stood is waited for again.

    What was sent is out and can't be put back; neither can the offer. `seen`: the version on the page that was pressed;
    pressed twice, one move goes.
    """
    referral = held_referral(referral, project, by)
    if seen is not None and seen != referral.version:
        raise WrongMove()
    rows = moves_of(referral)
    standing = [row for _act, row in live((row.act, row) for row in rows)]
    if len(standing) < 2 or standing[-1].act == SEND:
        raise CannotBe(_("This can't be put back: it was offered, or it left already."))
    row = write_move(referral, PUT_BACK, standing[-2].state, on=day_of(at, project), by=by, at=at)
    since = max(one.happened_on for one in rows if one.act == ASK or one in standing[:-1])
    booked = standing[-2].booked_on
    # An appointment that was over when somebody asked is not what is waited for.
    stand(referral, since, booked if booked is not None and booked >= since else None)
    note("referrals.put_back", row, by, at)
    return referral


@transaction.atomic
def hand_over(*, referral: Referral, worker_id: UUID, project: Project, by: Actor, at: datetime) -> Referral:
    """Somebody else follows it from now on."""
    referral = held_referral(referral, project, by)
    referral.worker = worker_in(project, worker_id).pk
    referral.version += 1
    referral.save(update_fields=["worker", "version"])
    note("referrals.hand_over", referral, by, at)
    return referral


def moves_of(referral: Referral) -> list[Move]:
    """Its history in the order in which it was written."""
    return list(referral.moves.defer("words").order_by("n"))


def following(referral: Referral, act: str) -> str:
    """The state after an act. Raises WrongMove."""
    try:
        return after(referral.state, act)
    except NotFrom:
        raise WrongMove() from None


def day_for(referral: Referral, happened_on: date | None, today: date) -> date:
    """The day on which it happened: no earlier than what happened before it."""
    on = rules.past_day("happened_on", happened_on or today, today)
    if on < referral.since_on:
        raise CannotBe(_("That is before what happened last. Check the day."), field="happened_on")
    return on


def _booked_after(referral: Referral, on: date) -> date | None:
    """The day of an appointment that is still to come."""
    booked = referral.expected_on if referral.state == BOOKED else None
    return booked if booked is not None and booked >= on else None
