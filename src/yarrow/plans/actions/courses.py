"""What has a day in somebody's life: homes, family matters, circumstances, and a change they have chosen."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.people.actions.rows import begin, day_of, entered_before, new_id
from yarrow.people.models import Person
from yarrow.plans import rules
from yarrow.plans.errors import CannotBe
from yarrow.plans.models import Circumstances, FamilyEvent, Housing, Movement
from yarrow.plans.models.courses import Noted
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor

Row = TypeVar("Row", bound=Noted)


@transaction.atomic
def add_housing(
    *,
    person: Person,
    kind: str,
    from_on: date | None,
    project: Project,
    by: Actor,
    at: datetime,
    words: str = "",
    entry_id: UUID | None = None,
) -> Housing:
    """Where somebody lives since a day; what stood open before ends with the same day."""
    today = _begin(person, project, by, at)
    known = entered_before(Housing, person, entry_id)
    if known is not None:
        return known
    since = rules.past_day("from_on", from_on, today)
    before = Housing.objects.filter(person=person, until_on=None)
    if before.filter(from_on__gt=since).exists():
        raise CannotBe(_("Something later is written down already. End that first."), field="from_on")
    for open_one in before:
        open_one.until_on, open_one.known_on = since, max(since, open_one.known_on)
        open_one.save(update_fields=["until_on", "known_on"])
    row = Housing(kind=rules.one_of("housing", "kind", kind), from_on=since, known_on=today)
    return _kept(row, person, {"words": rules.tidied("words", words)}, "plans.add_housing", by, at, entry_id)


@transaction.atomic
def end_housing(
    *, housing: Housing, until_on: date | None, project: Project, by: Actor, at: datetime
) -> Housing:
    """The last day there."""
    today = _begin(housing.person, project, by, at)
    row = Housing.objects.get(pk=housing.pk)
    last = rules.past_day("until_on", until_on, today)
    if last < row.from_on:
        raise CannotBe(_("The end is before the beginning. Check both dates."), field="until_on")
    row.until_on = row.known_on = last
    row.save(update_fields=["until_on", "known_on"])
    trail.note(project.id, by=by, act="plans.end_housing", subject=row.person_id, at=at)
    return row


@transaction.atomic
def know_housing(*, housing: Housing, project: Project, by: Actor, at: datetime) -> Housing:
    """It is known that they still live there today; without that, nobody may count it as held."""
    today = _begin(housing.person, project, by, at)
    row = Housing.objects.get(pk=housing.pk)
    if row.until_on is None:
        row.known_on = today
        row.save(update_fields=["known_on"])
        trail.note(project.id, by=by, act="plans.know_housing", subject=row.person_id, at=at)
    return row


@transaction.atomic
def add_family_event(
    *,
    person: Person,
    kind: str,
    on: date | None,
    project: Project,
    by: Actor,
    at: datetime,
    words: str = "",
    entry_id: UUID | None = None,
) -> FamilyEvent:
    """A day that matters for the person as a parent, past or to come. Nobody else becomes a record by it."""
    _begin(person, project, by, at)
    known = entered_before(FamilyEvent, person, entry_id)
    if known is not None:
        return known
    if on is None:
        raise CannotBe(_("Say which day."), field="on")
    row = FamilyEvent(on=rules.any_day("on", on))
    said = {"kind": rules.one_of("family_event", "kind", kind), "words": rules.tidied("words", words)}
    return _kept(row, person, said, "plans.add_family_event", by, at, entry_id)


@transaction.atomic
def note_movement(
    *,
    person: Person,
    stage: str,
    on: date | None,
    is_wanted: bool,
    project: Project,
    by: Actor,
    at: datetime,
    words: str = "",
    entry_id: UUID | None = None,
) -> Movement:
    """Where the person is in a change they chose; only as they want it written down. Any stage may follow any."""
    today = _begin(person, project, by, at)
    known = entered_before(Movement, person, entry_id)
    if known is not None:
        return known
    if not is_wanted:
        raise CannotBe(_("This is written down only if they want it. Ask them first."), field="is_wanted")
    row = Movement(on=rules.past_day("on", on, today))
    said = {"stage": rules.one_of("stage", "stage", stage), "words": rules.tidied("words", words)}
    return _kept(row, person, said, "plans.note_movement", by, at, entry_id)


@transaction.atomic
def forget_movements(*, person: Person, project: Project, by: Actor, at: datetime) -> int:
    """They do not want this kept any more: all of it goes. How many rows went."""
    _begin(person, project, by, at)
    n, _by_model = Movement.objects.filter(person=person).delete()
    trail.note(project.id, by=by, act="plans.forget_movements", subject=person.pk, at=at)
    return n


@transaction.atomic
def note_circumstances(
    *,
    person: Person,
    kinds: Iterable[str],
    project: Project,
    by: Actor,
    at: datetime,
    words: str = "",
    entry_id: UUID | None = None,
) -> Circumstances:
    """What presses on the person from outside, as it stands today."""
    today = _begin(person, project, by, at)
    known = entered_before(Circumstances, person, entry_id)
    if known is not None:
        return known
    said: dict[str, Any] = {
        "kinds": rules.some_of("circumstance", "kinds", kinds),
        "words": rules.tidied("words", words),
    }
    return _kept(Circumstances(on=today), person, said, "plans.note_circumstances", by, at, entry_id)


def _begin(person: Person, project: Project, by: Actor, at: datetime) -> date:
    rules.check_may_keep(by, project)
    begin(person, project, by)
    return day_of(at, project)


def _kept(
    row: Row, person: Person, said: dict[str, Any], act: str, by: Actor, at: datetime, entry_id: UUID | None
) -> Row:
    """The row, sealed and saved, with its row on the trail."""
    row.id, row.project, row.person = new_id(entry_id), person.project, person
    row.added_by, row.added_at = by.id, at
    for name, value in said.items():
        row.sealed.put(f"notes.{name}", value, by.unlocked)
    row.save(force_insert=True)
    fields = [f"{row._meta.label_lower}.notes.{name}" for name, value in said.items() if value]
    trail.note(row.project_id, by=by, act=act, subject=person.pk, fields=fields, at=at)
    return row
