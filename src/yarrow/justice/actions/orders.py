"""An order: written down, moved along its states, and what somebody wants once it is over."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from yarrow.agencies.models import Agency
from yarrow.justice import lists, rules
from yarrow.justice.errors import WrongStep
from yarrow.justice.models import Order, OrderMove
from yarrow.justice.states import GIVEN, ORDER_STATES, after
from yarrow.people.actions.rows import begin, day_of, entered_before, new_id
from yarrow.people.models import Person
from yarrow.referrals import rules as referrals
from yarrow.referrals.actions.rows import held, note, put_words
from yarrow.referrals.errors import CannotBe
from yarrow.staff.models import Project
from yarrow.vault.actors import Actor


@transaction.atomic
def add_order(
    *,
    person: Person,
    kind: str,
    project: Project,
    by: Actor,
    at: datetime,
    agency: Agency | None = None,
    agency_words: str = "",
    reference: str = "",
    conditions: str = "",
    given_on: date | None = None,
    until_on: date | None = None,
    n_planned: int | None = None,
    entry_id: UUID | None = None,
) -> Order:
    """An order that was given. `n_planned`: None for as many appointments as are usual for its kind.

    Raises CannotBe, NotHere, NotForYou, Erased, Locked, NoGrant.
    """
    referrals.check_may_refer(by, project)
    begin(person, project, by)
    known = entered_before(Order, person, entry_id)
    if known is not None:
        return known
    row, today = Order(id=new_id(entry_id), project=project, person=person), day_of(at, project)
    row.kind = rules.one_of("order_kinds", "kind", kind)
    row.given_on = rules.past_day("given_on", given_on or today, today)
    row.since_on, row.worker, row.added_by, row.added_at = row.given_on, by.id, by.id, at
    n = lists.usual_n(kind) if n_planned is None else n_planned
    row.until_on = rules.check_span("until_on", until_on, row.given_on, today)
    _say(row, agency, agency_words, reference, conditions, n, by)
    row.save(force_insert=True)
    _write(row, "add", GIVEN, row.given_on, "", by, at)
    note("justice.add_order", row, by, at)
    return row


@transaction.atomic
def change_order(
    *,
    order: Order,
    version: int,
    project: Project,
    by: Actor,
    at: datetime,
    agency: Agency | None = None,
    agency_words: str = "",
    reference: str = "",
    conditions: str = "",
    until_on: date | None = None,
    n_planned: int = 0,
) -> Order:
    """What was written about it is put right. Raises WrongStep where somebody else did first, CannotBe."""
    order = held(order, project, by)
    if order.version != version:
        raise WrongStep()
    order.until_on = rules.check_span("until_on", until_on, order.given_on, day_of(at, project))
    _say(order, agency, agency_words, reference, conditions, n_planned, by)
    order.version += 1
    order.save()
    note("justice.change_order", order, by, at)
    return order


@transaction.atomic
def move_order(
    *,
    order: Order,
    act: str,
    project: Project,
    by: Actor,
    at: datetime,
    happened_on: date | None = None,
    words: str = "",
) -> Order:
    """begin, complete, breach (by the court), end, reopen. Opened again, it has no word about light contact any more.

    Raises WrongStep, CannotBe.
    """
    order = held(order, project, by)
    state = after(ORDER_STATES, order.state, act)
    on = rules.past_day("happened_on", happened_on or day_of(at, project), day_of(at, project))
    if on < order.since_on:
        raise CannotBe(_("That is before what happened last. Check the day."), field="happened_on")
    row = _write(order, act, state, on, words, by, at)
    order.state, order.since_on = state, on
    if act == "reopen":
        order.light, order.light_on = "", None
    order.version += 1
    order.save(update_fields=["state", "since_on", "light", "light_on", "version"])
    note(f"justice.{act}_order", row, by, at)
    return order


@transaction.atomic
def agree_light_contact(*, order: Order, light: str, project: Project, by: Actor, at: datetime) -> Order:
    """Whether they want to stay in touch lightly, once nothing is asked of them any more. It is voluntary either way.

    Raises WrongStep while the order runs.
    """
    order = held(order, project, by)
    if not rules.is_over(order.state):
        raise WrongStep()
    order.light, order.light_on = rules.one_of("light", "light", light), day_of(at, project)
    order.version += 1
    order.save(update_fields=["light", "light_on", "version"])
    note("justice.agree_light_contact", order, by, at)
    return order


def _say(
    row: Order,
    agency: Agency | None,
    agency_words: str,
    reference: str,
    conditions: str,
    n_planned: int,
    by: Actor,
) -> None:
    place = rules.check_place(agency, agency_words, rules.ORDERING, row.project, "agency_words")
    row.n_planned = rules.check_n(n_planned)
    row.sealed.put("notes.ordered_by", place, by.unlocked)
    row.sealed.put("notes.reference", rules.tidied("reference", reference), by.unlocked)
    row.sealed.put("notes.conditions", rules.tidied("conditions", conditions), by.unlocked)


def _write(order: Order, act: str, state: str, on: date, words: str, by: Actor, at: datetime) -> OrderMove:
    row = OrderMove(project=order.project, person=order.person, order=order, act=act)
    row.n = (order.moves.aggregate(last=Max("n"))["last"] or 0) + 1
    row.was, row.state, row.happened_on = order.state, state, on
    row.moved_by, row.moved_at = by.id, at
    put_words(row, words, by)
    row.save(force_insert=True)
    return row
