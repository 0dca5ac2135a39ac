"""Reading people: by id, by caseload, and by what someone typed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from yarrow.methods import names
from yarrow.people import rules
from yarrow.people.errors import NotHere
from yarrow.people.models import OfPerson, Opening, Person, SafeguardingStep, SettingKind
from yarrow.people.name_book import NameBook
from yarrow.staff.models import Membership, Project, Worker
from yarrow.staff.queries import workers_with_keys
from yarrow.ui.sorting import by_name
from yarrow.vault import at_once, errors
from yarrow.vault.actors import Actor
from yarrow.vault.opening import Opened, Page, reading
from yarrow.vault.prepared import Prepared, PreparedLists
from yarrow.vault.sealing_model import SealedModel

MOST_FOUND = 30
PAGE = 40
LONGEST_QUERY = 200


@dataclass(frozen=True)
class Found:
    """One person that a search found. `called` may be None; `by` says what fitted, in words."""

    person: Person
    called: str | None
    by: str
    score: float


@dataclass(frozen=True)
class Listed:
    """One line of a list: a person, the opened name to be called by, the key worker's name ("" = none).

    born_on   only of those under 18, whose band it may move; `asks_age`: theirs is to be asked again
    """

    person: Person
    called: str | None
    key_worker: str
    is_mine: bool
    born_on: date | None = field(default=None, repr=False)
    asks_age: bool = False


_person_in = Prepared(
    lambda project_id, person_id: Person.objects.filter(project=project_id, pk=person_id).select_related(
        "project", "merged_into"
    )
)


def person_in(project: Project, person_id: UUID) -> Person:
    """The person of this project; NotHere otherwise, also for another project's person."""
    person: Person | None = _person_in(project.pk, person_id).first()
    if person is None:
        raise NotHere()
    return person


def is_nobody_told(person: Person) -> bool:
    """Whether this person is under 18 and no safeguarding step says who was told."""
    young = Person.objects.under_18().filter(pk=person.pk)
    return (
        young.exists() and not SafeguardingStep.objects.filter(person=person).exclude(told_on=None).exists()
    )


def row_of(model: type[Any], person: Person, row_id: UUID, *related: str) -> Any:
    """A row (alias, setting, way) of this person with what is `related` to it; NotHere otherwise."""
    rows = model.objects.select_related("person", *related)
    row: OfPerson | None = rows.filter(pk=row_id, person=person).first()
    if row is None:
        raise NotHere()
    return row


def worker_in(project: Project, worker_id: UUID) -> Worker:
    """A worker who works, or once worked, in this project; NotHere otherwise."""
    place = Membership.objects.select_related("worker").filter(project=project, worker_id=worker_id).first()
    if place is None:
        raise NotHere()
    return place.worker


def possible_key_workers(project: Project) -> list[Worker]:
    """Workers with keys who meet people here, by name."""
    return workers_with_keys(project)


def setting_kinds(project: Project) -> list[SettingKind]:
    """The project's own settings, those no longer offered included."""
    return by_name(SettingKind.objects.filter(project=project), lambda kind: kind.label)


def setting_kind_in(project: Project, kind_id: int) -> SettingKind:
    """One of the project's own settings; NotHere otherwise."""
    kind = SettingKind.objects.filter(project=project, pk=kind_id).first()
    if kind is None:
        raise NotHere()
    return kind


def _lists(project_id: UUID, worker_id: UUID, start: int) -> list[Any]:
    everyone = Person.objects.filter(project=project_id).known().with_mine_first(worker_id)
    # Who is on the page is found from an index alone; what a line shows is looked up for those.
    page = everyone.adults().values("pk")[start : start + PAGE + 1]
    young = everyone.under_18().order_by().values("pk")
    shown = Person.objects.with_mine_first(worker_id).in_a_list()
    return [shown.filter(pk__in=page).adults(), shown.filter(pk__in=young)]


# A page of adults, and all under 18, those of a worker's own caseload first.
_listed = PreparedLists(_lists)


def list_people(by: Actor, project: Project, page: int = 1) -> tuple[list[Listed], bool]:
    """One page of adults, the reader's own caseload first, then (first page) all under 18; whether there are more."""
    rules.check_may_read(by)
    start = (max(page, 1) - 1) * PAGE
    adults, young = _listed(project.pk, by.id, start)
    at_once.read(adults, *([young] if start == 0 else []))
    shown = [*list(adults)[:PAGE], *(young if start == 0 else [])]
    return _opened_list(by, project, shown, "people.list_people"), len(adults) > PAGE


def caseload(by: Actor, project: Project, worker: Worker) -> list[Listed]:
    """Everyone whose key worker this is now, longest first."""
    rules.check_may_read(by)
    people = Person.objects.in_project(project).on_caseload_of(worker.pk).order_by("key_workers__from_on")
    return _opened_list(by, project, list(people.in_a_list()), "people.show_caseload")


def called(by: Actor, project: Project, people: Iterable[Person], act: str) -> dict[UUID, str | None]:
    """Names to be called by for a page that shows several people; one trail row."""
    rows = list(people)
    with reading(by, project.id, act=act) as page:
        opened = open_each(page, rows, "identity.called")
    return {row_id: value.value for row_id, value in opened.items()}


def _recent_openings(project_id: UUID, worker_id: UUID, since: datetime) -> QuerySet[Opening]:
    openings = Opening.objects.filter(
        project=project_id,
        at__gte=since,
        person__key_workers__worker_id=worker_id,
        person__key_workers__until_on=None,
    )
    return openings.exclude(worker_id=worker_id).select_related("person", "worker")


# Who opened records of a worker's caseload from outside it, newest first (for Today).
recent_openings = Prepared(_recent_openings)


def find_people(by: Actor, project: Project, text: str) -> list[Found]:
    """People whose code, name, other name or number elsewhere fits `text`, best first, at most 30.

    All names of the project are opened in memory and forgotten; the trail says that a search opened so many
    people's names, never the term. Raises NotForYou, Locked, NoGrant.
    """
    rules.check_may_read(by)
    typed = text.replace("\x00", "")[:LONGEST_QUERY]
    if not names.parts(typed):
        return []
    everybody = NameBook(by, project)
    with reading(by, project.id, act="people.find_people") as page:
        opened = everybody.opened(page)
        page.reason = f"people: {len(everybody.ids)}"
    best = everybody.best(typed, opened.value, MOST_FOUND)
    rows = _shown(project, [fit.person_id for fit, _called in best])
    return [
        Found(rows[fit.person_id], called, fit.by, fit.score) for fit, called in best if fit.person_id in rows
    ]


def _shown(project: Project, ids: list[UUID]) -> dict[UUID, Person]:
    """These people of the project by id, 30 at most, with what a line of a list shows of them."""
    # Always as many places, so that it is one statement.
    found = _found(*ids, *[UUID(int=0)] * (MOST_FOUND - len(ids))) if ids else ()
    return {row.pk: row for row in found if row.project_id == project.pk}


# By their ids alone: asked for a project too, SQLite goes through all of its people.
_found = Prepared(
    lambda *ids: Person.objects.filter(pk__in=ids).only(
        "project", "code", "born_on", "age_band", "age_said_on", "merged_into"
    )
)


def _value(opened: dict[UUID, Opened], row_id: UUID) -> str:
    held = opened.get(row_id)
    return held.value if held is not None else ""


def open_each(page: Page, rows: Sequence[SealedModel], path: str) -> dict[UUID, Opened]:
    """Every row's value by row id; erased people are left out instead of stopping the page.

    The keys of all rows are fetched together.
    """
    if rows:
        page.by.key.prime(page.project_id, path.partition(".")[0], (row.sealing_subject for row in rows))
    opened: dict[UUID, Opened] = {}
    for row in rows:
        try:
            opened[row.id] = page.open(row, path)
        except errors.Erased:
            continue
    return opened


def _opened_list(by: Actor, project: Project, people: list[Any], act: str) -> list[Listed]:
    day = timezone.now().astimezone(project.zone).date()
    with reading(by, project.id, act=act) as page:
        known = open_each(page, people, "identity.called")
        born = open_each(page, [one for one in people if one.is_under_18], "identity.born_on")
    return [
        Listed(
            person=person,
            called=_value(known, person.id) or None,
            key_worker=person.key_worker_name or "",
            is_mine=person.key_worker_id == by.id,
            born_on=date.fromisoformat(_value(born, person.id)) if _value(born, person.id) else None,
            asks_age=person.asks_age_on(day),
        )
        for person in people
    ]
