"""Places as their pages show them, opened for one reader with one trail row a page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet
from django.shortcuts import get_object_or_404

from yarrow.contacts.codes import label
from yarrow.contacts.models import Premises, PremisesConcern, PremisesVisit, Session
from yarrow.people.queries import open_each
from yarrow.staff.models import Project, worker_name
from yarrow.ui.sorting import by_name, name_key
from yarrow.vault import at_once
from yarrow.vault.actors import Actor
from yarrow.vault.opening import Opened, reading

# Each level has a shape of its own beside its words and its colour.
SHAPES = {"green": "done", "amber": "due", "red": "overdue"}


@dataclass(frozen=True)
class Concern:
    """A level of concern in words, its shape, why, and since when by whom."""

    level: str = field(repr=False)
    reason: str = field(repr=False)
    by: str
    at: datetime

    @property
    def words(self) -> str:
        return label("concern", self.level)

    @property
    def shape(self) -> str:
        return SHAPES.get(self.level, "")


@dataclass(frozen=True)
class PlaceLine:
    """One place of the list."""

    premises: Premises
    name: str = field(repr=False)
    concern: Concern | None
    last_on: date | None
    is_due: bool


@dataclass(frozen=True)
class VisitLine:
    """One visit, who wrote it down, and what they noted."""

    visit: PremisesVisit
    by: str
    note: str = field(repr=False)


@dataclass(frozen=True)
class PlacePage:
    """One place, opened: what it is called and how to get in, its concern now and before, its visits."""

    premises: Premises
    texts: dict[str, str] = field(repr=False)
    concerns: list[Concern]
    visits: list[VisitLine]

    @property
    def concern(self) -> Concern | None:
        return self.concerns[0] if self.concerns else None


def premises_or_404(project: Project, premises_id: UUID) -> Premises:
    """One place of this project."""
    return get_object_or_404(Premises.objects.of(project).select_related("zone"), id=premises_id)


def place_lines(by: Actor, project: Project, today: date) -> list[PlaceLine]:
    """The places that are visited, those due first, then those not visited for longest."""
    rows = Premises.objects.of(project).visited_still().select_related("zone")
    places = list(rows.annotate(last_on=Max("premisesvisit_rows__visited_on")))
    latest = _latest(project, places)
    with reading(by, project.id, act="contacts.list_premises") as page:
        names = open_each(page, places, "identity.name")
        levels = open_each(page, latest, "identity.level")
        reasons = open_each(page, latest, "identity.reason")
    told = {row.premises_id: one for row, one in zip(latest, _concerns(latest, levels, reasons), strict=True)}
    lines = [
        PlaceLine(
            premises=place,
            name=_said(names, place.id),
            concern=told.get(place.id),
            last_on=place.last_on,
            is_due=place.next_due_on is not None and place.next_due_on <= today,
        )
        for place in places
    ]
    return sorted(lines, key=lambda line: (not line.is_due, line.last_on or date.min, name_key(line.name)))


def place_page(by: Actor, project: Project, premises: Premises, act: str) -> PlacePage:
    """One place with everything said about it."""
    said = _with_names(PremisesConcern.objects.filter(premises=premises).select_related("premises"))
    came = PremisesVisit.objects.filter(premises=premises).select_related("session")
    came = came.annotate(by_name=worker_name("written_by"))[:50]
    at_once.read(said, came)
    concerns, visits = list(said), list(came)
    paths = ("name", "address", "phone", "way_in")
    with reading(by, project.id, act=act) as page:
        texts = {name: open_each(page, [premises], f"identity.{name}") for name in paths}
        levels = open_each(page, concerns, "identity.level")
        reasons = open_each(page, concerns, "identity.reason")
        notes = open_each(page, [row for row in visits if row.note is not None], "identity.note")
    return PlacePage(
        premises=premises,
        texts={name: _said(opened, premises.id) for name, opened in texts.items()},
        concerns=_concerns(concerns, levels, reasons),
        visits=[VisitLine(row, row.by_name or "", _said(notes, row.id)) for row in visits],
    )


def places_to_choose(by: Actor, project: Project, session: Session) -> list[tuple[UUID, str]]:
    """(id, name) of the places that are visited and not yet written down for this session, by name."""
    gone = session.premises_visits.values_list("premises_id", flat=True)
    places = list(Premises.objects.of(project).visited_still().exclude(id__in=list(gone)))
    with reading(by, project.id, act="contacts.visit_in_session") as page:
        names = open_each(page, places, "identity.name")
    return by_name(((place.id, _said(names, place.id)) for place in places), lambda pair: pair[1])


def _latest(project: Project, places: Iterable[Premises]) -> list[PremisesConcern]:
    """The concern that holds for each of these places."""
    rows = _with_names(PremisesConcern.objects.filter(project=project, premises__in=list(places)))
    rows = rows.order_by("set_at", "id")
    return list({row.premises_id: row for row in rows}.values())


def _with_names(rows: QuerySet[PremisesConcern]) -> Any:
    """The rows with `by_name`: who said so."""
    return rows.annotate(by_name=worker_name("set_by"))


def _concerns(rows: Sequence[Any], levels: dict[UUID, Opened], reasons: dict[UUID, Opened]) -> list[Concern]:
    return [
        Concern(_said(levels, row.id), _said(reasons, row.id), row.by_name or "", row.set_at) for row in rows
    ]


def _said(opened: dict[UUID, Opened], key: UUID) -> str:
    return (opened[key].value or "") if key in opened else ""
