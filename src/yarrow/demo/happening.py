"""The order of events: who comes, who is met, who leaves, and what waits on the day of the demo."""

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from itertools import groupby
from typing import Any

from yarrow.contacts.actions import add_zone, plan_session
from yarrow.demo import building, staffing
from yarrow.demo.building import Act, Building
from yarrow.demo.calendar_plan import coming_nights
from yarrow.demo.furnishing import furnish
from yarrow.demo.putting_right import put_right
from yarrow.demo.scales import Scale
from yarrow.demo.sign_ins import staff_of
from yarrow.demo.town import WORDS, PlannedPerson, PlannedSetting, Town, months_before
from yarrow.people.actions import (
    add_alias,
    add_person,
    add_setting,
    add_way_to_reach,
    assign_key_worker,
    end_setting,
    give_reason,
    hand_over,
)
from yarrow.people.codes import new_code
from yarrow.people.models import KeyWorker, PersonSetting
from yarrow.staff.actions.founding import NewProject
from yarrow.vault import keyring

FOREVER = date.max

Event = tuple[datetime, int, Act]
Say = Callable[[str], None]


def found(town: Town, scale: Scale, now: datetime) -> Building:
    """The project and the workers who were there from the beginning."""
    staff = staff_of(scale)
    new = NewProject(name=scale.name, code=scale.code, languages=("en", "ro", "pl"))
    zone = now.tzinfo
    first = datetime(town.from_on.year, town.from_on.month, 1, 0, 5, tzinfo=zone)
    crew = staffing.found(new, staff["manager"], staff["coordinator"], at=first, live_at=first)
    presence = _presence(town, scale)
    for key in ("evaluator", "administrator", *presence):
        if key not in crew.actors and presence.get(key, (town.from_on,))[0] == town.from_on:
            staffing.join(crew, key, staff[key], at=first)
    by = crew.actor("coordinator")
    zones = {one["code"]: add_zone(project=crew.project, by=by, at=first, **one) for one in WORDS["zones"]}
    return Building(crew, town, scale, zones, random.Random(scale.seed), presence)


def _presence(town: Town, scale: Scale) -> dict[str, tuple[date, date]]:
    """The first day of each worker who meets people, and the day on which they are gone."""
    lasting = ("manager", "coordinator", "case_worker", "outreach", "adviser", "peer", "leaver", "newcomer")
    comes, leaves = dict(scale.comes), dict(scale.leaves)
    return {
        key: (
            months_before(town.from_on, -comes.get(key, 0)),
            months_before(town.from_on, -leaves[key]) if key in leaves else FOREVER,
        )
        for key in (*lasting, *dict(scale.extra))
    }


def happen(built: Building, say: Say) -> None:
    """Everything, month by month, until yesterday; then what waits today."""
    events = sorted(_events(built), key=lambda event: event[:2])
    n_planned = len(built.town.contacts)
    for month, group in groupby(events, key=lambda event: event[0].strftime("%Y-%m")):
        with keyring.together():
            for _at, _order, act in group:
                act()
        say(
            f"{month}, {len(built.contacts)} of {n_planned} contacts ({100 * len(built.contacts) // n_planned} %)"
        )
    say(
        "what was left to do, the cupboard, places, consents, a grant, forms, surveys, and what was put right"
    )
    building.link_some(built)
    building.finish_follow_ups(built)
    furnish(built)
    put_right(built)
    _today(built)


def _events(built: Building) -> Iterator[Event]:
    town, order = built.town, iter(range(1_000_000))
    for person in town.records:
        yield built.at(person.begins_on, 0, 30), next(order), partial(_appear, built, person)
        yield from _changes(built, person, order)
    for session in town.sessions:
        at = built.at(session.on, building.SHIFT_BEGINS[session.kind])
        yield at, next(order), partial(building.run_session, built, session)
    for meeting in town.meetings:
        at = built.at(meeting.on, 10)
        yield at, next(order), partial(building.run_meeting, built, meeting)
    yield from _workers_come_and_go(built, order)
    day = town.from_on + timedelta(days=14)
    while day < town.today - timedelta(days=9):
        yield built.at(day, 9), next(order), partial(building.open_inbox, built, day)
        day += timedelta(days=14)


def _workers_come_and_go(built: Building, order: Iterator[int]) -> Iterator[Event]:
    staff = staff_of(built.scale)
    for key, _months in built.scale.comes:
        at = built.at(built.presence[key][0], 0, 10)
        yield at, next(order), partial(staffing.join, built.crew, key, staff[key], at=at)
    for key, _months in built.scale.leaves:
        at = built.at(built.presence[key][1], 0, 10)
        yield at, next(order), partial(_worker_goes, built, key, at)
    last = built.at(built.town.today - timedelta(days=1), 16)
    yield (
        last,
        next(order),
        partial(staffing.join, built.crew, "waiting", staff["waiting"], at=last, granted=False),
    )


def _appear(built: Building, planned: PlannedPerson) -> None:
    """A record begins on the day from which the person can be met."""
    crew, at = built.crew, built.at(planned.begins_on, 0, 30)
    # Whoever writes somebody down again is not who did so first.
    by = crew.actor("case_worker" if planned.twice_of is None else "outreach")
    about: dict[str, Any] = {"project": crew.project, "by": by, "at": at}
    code = new_code(built.codes.__contains__, choose=built.rng.choice)
    built.codes.add(code)
    person = add_person(
        **about,
        code=code,
        entry_id=built.new_id(),
        called=planned.called or None,
        gender=planned.gender,
        gender_said=planned.gender_said or None,
        trans=planned.trans,
        languages=list(planned.languages),
        interpreter=planned.interpreter,
        age_band=planned.age_band,
        first_met_on=planned.begins_on,
        supported_as=planned.supported_as,
    )
    built.people[planned.number] = person
    if planned.other_name:
        add_alias(**about, person=person, kind="other_name", name=planned.other_name)
    if planned.way:
        add_way_to_reach(**about, person=person, **planned.way)
    for setting in planned.settings:
        if setting.from_on is None or setting.from_on <= planned.begins_on:
            add_setting(
                **about, person=person, code=setting.code, own_word=setting.own_word, from_on=setting.from_on
            )


def _changes(built: Building, planned: PlannedPerson, order: Iterator[int]) -> Iterator[Event]:
    """A setting that ends and another that begins; a key worker after two weeks."""
    for setting in planned.settings:
        if setting.until_on:
            at = built.at(setting.until_on, 12)
            yield at, next(order), partial(_end, built, planned, setting.code, at)
        if setting.from_on and setting.from_on > planned.begins_on:
            at = built.at(setting.from_on, 12)
            yield at, next(order), partial(_begin, built, planned, setting, at)
    if planned.key_worker:
        at = built.at(min(planned.begins_on + timedelta(days=14), built.town.today - timedelta(days=2)), 12)
        yield at, next(order), partial(_assign, built, planned, at)


def _end(built: Building, planned: PlannedPerson, code: str, at: datetime) -> None:
    setting = PersonSetting.objects.get(person=built.people[planned.number], code=code, until_on=None)
    end_setting(setting=setting, project=built.crew.project, by=built.crew.actor("case_worker"), at=at)


def _begin(built: Building, planned: PlannedPerson, setting: PlannedSetting, at: datetime) -> None:
    add_setting(
        person=built.people[planned.number],
        code=setting.code,
        own_word=setting.own_word,
        from_on=setting.from_on,
        project=built.crew.project,
        by=built.crew.actor("case_worker"),
        at=at,
    )


def _assign(built: Building, planned: PlannedPerson, at: datetime) -> None:
    key = planned.key_worker
    if not built.present((key,), at.date()):
        key = "outreach"
    worker = built.crew.places[key].worker
    assign_key_worker(
        person=built.people[planned.number],
        worker=worker,
        project=built.crew.project,
        by=built.crew.actor("coordinator"),
        at=at,
    )


def _worker_goes(built: Building, key: str, at: datetime) -> None:
    """The caseload is handed over before the worker leaves."""
    role = built.crew.sign_ins[key].role
    leaver, to = (built.crew.places[each].worker for each in (key, role))
    held = KeyWorker.objects.current().filter(worker=leaver).select_related("person").order_by("person__code")
    people = [row.person for row in held]
    about: dict[str, Any] = {"project": built.crew.project, "by": built.crew.actor("coordinator"), "at": at}
    if people:
        hand_over(people=people, to=to, reason="worker_leaves", **about)
    staffing.leave(built.crew, key, at=at)


def _today(built: Building) -> None:
    """Tonight's van, the next nights, and reasons that colleagues gave for opening records lately."""
    crew, today = built.crew, built.town.today
    yesterday = built.at(today - timedelta(days=1), 17)
    lead = crew.actor("outreach")
    for day in (today, *coming_nights(today)):
        plan_session(
            project=crew.project,
            by=lead,
            at=yesterday,
            kind="van",
            planned_on=day,
            starts_at=built.at(day, 20),
            ends_at=built.at(day, 23),
            zones=[built.zones["quay"], built.zones["mills"]],
            workers={lead.id: "lead", crew.actor("peer").id: "peer", crew.actor("newcomer").id: "driver"},
        )
    theirs = (
        KeyWorker.objects.current().filter(worker=crew.places["case_worker"].worker).order_by("person__code")
    )
    for n, (row, reason) in enumerate(
        zip(theirs.select_related("person"), ("cover", "urgent"), strict=False)
    ):
        at = built.at(today - timedelta(days=n + 1), 18)
        give_reason(person=row.person, reason=reason, project=crew.project, by=crew.actor("peer"), at=at)
