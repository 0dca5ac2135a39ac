"""Who might be put forward: people with a concern that stands, and what their record and their worries say."""

from dataclasses import dataclass, field
from datetime import date

from yarrow.panels.models import Item, Meeting
from yarrow.panels.showing import MOST, called_by
from yarrow.people.models import Person
from yarrow.people.queries import open_each
from yarrow.referrals.models import Concern
from yarrow.sharing.records import Record
from yarrow.vault import at_once
from yarrow.vault.actors import Actor
from yarrow.vault.opening import reading


@dataclass(frozen=True)
class Worry:
    """Somebody with a concern that stands, who is not on the agenda yet."""

    person: Person
    who: str = field(repr=False)
    raised_on: date


def worries(by: Actor, meeting: Meeting) -> list[Worry]:
    """People with a concern that stands and who are not on this agenda: the longest standing first."""
    there = Item.objects.filter(meeting=meeting, taken_off_at=None).values("person")
    rows = Concern.objects.filter(project=meeting.project_id, ended_on=None, person__erased_at=None)
    rows = rows.exclude(person__in=there).select_related("person").order_by("raised_on", "pk")
    first = {row.person_id: row for row in reversed(rows[:MOST])}
    people = [row.person for row in first.values()]
    with reading(by, meeting.project_id, act="panels.list_worries") as page:
        called = open_each(page, people, "identity.called")
    found = [Worry(row.person, called_by(row.person, called), row.raised_on) for row in first.values()]
    return sorted(found, key=lambda one: one.raised_on)


def to_put_forward(
    by: Actor, person: Person, reason: str
) -> tuple[dict[str, str], list[tuple[Concern, str]]]:
    """(fact → what somebody's record says of it, their concerns that stand, each with what they want)."""
    record, rows = Record(person), Concern.objects.filter(person=person, ended_on=None)
    at_once.read(record, rows)
    with reading(by, person.project_id, act="panels.open_to_put_forward", reason=reason) as page:
        record.open(page)
        wants = {row.pk: page.open(row, "notes.wants") for row in rows}
    return record.said(), [(row, wants[row.pk].value or "") for row in rows]
