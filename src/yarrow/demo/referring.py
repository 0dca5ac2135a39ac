"""Where people of the town were referred and what came of it: dice of its own, so that nothing else changes.

Of twenty offered, twelve attend and seven go on there; two are refused for what they do or take, some stay silent.
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from yarrow.agencies.models import Service
from yarrow.demo.building import Building
from yarrow.demo.town import WORDS, PlannedPerson
from yarrow.people.actions import give_consent
from yarrow.people.models import Person
from yarrow.referrals import actions
from yarrow.referrals.models import PathwayVersion, Referral
from yarrow.sharing import rules as sharing
from yarrow.sharing.actions import Fact

WHERE = (
    ("Walk-in testing", "sexual_health"),
    ("Prescribing", "drugs_alcohol"),
    ("Housing options", "housing"),
    ("Debt appointments", "debt"),
    ("One-to-one trauma therapy", "trauma"),
)
MOST, ON_PATHWAY, SCREENED = 40, 11, 4
PATHWAY = "stable-then-trauma"
DAY = timedelta(days=1)
SEEN = ("accept", "book", "attend")
ALONGSIDE = ("receive", "accept", "wait", "book", "accompany")
# What happens after sending, in twenty ways; None: it is never sent.
WAYS: tuple[tuple[str, ...] | None, ...] = (
    (*ALONGSIDE, "engage", "complete"),
    (*SEEN, "engage"),
    ("refuse:judged_sex_work",),
    (*SEEN,),
    (),
    (*ALONGSIDE, "engage", "complete"),
    ("accept", "wait", "lose:waiting_too_long"),
    (*SEEN, "engage"),
    (*ALONGSIDE,),
    ("receive", "refuse:refused_use"),
    (*SEEN, "engage"),
    ("accept", "wait"),
    (*SEEN, "decline:not_now"),
    (*ALONGSIDE, "engage"),
    (),
    (*SEEN, "lose:out_of_touch"),
    ("receive", "refuse:full"),
    (*SEEN, "engage", "complete"),
    None,
    (*ALONGSIDE,),
)


@dataclass(frozen=True)
class Referring:
    """The town, its directory, and the dice."""

    built: Building
    services: list[tuple[Service, str]]
    dice: random.Random

    def about(self, day: date, hour: int = 15) -> dict[str, Any]:
        """Who acts, and when: never later than yesterday."""
        built = self.built
        at = built.at(min(day, built.town.today - DAY), hour)
        return {"project": built.crew.project, "by": built.crew.actor("case_worker"), "at": at}


def refer_people(built: Building) -> None:
    """Some forty referrals, and a pathway with those who set out on it."""
    doing = Referring(built, _directory(built), random.Random(built.scale.seed + 125))
    keyed = [one for one in built.town.people if one.key_worker and not one.is_apart and one.twice_of is None]
    adults = [one for one in keyed if one.age_band != "under_18" and one.number != built.town.erased]
    begun = [one for one in adults if one.begins_on < built.town.today - 60 * DAY]
    people = [(one, Person.objects.get(pk=built.people[one.number].pk)) for one in begun[:MOST]]
    for n, (planned, person) in enumerate(people):
        _refer(doing, planned, person, n)
    _set_out(doing, people[:ON_PATHWAY])


def _directory(built: Building) -> list[tuple[Service, str]]:
    """Where most are referred to, of the town's directory."""
    services = Service.objects.of(built.crew.project).select_related("agency")
    return [(services.get(name=name), need) for name, need in WHERE]


def _refer(doing: Referring, planned: PlannedPerson, person: Person, n: int) -> None:
    """Offered, agreed, and from there one of the ways; the latest steps are left out where they would lie ahead."""
    service, need = doing.services[n % len(doing.services)]
    way = WAYS[n % len(WAYS)]
    today = doing.built.town.today
    day = max(planned.begins_on + 7 * DAY, today - (110 + doing.dice.randint(0, 60)) * DAY)
    if way == ():
        day = max(planned.begins_on + 7 * DAY, today - (20 + n) * DAY)
    told: dict[str, Any] = {"agency": service.agency, "service": service, "need": need}
    told |= {
        "words": doing.dice.choice(WORDS["referred"]),
        "route": doing.dice.choice(("plain", "fast", "warm")),
    }
    row = actions.offer(person=person, is_agreed=way is not None, **told, **doing.about(day))
    if way is None:
        actions.move(referral=row, act="decline", reason="not_now", **doing.about(day + 3 * DAY))
        return
    _agree(doing, person, service, day)
    facts = [Fact("support_words", WORDS["referred"][n % len(WORDS["referred"])])]
    row = actions.send(referral=row, facts=facts, **doing.about(day + DAY))
    _follow(doing, row, way, day + DAY)


def _follow(doing: Referring, row: Referral, way: tuple[str, ...], day: date) -> None:
    for step in way:
        act, _colon, reason = step.partition(":")
        day += doing.dice.randint(3, 14) * DAY
        about = doing.about(day)
        said = {"booked_on": about["at"].date() + 3 * DAY} if act == "book" else {}
        row = actions.move(referral=row, act=act, reason=reason, **said, **about)
        if act == "accompany":
            actions.add_preparation(referral=row, kind="travel", pence=doing.dice.choice((350, 520)), **about)
            actions.add_preparation(referral=row, kind="alongside", **about)


def _agree(doing: Referring, person: Person, service: Service, day: date) -> None:
    """They agree that this kind of service hears what they want."""
    purpose = sharing.purposes_for(service.agency)[0].code
    said: dict[str, Any] = {"purpose": purpose, "recipient": service.agency.recipient, "how": "spoken"}
    give_consent(person=person, categories=["support"], **said, **doing.about(day, 14))


def _set_out(doing: Referring, people: list[tuple[PlannedPerson, Person]]) -> None:
    """Eleven set out; four come often enough to be screened, one of them after a step back; all four go on."""
    today = doing.built.town.today
    start = today - 200 * DAY
    by = {**doing.about(start), "by": doing.built.crew.actor("coordinator")}
    pathway = actions.take_up_pathway(code=PATHWAY, **by)
    for n, (planned, person) in enumerate(people):
        _walk(doing, pathway, person, n, max(start, planned.begins_on + DAY))


def _walk(doing: Referring, pathway: PathwayVersion, person: Person, n: int, day: date) -> None:
    journey = actions.begin_journey(person=person, pathway=pathway, **doing.about(day))
    taken = journey.steps.get()
    length = (doing.built.town.today - day) // 6
    if n >= SCREENED:
        if n < ON_PATHWAY - 2:
            result = "stopped" if n % 2 else "not_yet"
            actions.end_step(taken=taken, result=result, **doing.about(day + length))
        return
    again = ("stabilisation",) if n == 1 else ()
    for place, step in enumerate(("stable", "stabilisation", *again, "screen"), start=1):
        result = "not_yet" if taken.step == step else "done"
        actions.end_step(taken=taken, result=result, **doing.about(day + place * length))
        taken = actions.take_step(journey=journey, step=step, **doing.about(day + place * length, 16))
    actions.end_step(taken=taken, result="done", **doing.about(doing.built.town.today - DAY, 16))
    if n < 2:
        actions.take_step(journey=journey, step="therapy", **doing.about(doing.built.town.today - DAY, 17))
