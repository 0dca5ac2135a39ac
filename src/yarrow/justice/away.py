"""Time in prison as its pages show it: one with its visits, pick-ups and checklist; and the weekly round."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Max

from yarrow.justice import lists
from yarrow.justice.models import Away, CheckItem, PickUp, Visit
from yarrow.justice.rules import agency_key
from yarrow.justice.showing import Act, AwayLine, agency_names, named, place_in_words
from yarrow.justice.states import AWAY_STATES, CLOSED, INSIDE, PICK_UP_STATES, PLANNED
from yarrow.people.models import Person
from yarrow.people.queries import open_each, row_of
from yarrow.staff.models import Project, names_in
from yarrow.ui.sorting import by_name
from yarrow.vault import at_once
from yarrow.vault.actors import Actor
from yarrow.vault.opening import Opened, reading

FIELDS = ("prison", "number", "time_words", "words")
MOST_ON_ROUND = 300


@dataclass(frozen=True)
class VisitShown:
    """Somebody went to see them."""

    visit: Visit
    by: str
    words: str = field(repr=False)


@dataclass(frozen=True)
class PickUpShown:
    """Who is to be at the gate, and what came of it. `expected_on`: the day of leaving, of somebody still inside."""

    pick_up: PickUp
    who: str
    where: str = field(repr=False)
    words: str = field(repr=False)
    expected_on: date | None = None

    @property
    def state(self) -> str:
        return lists.label("pick_up_states", self.pick_up.state)

    @property
    def is_other_day(self) -> bool:
        """Whether they are to leave on another day than somebody is to be there."""
        planned = self.pick_up.state == PLANNED
        return planned and self.expected_on not in (None, self.pick_up.planned_on)

    @property
    def tag(self) -> str:
        return {PLANNED: "due", "done": "done"}.get(self.pick_up.state, "")

    @property
    def acts(self) -> list[Act]:
        return [Act(act, lists.label("pick_up_acts", act)) for act in PICK_UP_STATES[self.pick_up.state]]


@dataclass(frozen=True)
class CheckShown:
    """One thing of the checklist; `stands`: a code, "" while nobody asked."""

    check: CheckItem
    label: str
    stands: str = field(repr=False)
    words: str = field(repr=False)
    by: str
    on: datetime | None

    @property
    def state(self) -> str:
        return lists.label("check_states", self.stands) if self.stands else ""

    @property
    def tag(self) -> str:
        return {"needed": "overdue", "arranged": "due", "done": "done"}.get(self.stands, "")


@dataclass(frozen=True)
class WholeAway:
    """One time in prison with everything that belongs to it."""

    line: AwayLine
    number: str = field(repr=False)
    time_words: str = field(repr=False)
    words: str = field(repr=False)
    follows: str
    visits: list[VisitShown]
    pick_ups: list[PickUpShown]
    checks: list[CheckShown]

    @property
    def n_ready(self) -> int:
        return sum(one.stands in ("arranged", "done") for one in self.checks)

    @property
    def n_wanted(self) -> int:
        """How many things are wanted at all."""
        return sum(one.stands not in ("", "not_wanted") for one in self.checks)

    @property
    def is_closed(self) -> bool:
        return self.line.away.state == CLOSED

    @property
    def can_leave(self) -> bool:
        return "leave" in AWAY_STATES[self.line.away.state]


@dataclass(frozen=True)
class OnRound:
    """Somebody who is inside, for the round. `last_on`: when they were last visited."""

    line: AwayLine
    who: str = field(repr=False)
    number: str = field(repr=False)
    last_on: date | None

    @property
    def n_weeks(self) -> int:
        """Whole weeks since somebody came, or since they are there."""
        return (self.line.today - (self.last_on or self.line.away.since_on)).days // 7


def away_in(person: Person, away_id: UUID) -> Away:
    """Time in prison of this person; NotHere otherwise."""
    found: Away = row_of(Away, person, away_id, "person__project")
    return found


def pick_up_in(person: Person, pick_up_id: UUID) -> PickUp:
    """A pick-up of this person; NotHere otherwise."""
    found: PickUp = row_of(PickUp, person, pick_up_id, "person__project", "away")
    return found


def check_in(person: Person, check_id: UUID) -> CheckItem:
    """A line of the checklist of this person; NotHere otherwise."""
    found: CheckItem = row_of(CheckItem, person, check_id, "person__project", "away")
    return found


def whole(by: Actor, away: Away, today: date, reason: str) -> WholeAway:
    """One time in prison, opened. Raises Locked, NoGrant."""
    project = away.person.project
    visits, pick_ups, checks = away.visits.all(), away.pick_ups.all(), away.checks.all()
    names, agencies = names_in(project), agency_names(project)
    at_once.read(visits, pick_ups, checks, names, agencies)
    with reading(by, away.project_id, act="justice.show_away", reason=reason) as page:
        said = {name: page.open(away, f"notes.{name}") for name in FIELDS}
        words = open_each(page, list(visits), "notes.words")
        gates = {row.pk: (page.open(row, "notes.where"), page.open(row, "notes.words")) for row in pick_ups}
        stands = {row.pk: (page.open(row, "notes.stands"), page.open(row, "notes.words")) for row in checks}
    called: dict[UUID, str] = dict(names)
    leaves = away.expected_on if away.state == INSIDE else None
    return WholeAway(
        line=AwayLine(away, today, place_in_words(said["prison"].value, named(agencies))),
        number=said["number"].value or "",
        time_words=said["time_words"].value or "",
        words=said["words"].value or "",
        follows=called.get(away.worker, ""),
        visits=[VisitShown(row, called.get(row.visited_by, ""), words[row.pk].value or "") for row in visits],
        pick_ups=[_pick_up(row, called, gates[row.pk], leaves) for row in pick_ups],
        checks=_checks(checks, stands, called),
    )


def said_of(by: Actor, away: Away, reason: str) -> dict[str, Any]:
    """What a form about it begins with. Raises Locked, NoGrant."""
    with reading(by, away.project_id, act="justice.show_away", reason=reason) as page:
        said = {name: page.open(away, f"notes.{name}") for name in FIELDS}
    place = said["prison"].value or {}
    told = {name: said[name].value or "" for name in ("number", "time_words")}
    days = {"expected_on": away.expected_on, "version": away.version}
    return {"agency": agency_key(place), "agency_words": place.get("words", ""), **told, **days}


def said_of_check(by: Actor, check: CheckItem, reason: str) -> dict[str, str]:
    """What the form about one thing of the checklist begins with. Raises Locked, NoGrant."""
    with reading(by, check.project_id, act="justice.show_away", reason=reason) as page:
        said = {name: page.open(check, f"notes.{name}") for name in ("stands", "words")}
    return {name: one.value or "" for name, one in said.items()}


def on_round(by: Actor, project: Project, today: date) -> list[tuple[str, list[OnRound]]]:
    """Who is where, by prison, whoever waited longest for a visit first. Adults and young people alike: it is a list of
    visits. Raises Locked, NoGrant.
    """
    everybody = Person.objects.in_project(project).known()
    rows = Away.objects.of(project).inside().filter(person__in=everybody.values("pk"))
    rows = rows.select_related("person").annotate(last_on=Max("visits__visited_on"))
    found, names = rows.order_by("since_on", "id")[:MOST_ON_ROUND], agency_names(project)
    at_once.read(found, names)
    agencies = named(names)
    with reading(by, project.id, act="justice.list_round") as page:
        prisons, numbers = (
            open_each(page, list(found), "notes.prison"),
            open_each(page, list(found), "notes.number"),
        )
        called = open_each(page, [row.person for row in found], "identity.called")
    lines = [
        OnRound(
            line=AwayLine(row, today, place_in_words(prisons[row.pk].value, agencies)),
            who=_name(row, called),
            number=numbers[row.pk].value or "",
            last_on=row.last_on,
        )
        for row in found
    ]
    by_prison: dict[str, list[OnRound]] = {}
    for one in sorted(lines, key=lambda one: one.last_on or one.line.away.since_on):
        by_prison.setdefault(one.line.prison, []).append(one)
    return by_name(by_prison.items(), lambda pair: pair[0])


def _name(row: Away, called: dict[UUID, Opened]) -> str:
    return (called[row.person_id].value if row.person_id in called else "") or row.person.code


def _pick_up(
    row: PickUp, names: dict[UUID, str], gate: tuple[Opened, Opened], leaves: date | None
) -> PickUpShown:
    where, words = (one.value or "" for one in gate)
    return PickUpShown(row, names.get(row.worker, ""), where, words, leaves)


def _checks(
    rows: Iterable[CheckItem], stands: dict[UUID, tuple[Opened, Opened]], names: dict[UUID, str]
) -> list[CheckShown]:
    """In the order of the list."""
    places = {item.code: place for place, item in enumerate(lists.items("checklist"))}
    shown = []
    for row in sorted(rows, key=lambda row: places.get(row.item, len(places))):
        state, words = (one.value or "" for one in stands[row.pk])
        by, on = (names.get(row.changed_by, ""), row.changed_at) if state else ("", None)
        shown.append(CheckShown(row, lists.label("checklist", row.item), state, words, by, on))
    return shown
