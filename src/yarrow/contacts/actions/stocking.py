"""The cupboard's book: lines are added, never changed; a mistake is taken back."""

from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.contacts import kinds, rules, stock
from yarrow.contacts.codes import RETURNED, codes_of
from yarrow.contacts.errors import CannotBe, Conflict
from yarrow.contacts.models import Cupboard, Movement, SupplyLevel
from yarrow.methods.stock import COUNT, DELIVERY, LOSS
from yarrow.staff.models import Project, Worker
from yarrow.vault import trail
from yarrow.vault.actors import Actor

MOST, MOST_WEEKS = 999_999, 52


@transaction.atomic
def move_stock(
    *,
    project: Project,
    by: Actor,
    at: datetime,
    supply: str,
    what: str,
    n: int,
    moved_on: date,
    reason: str = "",
    at_end: bool = True,
    entry_id: UUID | None = None,
) -> Movement:
    """Write down a delivery, a count or a loss. The same `entry_id` twice is one line.

    A count that finds another number than the book says needs a reason, and so does a loss. What was given out is
    never written here: it comes from the contacts.
    """
    rules.check_may_record(by)
    known = Movement.objects.of(project).filter(entry_id=entry_id).first() if entry_id else None
    if known is not None:
        return _same(known, supply, what, n, moved_on)
    _check_line(project, at, supply, what, n, moved_on)
    off = what == COUNT and stock.expected(project, supply, moved_on, at_end=at_end) not in (None, n)
    _check_reason(what, reason, is_asked=off or what == LOSS)
    line = Movement.objects.create(
        project=project,
        entry_id=entry_id or uuid4(),
        supply=supply,
        what=what,
        n=n,
        moved_on=moved_on,
        at_end=at_end or what != COUNT,
        reason=reason if off or what == LOSS else "",
        written_by=by.id,
        written_at=at,
    )
    trail.note(project.id, by=by, act="contacts.move_stock", at=at, subject=line.id, reason=line.reason)
    return line


@transaction.atomic
def take_back_movement(*, project: Project, by: Actor, at: datetime, movement: Movement) -> Movement:
    """A line was a mistake: it stays in the book and counts no more. Said twice, the first one stands."""
    rules.check_may_record(by)
    rules.check_same_project(project, movement)
    movement = Movement.objects.select_for_update().get(id=movement.id)
    if movement.takes_back_id:
        raise CannotBe(_("This line takes another one back. Write the movement down again instead."))
    known = Movement.objects.filter(takes_back=movement).first()
    if known is not None:
        return known
    line = Movement.objects.create(
        project=project,
        entry_id=uuid4(),
        supply=movement.supply,
        what=movement.what,
        n=movement.n,
        moved_on=movement.moved_on,
        at_end=movement.at_end,
        takes_back=movement,
        written_by=by.id,
        written_at=at,
    )
    trail.note(project.id, by=by, act="contacts.take_back_movement", at=at, subject=movement.id)
    return line


@transaction.atomic
def keep_cupboard(
    *, project: Project, by: Actor, at: datetime, keeper: Worker | None, weeks: int, levels: dict[str, int]
) -> Cupboard:
    """Say who keeps the cupboard, how many weeks ahead they want to know, and the project's own levels."""
    rules.check_may_arrange(by)
    if not 1 <= weeks <= MOST_WEEKS:
        raise CannotBe(_("Say how many weeks ahead, from 1 to 52."), field="weeks")
    if keeper is not None:
        rules.check_meets_people(project, keeper, field="keeper")
    if not set(levels) <= kinds.counted(project).supplies:
        raise CannotBe(_("This project does not count that supply yet. Add it to its list first."))
    cupboard, _made = Cupboard.objects.update_or_create(
        project=project, defaults={"keeper": keeper, "weeks": weeks}
    )
    SupplyLevel.objects.filter(project=project).exclude(supply__in=list(levels)).delete()
    for supply, n in levels.items():
        SupplyLevel.objects.update_or_create(project=project, supply=supply, defaults={"n": n})
    trail.note(project.id, by=by, act="contacts.keep_cupboard", at=at, subject=cupboard.id)
    return cupboard


def _same(known: Movement, supply: str, what: str, n: int, moved_on: date) -> Movement:
    if (known.supply, known.what, known.n, known.moved_on) != (supply, what, n, moved_on):
        raise Conflict(
            _("This was written down already, with other figures. Look at the book of the cupboard.")
        )
    return known


def _check_line(project: Project, at: datetime, supply: str, what: str, n: int, moved_on: date) -> None:
    if supply in codes_of("supplies", RETURNED):
        raise CannotBe(_("What comes back from people never goes into the cupboard again."), field="supply")
    if supply not in kinds.counted(project).supplies:
        raise CannotBe(
            _("This project does not count that supply yet. Add it to its list first."), field="supply"
        )
    if what not in (DELIVERY, COUNT, LOSS):
        raise CannotBe(_("Say whether it came in, was counted or was lost."), field="what")
    if not (0 if what == COUNT else 1) <= n <= MOST:
        raise CannotBe(_("Write how many, as a number from 1 to 999,999; a count may find none."), field="n")
    rules.check_day(moved_on, at.astimezone(project.zone).date(), "moved_on")


def _check_reason(what: str, reason: str, *, is_asked: bool) -> None:
    if not is_asked:
        return
    group = "count" if what == COUNT else "loss"
    if reason not in codes_of("stock_reasons", group):
        words = {
            "count": _("That is not the number in the book. Say why they differ, or that nobody knows."),
            "loss": _("Say why they are gone."),
        }
        raise CannotBe(words[group], field=f"{group}_reason")
