"""Reading people: by id, by caseload, and by what someone typed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yarrow.people import codes, names, rules
from yarrow.people.errors import NotHere
from yarrow.people.models import Alias, KeyWorker, OfPerson, Opening, Person, SettingKind
from yarrow.staff.models import Membership, Project, Worker
from yarrow.staff.roles import WORKERS
from yarrow.staff.states import ACTIVE
from yarrow.vault.actors import Actor
from yarrow.vault.errors import Erased
from yarrow.vault.opening import Opened, Page, reading
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
    """One line of a list: a person, the opened name to be called by, the key worker's name ("" = none)."""

    person: Person
    called: str | None
    key_worker: str
    is_mine: bool


def person_in(project: Project, person_id: UUID) -> Person:
    """The person of this project; NotHere otherwise, also for another project's person."""
    person = Person.objects.in_project(project).select_related("project").filter(pk=person_id).first()
    if person is None:
        raise NotHere()
    return person


def row_of(model: type[Any], person: Person, row_id: UUID) -> Any:
    """A row (alias, setting, way) of this person; NotHere otherwise."""
    row: OfPerson | None = model.objects.select_related("person").filter(pk=row_id, person=person).first()
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
    places = Membership.objects.filter(project=project, state=ACTIVE, role__in=WORKERS)
    return [place.worker for place in places.select_related("worker").order_by("worker__name")]


def setting_kinds(project: Project) -> list[SettingKind]:
    """The project's own settings, those no longer offered included."""
    return list(SettingKind.objects.filter(project=project))


def setting_kind_in(project: Project, kind_id: int) -> SettingKind:
    """One of the project's own settings; NotHere otherwise."""
    kind = SettingKind.objects.filter(project=project, pk=kind_id).first()
    if kind is None:
        raise NotHere()
    return kind


def list_people(by: Actor, project: Project, page: int = 1) -> tuple[list[Listed], bool]:
    """One page of people, the reader's own caseload first; and whether there are more."""
    rules.check_may_read(by)
    start = (max(page, 1) - 1) * PAGE
    rows = list(
        Person.objects.in_project(project).with_mine_first(by.id)[start : start + PAGE + 1],
    )
    return _opened_list(by, project, rows[:PAGE], "people.list_people"), len(rows) > PAGE


def caseload(by: Actor, project: Project, worker: Worker) -> list[Listed]:
    """Everyone whose key worker this is now, longest first."""
    rules.check_may_read(by)
    people = Person.objects.in_project(project).on_caseload_of(worker.pk).order_by("key_workers__from_on")
    return _opened_list(by, project, list(people), "people.show_caseload")


def called(by: Actor, project: Project, people: Iterable[Person], act: str) -> dict[UUID, str | None]:
    """Names to be called by for a page that shows several people; one trail row."""
    rows = list(people)
    with reading(by, project.id, act=act) as page:
        opened = open_each(page, rows, "identity.called")
    return {row_id: value.value for row_id, value in opened.items()}


def recent_openings(project: Project, worker_id: UUID, since: datetime) -> list[Opening]:
    """Who opened records of this worker's caseload from outside it, newest first (for Today)."""
    openings = Opening.objects.filter(
        project=project,
        at__gte=since,
        person__key_workers__worker_id=worker_id,
        person__key_workers__until_on=None,
    )
    return list(openings.exclude(worker_id=worker_id).select_related("person", "worker"))


def find_people(by: Actor, project: Project, text: str) -> list[Found]:
    """People whose code, name, other name or number elsewhere fits `text`, best first, at most 30.

    All names of the project are opened in memory and forgotten; the trail says that a search opened so many
    people's names, never the term. Raises NotForYou, Locked, NoGrant.
    """
    rules.check_may_read(by)
    typed = text.replace("\x00", "")[:LONGEST_QUERY]
    if not names.parts(typed):
        return []
    people = list(Person.objects.in_project(project).only("id", "project_id", "code", "called", "full_name"))
    aliases = list(
        Alias.objects.filter(project=project).only("id", "project_id", "person_id", "kind", "name")
    )
    with reading(by, project.id, act="people.find_people", reason=f"people: {len(people)}") as page:
        first = open_each(page, people, "identity.called")
        full = open_each(page, people, "identity.full_name")
        others = open_each(page, aliases, "identity.name")
    search = _Search(typed)
    for person in people:
        search.look_at(person.id, person.code, first.get(person.id), full.get(person.id))
    for alias in aliases:
        search.look_at_alias(alias, others.get(alias.id))
    return search.best({person.id: (person, first.get(person.id)) for person in people})


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
        except Erased:
            continue
    return opened


def found_by(key: str) -> str:
    """What fitted, in words."""
    return {
        "code": _("code"),
        "called": _("name"),
        "full_name": _("full name"),
        "external": _("number elsewhere"),
        "alias": _("other name"),
    }[key]


class _Search:
    """The best fit of each person so far."""

    def __init__(self, typed: str) -> None:
        self.matcher = names.Matcher(typed)
        self.number = names.packed(typed)
        self.code = codes.normal(typed)
        self.found: dict[UUID, tuple[float, str]] = {}

    def look_at(self, person_id: UUID, code: str, first: Opened | None, full: Opened | None) -> None:
        if self.code == code:
            self._keep(person_id, 1.1, "code")
        elif len(self.number) >= 3 and names.packed(code).startswith(self.number):
            self._keep(person_id, 0.9, "code")
        if first is not None and first.value:
            self._keep(person_id, self.matcher.score(first.value), "called")
        if full is not None and full.value:
            self._keep(person_id, self.matcher.score(full.value) - 0.001, "full_name")

    def look_at_alias(self, alias: Alias, opened: Opened | None) -> None:
        if opened is None or not opened.value:
            return
        if alias.kind == "external":
            self._keep(alias.person_id, self._number_score(names.packed(opened.value)), "external")
        else:
            self._keep(alias.person_id, self.matcher.score(opened.value) - 0.002, "alias")

    def _number_score(self, known: str) -> float:
        if self.number == known:
            return 1.0
        return 0.8 if len(self.number) >= 4 and self.number in known else 0.0

    def _keep(self, person_id: UUID, score: float, by: str) -> None:
        if score >= names.WORTH_SHOWING and score > self.found.get(person_id, (0.0, ""))[0]:
            self.found[person_id] = (score, by)

    def best(self, people: dict[UUID, tuple[Person, Opened | None]]) -> list[Found]:
        ranked = sorted(self.found.items(), key=lambda item: (-item[1][0], str(item[0])))
        found = []
        for person_id, (score, by) in ranked[:MOST_FOUND]:
            person, opened = people[person_id]
            called = opened.value if opened else None
            found.append(Found(person, called, found_by(by), round(score, 3)))
        return found


def _opened_list(by: Actor, project: Project, people: list[Person], act: str) -> list[Listed]:
    known = called(by, project, people, act)
    held = {
        row.person_id: row.worker
        for row in KeyWorker.objects.current().filter(person__in=people).select_related("worker")
    }
    return [
        Listed(
            person=person,
            called=known.get(person.id),
            key_worker=held[person.id].name if person.id in held else "",
            is_mine=person.id in held and held[person.id].pk == by.id,
        )
        for person in people
    ]
