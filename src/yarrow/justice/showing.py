"""Orders and time in prison as a person's pages show them, opened with one trail row a page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from yarrow.agencies.models import Agency
from yarrow.contacts.models import Contact
from yarrow.justice import lists
from yarrow.justice.models import Appointment, AppointmentContact, Away, ComplianceNote, Order, OrderMove
from yarrow.justice.rules import agency_key, is_over
from yarrow.justice.states import APPOINTMENT_STATES, KEPT, MISSED, MOVED, ORDER_STATES, PLANNED
from yarrow.people.models import Person
from yarrow.people.queries import open_each, row_of
from yarrow.staff.models import Project, names_in
from yarrow.vault import at_once
from yarrow.vault.actors import Actor
from yarrow.vault.opening import reading

ORDER_FIELDS = ("reference", "ordered_by", "conditions")
Agencies = Mapping[str, str]


@dataclass(frozen=True)
class Act:
    """One thing that can be done now."""

    code: str
    words: str


@dataclass(frozen=True)
class OrderShown:
    """One order in words."""

    order: Order
    reference: str = field(default="", repr=False)
    ordered_by: str = field(default="", repr=False)
    conditions: str = field(default="", repr=False)

    @property
    def kind(self) -> str:
        return lists.label("order_kinds", self.order.kind)

    @property
    def state(self) -> str:
        return lists.label("order_states", self.order.state)

    @property
    def is_mandated(self) -> bool:
        return self.order.kind in lists.mandated_kinds()

    @property
    def is_over(self) -> bool:
        return is_over(self.order.state)

    @property
    def tag(self) -> str:
        """How its tag looks."""
        return "done" if self.is_over else "due"

    @property
    def light(self) -> str:
        return lists.label("light", self.order.light) if self.order.light else ""

    @property
    def acts(self) -> list[Act]:
        return [Act(act, lists.label("order_acts", act)) for act in ORDER_STATES[self.order.state]]


@dataclass(frozen=True)
class AppointmentShown:
    """One appointment in words. `contact`: which one it was, "" while none is marked; `is_over`: its order is."""

    appointment: Appointment
    time_words: str = field(default="", repr=False)
    reason: str = field(default="", repr=False)
    judged: str = field(default="", repr=False)
    words: str = field(default="", repr=False)
    contact: str = ""
    is_over: bool = False

    @property
    def state(self) -> str:
        return lists.label("appointment_states", self.appointment.state)

    @property
    def tag(self) -> str:
        return {PLANNED: "due", KEPT: "done"}.get(self.appointment.state, "")

    @property
    def is_kept(self) -> bool:
        return self.appointment.state == KEPT

    @property
    def acts(self) -> list[Act]:
        states = APPOINTMENT_STATES[self.appointment.state]
        # Nothing more is planned in an order that is over.
        acts = [act for act, then in states.items() if not (self.is_over and then == MOVED)]
        return [Act(act, lists.label("appointment_acts", act)) for act in acts]


@dataclass(frozen=True)
class Moved:
    """One row of an order's history."""

    move: OrderMove
    by: str
    words: str = field(repr=False)

    @property
    def what(self) -> str:
        return lists.label("order_acts", self.move.act)


@dataclass(frozen=True)
class WholeOrder:
    """One order with its appointments, its history and the notes that left."""

    line: OrderShown
    appointments: list[AppointmentShown]
    history: list[Moved]
    notes: list[ComplianceNote]
    follows: str

    @property
    def n_kept(self) -> int:
        return sum(one.is_kept for one in self.appointments)

    @property
    def n_missed(self) -> int:
        return sum(one.appointment.state == MISSED for one in self.appointments)

    @property
    def n_open(self) -> int:
        return sum(one.appointment.state == PLANNED for one in self.appointments)


@dataclass(frozen=True)
class AwayLine:
    """Time in prison as a list shows it."""

    away: Away
    today: date
    prison: str = field(default="", repr=False)

    @property
    def state(self) -> str:
        return lists.label("away_states", self.away.state)

    @property
    def n_days(self) -> int | None:
        return self.away.n_days_to(self.today)


@dataclass(frozen=True)
class OfPerson:
    """What a person's page of this room shows."""

    orders: list[OrderShown]
    aways: list[AwayLine]

    @property
    def is_inside(self) -> bool:
        return any(line.away.is_inside for line in self.aways)


def place_in_words(place: Mapping[str, Any] | None, agencies: Agencies) -> str:
    """An agency of the directory and the words beside it."""
    named = agencies.get(agency_key(place), "")
    said = str((place or {}).get("words", ""))
    return f"{named} ({said})" if named and said else named or said


def agency_names(project: Project) -> Any:
    """(id, name) of every agency, also one that is no court or prison any more; still to be read."""
    return Agency.objects.of(project).values_list("pk", "name")


def named(rows: Any) -> Agencies:
    """The same, by id as it is sealed."""
    return {str(key): name for key, name in rows}


def of_person(by: Actor, person: Person, today: date, reason: str) -> OfPerson:
    """Somebody's orders and time in prison. Raises Locked, NoGrant."""
    orders, aways = Order.objects.filter(person=person), Away.objects.filter(person=person)
    agencies = agency_names(person.project)
    at_once.read(orders, aways, agencies)
    with reading(by, person.project_id, act="justice.show_justice", reason=reason) as page:
        opened = {row.pk: [page.open(row, f"notes.{name}") for name in ORDER_FIELDS] for row in orders}
        prisons = open_each(page, list(aways), "notes.prison")
    names = named(agencies)
    return OfPerson(
        orders=[_order(row, [one.value for one in opened[row.pk]], names) for row in orders],
        aways=[AwayLine(row, today, place_in_words(prisons[row.pk].value, names)) for row in aways],
    )


def order_in(person: Person, order_id: UUID) -> Order:
    """An order of this person; NotHere otherwise."""
    found: Order = row_of(Order, person, order_id, "person__project")
    return found


def appointment_in(person: Person, appointment_id: UUID) -> Appointment:
    """An appointment of this person with its order; NotHere otherwise."""
    found: Appointment = row_of(Appointment, person, appointment_id, "person__project", "order")
    return found


def whole(by: Actor, order: Order, reason: str) -> WholeOrder:
    """One order, opened with everything that belongs to it. Raises Locked, NoGrant."""
    project = order.person.project
    rows, moves = order.appointments.all(), order.moves.order_by("-n")
    marks = AppointmentContact.objects.filter(appointment__order=order).select_related("contact")
    notes, names, agencies = order.notes.select_related("share"), names_in(project), agency_names(project)
    at_once.read(rows, moves, marks, notes, names, agencies)
    with reading(by, order.project_id, act="justice.show_order", reason=reason) as page:
        said = [page.open(order, f"notes.{name}") for name in ORDER_FIELDS]
        told = {
            row.pk: [page.open(row, f"notes.{name}") for name in ("time_words", "reason", "words")]
            for row in rows
        }
        words = {row.pk: page.open(row, "notes.words") for row in moves}
    called: dict[UUID, str] = dict(names)
    met = {one.appointment_id: one.contact for one in marks}
    return WholeOrder(
        line=_order(order, [one.value for one in said], named(agencies)),
        appointments=[
            _appointment(row, order, [one.value for one in told[row.pk]], met.get(row.pk)) for row in rows
        ],
        history=[Moved(one, called.get(one.moved_by, ""), words[one.pk].value or "") for one in moves],
        notes=list(notes),
        follows=called.get(order.worker, ""),
    )


def said_of(by: Actor, order: Order, reason: str) -> dict[str, Any]:
    """What a form about the order begins with. Raises Locked, NoGrant."""
    with reading(by, order.project_id, act="justice.show_order", reason=reason) as page:
        said = {name: page.open(order, f"notes.{name}") for name in ORDER_FIELDS}
    place = said["ordered_by"].value or {}
    return {
        "agency": agency_key(place),
        "agency_words": place.get("words", ""),
        "reference": said["reference"].value or "",
        "conditions": said["conditions"].value or "",
        "until_on": order.until_on,
        "n_planned": order.n_planned,
        "version": order.version,
    }


def _order(row: Order, said: list[Any], agencies: Agencies) -> OrderShown:
    reference, place, conditions = said
    return OrderShown(row, reference or "", place_in_words(place, agencies), conditions or "")


def _appointment(
    row: Appointment, order: Order, said: list[Any], contact: Contact | None
) -> AppointmentShown:
    time_words, reason, words = said
    why = reason or {}
    judged = lists.label("judged", why["judged"]) if why else ""
    by_whom = lists.label("judges", why["by"]) if why.get("by") else ""
    return AppointmentShown(
        appointment=row,
        time_words=time_words or "",
        reason=lists.label("reasons", why["code"]) if why else "",
        judged=f"{judged} ({by_whom})" if by_whom else judged,
        words=words or "",
        contact=contact.kind_label if contact is not None else "",
        is_over=is_over(order.state),
    )
