"""Reading forms, fillings and signals, always of one project."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from yarrow.measures import states, unopened
from yarrow.measures.errors import NotHere
from yarrow.measures.models import (
    Filling,
    FormVersion,
    Permission,
    ProjectForm,
    SafeResponse,
    SafeRoute,
    Score,
    Signal,
)
from yarrow.measures.models.safe import ASKED
from yarrow.measures.overdue import late_since
from yarrow.people.models import KeyWorker, Person
from yarrow.staff.models import Membership, Project, Worker, worker_name
from yarrow.staff.roles import ARRANGERS, CASE
from yarrow.staff.states import ACTIVE
from yarrow.ui.sorting import by_name
from yarrow.vault.actors import Actor
from yarrow.vault.prepared import Prepared


@dataclass(frozen=True)
class FormLine:
    """One form of a list: its newest version, the one in use, how often it was answered."""

    form: ProjectForm
    newest: FormVersion
    in_use: FormVersion | None
    n_answered: int


def version_in(project: Project, version_id: UUID) -> FormVersion:
    """A version of this project, with its form. Raises NotHere."""
    found = (
        FormVersion.objects.in_project(project)
        .select_related("form", "project")
        .filter(pk=version_id)
        .first()
    )
    if found is None:
        raise NotHere()
    return found


def permission_in(project: Project, permission_id: UUID) -> Permission:
    """A permission of this project. Raises NotHere."""
    found = Permission.objects.filter(project=project, pk=permission_id).first()
    if found is None:
        raise NotHere()
    return found


def permissions_in(project: Project) -> QuerySet[Permission]:
    """Every permission that is or was held, the latest first."""
    return Permission.objects.filter(project=project)


def route_in(project: Project, route_id: UUID) -> SafeRoute:
    """A route of this project. Raises NotHere."""
    found = SafeRoute.objects.filter(project=project, pk=route_id).first()
    if found is None:
        raise NotHere()
    return found


def filling_of(person: Person, filling_id: UUID) -> Filling:
    """A filling of this person, with its version. Raises NotHere."""
    rows = Filling.objects.select_related("form_version__form").annotate(by_name=worker_name("asked_by"))
    found = rows.filter(pk=filling_id, person=person).first()
    if found is None:
        raise NotHere()
    found.person, found.project = person, person.project
    return found


def forms_in(project: Project) -> list[FormLine]:
    """Every form of the project, by title."""
    answered = Count("fillings", filter=~Q(fillings__state=states.VOID))
    rows = (
        FormVersion.objects.in_project(project)
        .in_a_list()
        .select_related("form")
        .annotate(n_fillings=answered)
    )
    found: dict[UUID, list[FormVersion]] = {}
    for row in rows.order_by("-n"):
        found.setdefault(row.form_id, []).append(row)
    lines = [
        FormLine(
            form=versions[0].form,
            newest=versions[0],
            in_use=next((one for one in versions if one.is_in_use), None),
            n_answered=sum(getattr(one, "n_fillings", 0) for one in versions),
        )
        for versions in found.values()
    ]
    return sorted(lines, key=lambda line: line.newest.title.casefold())


def versions_of(form: ProjectForm) -> QuerySet[FormVersion]:
    """Every version of a form, the newest first, each with `is_answered`."""
    answered = Filling.objects.filter(form_version=OuterRef("pk"))
    return FormVersion.objects.filter(form=form).in_a_list().annotate(is_answered=Exists(answered))


def in_use(project: Project) -> QuerySet[FormVersion]:
    """Versions that a filling can begin with, by title."""
    rows = FormVersion.objects.in_project(project).in_use().in_a_list()
    return rows.select_related("form").order_by("title")


def fillings_of(person: Person) -> QuerySet[Filling]:
    """Every filling of a person, the latest first, without its answers; `by_name`: who asked."""
    rows = Filling.objects.filter(person=person).select_related("form_version").defer("answers")
    light = rows.defer(
        "answers", *(f"form_version__{name}" for name in ("questionnaire", "slots", "dangers"))
    )
    return light.annotate(by_name=worker_name("asked_by"))


def answered(person: Person, most: int) -> Any:
    """(id, day, title) of the forms that a person finished, the latest first; still to be read."""
    rows = Filling.objects.filter(person=person, state=states.FINISHED)
    return rows.values_list("id", "answered_on", "form_version__title")[:most]


def scores_of_pack(person: Person, pack: str) -> list[Score]:
    """The scores that stand of every finished filling of a measure, the earliest first."""
    rows = Score.objects.filter(filling__person=person, pack=pack, filling__state=states.FINISHED)
    latest: dict[tuple[UUID, str], Score] = {}
    order = ("filling__answered_on", "filling__begun_at", "n")
    for row in rows.select_related("filling").defer("filling__answers").order_by(*order):
        latest[(row.filling_id, row.scale)] = row
    return list(latest.values())


def routes_in(project: Project) -> QuerySet[SafeRoute]:
    """The ways to help that the calm page names."""
    return SafeRoute.objects.filter(project=project, retired_at=None)


def response_in(project: Project) -> SafeResponse | None:
    """Who is told in this project; None where nobody said."""
    return SafeResponse.objects.select_related("lead", "deputy").filter(project=project).first()


def signal_in(project: Project, signal_id: UUID) -> Signal:
    """A signal of this project. Raises NotHere."""
    rows = Signal.objects.select_related("person", "filling__form_version")
    found = rows.filter(pk=signal_id, project=project).first()
    if found is None:
        raise NotHere()
    return found


def signals_in(project: Project, worker_id: UUID, *, is_every: bool) -> QuerySet[Signal]:
    """Signals of the project, or those alone that ask for this worker; the most pressing first."""
    rows = Signal.objects.filter(project=project).select_related("person")
    return rows if is_every else rows.filter(asks_for(worker_id))


def asks_for(worker_id: UUID) -> Q:
    """Signals by which somebody asked this very worker to get in touch."""
    keyed = KeyWorker.objects.current().filter(worker_id=worker_id).values("person_id")
    return Q(what=ASKED) & (Q(filling__asked_by=worker_id) | Q(person__in=keyed))


def is_overdue(signal: Signal, now: datetime) -> bool:
    """Whether the project's own time is over: to look while nobody has, to act until something was done."""
    return late_since(signal.state, signal.look_by, signal.act_by, now) is not None


def _waiting_for(project_id: UUID, worker_id: UUID, arranges: bool) -> QuerySet[Signal, Any]:
    response = "project__safe_response"
    mine = (
        Q(**{f"{response}__lead": worker_id}) | Q(**{f"{response}__deputy": worker_id}) | asks_for(worker_id)
    )
    if arranges:
        # Where nobody is named, somebody who arranges the work must know all the same.
        mine |= Q(**{response: None}) | Q(**{f"{response}__lead": None})
    rows = Signal.objects.filter(mine, project=project_id).exclude(state=states.CLOSED)
    return rows.order_by("look_by").values_list("state", "look_by", "act_by")


_signals_for = Prepared(_waiting_for)


class Signals:
    """What waits for one worker: as the lead, the deputy or the one asked for; read with others (`at_once`)."""

    def __init__(self, project: Project, by: Actor) -> None:
        self.lists: list[Any] = [
            _signals_for(project.pk, by.id, by.role in ARRANGERS),
            unopened.told_to(project, by),
        ]

    def counts(self, now: datetime) -> tuple[int, datetime | None]:
        """How many wait, and since when the first of them waits longer than the project's own time."""
        rows = list(self.lists[0])
        late = filter(None, (late_since(state, look_by, act_by, now) for state, look_by, act_by in rows))
        return len(rows), min(late, default=None)

    def unopened(self, now: datetime) -> unopened.Unopened:
        """What asks for somebody and still lies sealed."""
        return unopened.summed(list(self.lists[1]), now)


def possible_responders(project: Project) -> list[Worker]:
    """Who may be named: workers here whose role holds the key to case notes."""
    places = Membership.objects.filter(project=project, state=ACTIVE, role__in=CASE).select_related("worker")
    workers = {place.worker.name: place.worker for place in places}
    return [workers[name] for name in by_name(workers)]
