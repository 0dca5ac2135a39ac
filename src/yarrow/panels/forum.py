"""What pages of the forum show: seats by the names they chose, strategy, steps and how they stand."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from yarrow.panels import lists
from yarrow.panels.actions.forum import SEX_WORKER
from yarrow.panels.models import Forum, ForumLine, ForumStep, Seat, SeatSupport
from yarrow.staff.models import Project
from yarrow.vault import at_once
from yarrow.vault.actors import Actor
from yarrow.vault.opening import reading

MOST = 200


@dataclass(frozen=True)
class SupportShown:
    """Something that was offered to a seat, in words."""

    support: SeatSupport

    @property
    def kind(self) -> str:
        return lists.label("supports", self.support.kind)

    @property
    def answer(self) -> str:
        return lists.label("support_answers", self.support.answer)

    @property
    def money(self) -> str:
        """ "£12.50"; "" where none is paid."""
        pence = self.support.pence
        return f"£{pence // 100}.{pence % 100:02}" if pence is not None else ""


@dataclass(frozen=True)
class SeatShown:
    """A seat by its name, and what it was offered."""

    seat: Seat
    name: str = field(repr=False)
    supports: list[SupportShown]

    @property
    def kind(self) -> str:
        return lists.label("seats", self.seat.kind)

    @property
    def lacks_support(self) -> bool:
        """Whether nothing was offered yet to a sex worker who sits there."""
        return self.seat.kind == SEX_WORKER and self.seat.left_on is None and not self.supports


@dataclass(frozen=True)
class ForumShown:
    """A forum with all that stands in it."""

    forum: Forum
    seats: list[SeatShown]
    lines: list[tuple[str, ForumLine]]
    steps: list[tuple[ForumStep, str, bool]]


def forums_of(project: Project) -> list[Forum]:
    """Every forum, by name."""
    return list(Forum.objects.filter(project=project)[:MOST])


def seats_of(by: Actor, forum: Forum, *beside: Any) -> list[SeatShown]:
    """Seats in the order in which they were taken; names opened on one page. Lists `beside` are read with them."""
    seats = Seat.objects.filter(forum=forum).select_related("agency")[:MOST]
    rows = SeatSupport.objects.filter(seat__forum=forum)
    at_once.read(seats, rows, *beside)
    supports = at_once.grouped(rows, "seat_id")
    with reading(by, forum.project_id, act="panels.show_seats") as page:
        names = {seat.pk: page.open(seat, "identity.chosen_name") for seat in seats if seat.agency is None}
    return [
        SeatShown(
            seat=seat,
            name=seat.agency.name if seat.agency else names[seat.pk].value or "",
            supports=[SupportShown(row) for row in supports.get(seat.pk, [])],
        )
        for seat in seats
    ]


def shown(by: Actor, forum: Forum, today: date) -> ForumShown:
    """All of a forum; steps: with their owner's name and whether they are late."""
    said = ForumLine.objects.filter(forum=forum)[:MOST]
    # What is to be done comes first, and is never crowded out by what is done.
    waiting = ForumStep.objects.filter(forum=forum, done_on=None)[:MOST]
    done = ForumStep.objects.filter(forum=forum, done_on__isnull=False)[:MOST]
    seats = seats_of(by, forum, said, waiting, done)
    names = {one.seat.pk: one.name or one.kind for one in seats}
    lines = [(lists.label("lines", row.kind), row) for row in said]
    steps = [
        (row, names.get(row.owner_id, ""), row.done_on is None and row.due_on < today)
        for row in (*waiting, *done)
    ]
    return ForumShown(forum, seats, lines, steps)
