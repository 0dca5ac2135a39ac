"""The day of leaving: who is at the gate, and what is ready."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from yarrow.justice import rules
from yarrow.justice.errors import WrongStep
from yarrow.justice.models import Away, CheckItem, PickUp
from yarrow.justice.states import CLOSED, DONE, PICK_UP_STATES, after
from yarrow.people.actions.rows import day_of, entered_before, new_id
from yarrow.people.errors import NotHere
from yarrow.people.queries import possible_key_workers
from yarrow.referrals.actions.rows import held, note, put_words
from yarrow.staff.models import Project
from yarrow.vault.actors import Actor


@transaction.atomic
def plan_pick_up(
    *,
    away: Away,
    worker_id: UUID,
    planned_on: date | None,
    project: Project,
    by: Actor,
    at: datetime,
    where: str = "",
    entry_id: UUID | None = None,
) -> PickUp:
    """Who goes, on which day, to which gate. Raises WrongStep where it was a mistake, CannotBe, NotHere."""
    away = held(away, project, by)
    known = entered_before(PickUp, away.person, entry_id)
    if known is not None:
        return known
    if away.state == CLOSED:
        raise WrongStep()
    row = PickUp(id=new_id(entry_id), project=project, person=away.person, away=away)
    row.worker = _who_works(project, worker_id)
    row.planned_on = rules.check_day("planned_on", planned_on, away.since_on, day_of(at, project))
    row.added_by, row.added_at = by.id, at
    row.sealed.put("notes.where", rules.tidied("where", where), by.unlocked)
    row.save(force_insert=True)
    note("justice.plan_pick_up", row, by, at)
    return row


@transaction.atomic
def settle_pick_up(
    *, pick_up: PickUp, act: str, project: Project, by: Actor, at: datetime, words: str = ""
) -> PickUp:
    """do, miss (why, in words), call_off. Raises WrongStep, CannotBe."""
    row: PickUp = held(pick_up, project, by)
    state = after(PICK_UP_STATES, row.state, act)
    if state == DONE:
        rules.past_day("planned_on", row.planned_on, day_of(at, project))
    row.state, row.settled_by, row.settled_at = state, by.id, at
    put_words(row, words, by)
    row.save(update_fields=["state", "settled_by", "settled_at", "words"])
    note(f"justice.{act}_pick_up", row, by, at)
    return row


@transaction.atomic
def set_check(
    *,
    check: CheckItem,
    stands: str,
    project: Project,
    by: Actor,
    at: datetime,
    words: str | None = None,
) -> CheckItem:
    """One thing of the checklist is needed, arranged, done or not wanted. `words`: None leaves them as they are."""
    row: CheckItem = held(check, project, by)
    row.changed_by, row.changed_at = by.id, at
    row.sealed.put("notes.stands", rules.one_of("check_states", "stands", stands), by.unlocked)
    if words is not None:
        put_words(row, words, by)
    row.save()
    note("justice.set_check", row, by, at)
    return row


def _who_works(project: Project, worker_id: UUID) -> UUID:
    """Somebody who works here now and meets people. Raises NotHere."""
    if not any(one.pk == worker_id for one in possible_key_workers(project)):
        raise NotHere()
    return worker_id
