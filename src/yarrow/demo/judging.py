"""Orders and time in prison: one order that ended, with light contact since; one that runs; somebody inside."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from yarrow.agencies.models import Agency
from yarrow.contacts.models import Contact
from yarrow.demo.building import Building
from yarrow.justice import actions, compliance
from yarrow.justice.actions.notes import facts_of
from yarrow.justice.models import Order
from yarrow.people.actions import give_consent
from yarrow.people.models import Person

DAY = timedelta(days=1)
LONG_AGO = timedelta(days=95)
READY = (
    ("bed_tonight", "arranged"),
    ("prescription", "needed"),
    ("phone", "done"),
    ("benefits", "not_wanted"),
)


@dataclass(frozen=True)
class Judging:
    """The town, its court and prison, and the dice."""

    built: Building
    court: Agency
    prison: Agency
    dice: random.Random

    def about(self, day: date, hour: int = 11) -> dict[str, Any]:
        """Who acts, and when: never later than yesterday."""
        built = self.built
        at = built.at(min(day, built.town.today - DAY), hour)
        return {"project": built.crew.project, "by": built.crew.actor("case_worker"), "at": at}

    def new_id(self) -> UUID:
        """An entry id of dice of its own, so that nothing else of the town changes."""
        return UUID(int=self.dice.getrandbits(128), version=4)


def judge_people(built: Building) -> None:
    """Three people whose contacts fit: no contact is added, so that figures stay those of the plan."""
    agencies = Agency.objects.of(built.crew.project)
    court, prison = (agencies.filter(kind=kind)[0] for kind in ("court", "prison"))
    doing = Judging(built, court, prison, random.Random(built.scale.seed + 128))
    met, today = _met(built), built.town.today
    done = next(found for rows in met.values() if (found := _one_after_another(rows, today)))
    del met[done[0].person_id]
    lately = (today - 60 * DAY, today - 15 * DAY)
    came = next(one for rows in met.values() for one in rows if lately[0] <= one.happened_on <= lately[1])
    del met[came.person_id]
    quiet = next(rows[-1] for rows in met.values() if rows[-1].happened_on < today - 49 * DAY)
    _ended(doing, done)
    _running(doing, came)
    _inside(doing, Person.objects.get(contacts=quiet), today)


def _met(built: Building) -> dict[Any, list[Contact]]:
    """Person → their contacts, by day, of adults who have a key worker and one record."""
    keyed = [one for one in built.town.people if one.key_worker and not one.is_apart and one.twice_of is None]
    adults = [one for one in keyed if one.age_band != "under_18" and one.number != built.town.erased]
    found: dict[Any, list[Contact]] = {built.people[one.number].pk: [] for one in adults}
    rows = Contact.objects.of(built.crew.project).standing().filter(person__in=found).select_related("person")
    for row in rows.order_by("happened_on", "recorded_at", "entry_id"):
        found[row.person_id].append(row)
    return {key: contacts for key, contacts in found.items() if contacts}


def _one_after_another(rows: list[Contact], today: date) -> list[Contact]:
    """Three contacts within four months and one in the 90 days after them, long enough ago; [] where there are none."""
    for n in range(len(rows) - 3):
        first, second, third, after = four = rows[n : n + 4]
        is_long_ago = third.happened_on < today - LONG_AGO
        in_order = first.happened_on < second.happened_on < third.happened_on < after.happened_on - DAY
        near = (
            third.happened_on - first.happened_on <= 120 * DAY
            and after.happened_on - third.happened_on <= 90 * DAY
        )
        if is_long_ago and in_order and near:
            return four
    return []


def _order(doing: Judging, person: Person, day: date, number: str) -> Order:
    told: dict[str, Any] = {"kind": "engagement_support", "agency": doing.court, "reference": number}
    told["conditions"] = "Three appointments with a named worker."
    order = actions.add_order(person=person, entry_id=doing.new_id(), **told, **doing.about(day))
    return actions.move_order(order=order, act="begin", **doing.about(day + DAY))


def _ended(doing: Judging, contacts: list[Contact]) -> None:
    """Three appointments, a note to the court, and light contact that they wanted: the last of these contacts is it."""
    *kept, _light = contacts
    order = _order(doing, Person.objects.get(contacts=kept[0]), kept[0].happened_on - 7 * DAY, "ESO 0418")
    for contact in kept:
        _kept(doing, order, contact)
    over = kept[-1].happened_on + DAY
    order = actions.move_order(order=order, act="complete", **doing.about(over))
    _note(doing, order, over)
    actions.agree_light_contact(order=order, light="agreed", **doing.about(over, 15))


def _running(doing: Judging, contact: Contact) -> None:
    """One kept, one missed with a reason that the court accepted, one to come."""
    day, today = contact.happened_on, doing.built.town.today
    order = _order(doing, Person.objects.get(contacts=contact), day - 5 * DAY, "ESO 0433")
    _kept(doing, order, contact)
    missed = _plan(doing, order, day + 7 * DAY)
    why: dict[str, Any] = {"reason": "ill", "judged": "acceptable", "judge": "court"}
    actions.settle_appointment(appointment=missed, act="miss", **why, **doing.about(day + 8 * DAY))
    _plan(doing, order, today + 6 * DAY)


def _inside(doing: Judging, person: Person, today: date) -> None:
    """For seven weeks, visited twice; out in nine days, with somebody at the gate."""
    since = today - 49 * DAY
    told: dict[str, Any] = {"agency": doing.prison, "number": "A7001XX", "time_words": "8:30, front gate"}
    days: dict[str, Any] = {
        "since_on": since,
        "expected_on": today + 9 * DAY,
        "entry_id": doing.new_id(),
    }
    away = actions.add_away(person=person, **told, **days, **doing.about(since + DAY))
    for n in (14, 35):
        visit: dict[str, Any] = {"words": "Glad that somebody came.", "is_contact": False}
        actions.note_visit(away=away, entry_id=doing.new_id(), **visit, **doing.about(since + n * DAY))
    about = doing.about(today)
    for item, stands in READY:
        actions.set_check(check=away.checks.get(item=item), stands=stands, **about)
    gate: dict[str, Any] = {
        "worker_id": about["by"].id,
        "planned_on": away.expected_on,
        "where": "Front gate, 8:15",
    }
    actions.plan_pick_up(away=away, entry_id=doing.new_id(), **gate, **about)


def _plan(doing: Judging, order: Order, day: date) -> Any:
    told: dict[str, Any] = {"planned_on": day, "entry_id": doing.new_id()}
    return actions.plan_appointment(order=order, **told, **doing.about(min(day, doing.built.town.today)))


def _kept(doing: Judging, order: Order, contact: Contact) -> None:
    day = contact.happened_on
    told: dict[str, Any] = {"appointment": _plan(doing, order, day), "act": "keep", "contact": contact}
    actions.settle_appointment(**told, **doing.about(day, 16))


def _note(doing: Judging, order: Order, day: date) -> None:
    """As they agreed."""
    about = doing.about(day, 14)
    said: dict[str, Any] = {"recipient": doing.court.recipient, "agency": doing.court.pk, "how": "spoken"}
    give_consent(person=order.person, purpose="court", categories=["attendance"], **said, **about)
    seen = compliance.mark_of(facts_of(order, about["by"], day), doing.court.pk)
    actions.send_note(order=order, seen=seen, entry_id=doing.new_id(), **about)
