"""Orders and time in prison: one order that ended, with light contact since; one that runs; somebody inside."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from yarrow.agencies.models import Agency
from yarrow.contacts.actions import record_contact
from yarrow.demo.building import Building
from yarrow.justice import actions, compliance
from yarrow.justice.actions.notes import facts_of
from yarrow.justice.models import Order
from yarrow.people.actions import give_consent
from yarrow.people.models import Person

DAY = timedelta(days=1)
ENDED_AGO, APART = 150, 14
READY = (
    ("bed_tonight", "arranged"),
    ("prescription", "needed"),
    ("phone", "done"),
    ("benefits", "not_wanted"),
)


@dataclass(frozen=True)
class Judging:
    """The town, and its court and prison."""

    built: Building
    court: Agency
    prison: Agency

    def about(self, day: date, hour: int = 11) -> dict[str, Any]:
        """Who acts, and when: never later than yesterday."""
        built = self.built
        at = built.at(min(day, built.town.today - DAY), hour)
        return {"project": built.crew.project, "by": built.crew.actor("case_worker"), "at": at}


def judge_people(built: Building) -> None:
    """Three people who were here before all of it began."""
    today = built.town.today
    agencies = Agency.objects.of(built.crew.project)
    doing = Judging(built, agencies.filter(kind="court")[0], agencies.filter(kind="prison")[0])
    keyed = [one for one in built.town.people if one.key_worker and not one.is_apart and one.twice_of is None]
    adults = [one for one in keyed if one.age_band != "under_18" and one.number != built.town.erased]
    begun = [one for one in adults if one.begins_on < today - (ENDED_AGO + 4 * APART) * DAY]
    first, second, third = (Person.objects.get(pk=built.people[one.number].pk) for one in begun[:3])
    _ended(doing, first, today - ENDED_AGO * DAY)
    _running(doing, second, today - 30 * DAY)
    _inside(doing, third, today)


def _order(doing: Judging, person: Person, day: date, number: str) -> Order:
    told: dict[str, Any] = {"kind": "engagement_support", "agency": doing.court, "reference": number}
    told["conditions"] = "Three appointments with a named worker."
    order = actions.add_order(person=person, entry_id=doing.built.new_id(), **told, **doing.about(day))
    return actions.move_order(order=order, act="begin", **doing.about(day + DAY))


def _ended(doing: Judging, person: Person, ended_on: date) -> None:
    """Three appointments, one moved first; a note to the court; light contact that they wanted, three times so far."""
    given = ended_on - 3 * APART * DAY
    order = _order(doing, person, given, "ESO 0418")
    for n in (1, 2, 3):
        _kept(doing, order, given + (n * APART - 1) * DAY)
    order = actions.move_order(order=order, act="complete", **doing.about(ended_on))
    _note(doing, order, ended_on + DAY)
    actions.agree_light_contact(order=order, light="agreed", **doing.about(ended_on + DAY, 12))
    for after in (25, 70, 120):
        _meet(doing, person, ended_on + after * DAY, "chosen_place")


def _running(doing: Judging, person: Person, given: date) -> None:
    """One kept, one missed with a reason that the court accepted, one to come."""
    order = _order(doing, person, given, "ESO 0433")
    _kept(doing, order, given + 7 * DAY)
    missed = _plan(doing, order, given + 21 * DAY)
    why: dict[str, Any] = {"reason": "ill", "judged": "acceptable", "judge": "court"}
    actions.settle_appointment(appointment=missed, act="miss", **why, **doing.about(given + 22 * DAY))
    _plan(doing, order, given + 35 * DAY)


def _inside(doing: Judging, person: Person, today: date) -> None:
    """For seven weeks, visited twice; out in nine days, with somebody at the gate."""
    since = today - 49 * DAY
    told: dict[str, Any] = {"agency": doing.prison, "number": "A7001XX", "time_words": "8:30, front gate"}
    days: dict[str, Any] = {
        "since_on": since,
        "expected_on": today + 9 * DAY,
        "entry_id": doing.built.new_id(),
    }
    away = actions.add_away(person=person, **told, **days, **doing.about(since + DAY))
    for n in (14, 35):
        visit: dict[str, Any] = {"words": "Glad that somebody came.", "entry_id": doing.built.new_id()}
        actions.note_visit(away=away, **visit, **doing.about(since + n * DAY))
    about = doing.about(today)
    for item, stands in READY:
        actions.set_check(check=away.checks.get(item=item), stands=stands, **about)
    gate: dict[str, Any] = {
        "worker_id": about["by"].id,
        "planned_on": away.expected_on,
        "where": "Front gate, 8:15",
    }
    actions.plan_pick_up(away=away, entry_id=doing.built.new_id(), **gate, **about)


def _plan(doing: Judging, order: Order, day: date) -> Any:
    told: dict[str, Any] = {"planned_on": day, "entry_id": doing.built.new_id()}
    return actions.plan_appointment(
        order=order, **told, **doing.about(min(day, doing.built.town.today) - 7 * DAY)
    )


def _kept(doing: Judging, order: Order, day: date) -> None:
    contact = _meet(doing, order.person, day, "office")
    told: dict[str, Any] = {"appointment": _plan(doing, order, day), "act": "keep", "contact": contact}
    actions.settle_appointment(**told, **doing.about(day, 16))


def _meet(doing: Judging, person: Person, day: date, kind: str) -> Any:
    told: dict[str, Any] = {"person": person, "kind": kind, "happened_on": day}
    return record_contact(entry_id=doing.built.new_id(), **told, **doing.about(day, 15))


def _note(doing: Judging, order: Order, day: date) -> None:
    """As they agreed."""
    about = doing.about(day, 14)
    said: dict[str, Any] = {"recipient": doing.court.recipient, "agency": doing.court.pk, "how": "spoken"}
    give_consent(person=order.person, purpose="court", categories=["attendance"], **said, **about)
    seen = compliance.mark_of(facts_of(order, about["by"]))
    actions.send_note(order=order, seen=seen, entry_id=doing.built.new_id(), **about)
