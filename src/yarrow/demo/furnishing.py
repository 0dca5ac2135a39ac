"""What a project of the town keeps beside its people: a cupboard, places, consents, a grant, plans, forms, surveys."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from yarrow.contacts.actions import add_premises, keep_cupboard, move_stock, set_concern, visit_premises
from yarrow.demo.asking import ask_forms
from yarrow.demo.building import Building
from yarrow.demo.making_agencies import make_directory
from yarrow.demo.making_plans import make_plans
from yarrow.demo.making_surveys import make_surveys
from yarrow.demo.matching_reports import match_reports
from yarrow.demo.reaching_out import reach_out
from yarrow.demo.scales import SMALL
from yarrow.demo.telling_reports import tell_reports
from yarrow.demo.town import WORDS, months_before
from yarrow.evaluation.actions import add_grant, add_line
from yarrow.methods.activity import Period
from yarrow.methods.stock import COUNT, DELIVERY
from yarrow.people.actions import change_person, give_consent, withdraw_consent
from yarrow.people.models import Person
from yarrow.people.purposes import purpose_of

STOCKED = ("condoms", "lube", "needles_out", "toiletries")
# Supplies come in boxes, and the first count is a box.
BOX = 100
SOON = timedelta(days=14)


def furnish(built: Building) -> None:
    """Everything, each through the action that a worker would use."""
    _fill_cupboard(built)
    _visit_places(built)
    _ask(built)
    _raise_money(built)
    make_directory(built)
    make_plans(built)
    ask_forms(built)
    reach_out(built)
    if built.scale is SMALL:
        make_surveys(built)
        tell_reports(built)
        match_reports(built)


def _fill_cupboard(built: Building) -> None:
    """Counted at the beginning; each month brings about what that month gave out."""
    about: dict[str, Any] = {"project": built.crew.project, "by": built.crew.actor("coordinator")}
    start = built.town.from_on
    levels = {"condoms": 3 * BOX, "needles_out": BOX}
    keeper = built.crew.places["coordinator"].worker
    keep_cupboard(**about, at=built.at(start, 9), keeper=keeper, weeks=3, levels=levels)
    given: dict[tuple[date, str], int] = Counter()
    for contact in built.town.contacts:
        for supply in STOCKED:
            given[contact.on.replace(day=1), supply] += contact.supplies.get(supply, 0)
    for supply in STOCKED:
        line: dict[str, Any] = {"supply": supply, "moved_on": start, "at": built.at(start, 10)}
        move_stock(**about, **line, what=COUNT, n=BOX, at_end=False, entry_id=built.new_id())
    for (month, supply), n in sorted(given.items()):
        day = max(month, start)
        line = {"supply": supply, "moved_on": day, "at": built.at(day, 11)}
        if n:
            boxes = -(-n // BOX)
            move_stock(**about, **line, what=DELIVERY, n=boxes * BOX, entry_id=built.new_id())


def _visit_places(built: Building) -> None:
    """Places that the indoor sessions went to in turn, each with a level of its own."""
    about: dict[str, Any] = {"project": built.crew.project, "by": built.crew.actor("outreach")}
    at = built.at(built.town.from_on, 12)
    places = []
    for told in WORDS["premises"]:
        zone = built.zones[told["zone"]]
        place = add_premises(**about, at=at, name=told["name"], zone=zone, entry_id=built.new_id())
        set_concern(**about, at=at, premises=place, level=told["level"], reason=told["reason"])
        places.append(place)
    indoor = [session for session in built.town.sessions if session.kind == "indoor"]
    for n, session in enumerate(indoor):
        place = places[n % len(places)]
        next_on = session.on + timedelta(days=60)
        visit_premises(
            **about, at=built.at(session.on, 18), premises=place, visited_on=session.on, next_due_on=next_on
        )


def _ask(built: Building) -> None:
    """Those with a key worker were asked what they agree to, and some said a little about themselves."""
    about: dict[str, Any] = {"project": built.crew.project, "by": built.crew.actor("case_worker")}
    keyed = [one for one in built.town.people if one.key_worker]
    for n, planned in enumerate(keyed):
        person = Person.objects.get(pk=built.people[planned.number].pk)
        at = built.at(min(planned.begins_on + SOON, built.town.today - timedelta(days=1)), 14)
        for purpose in ("record", "contact"):
            categories = purpose_of(purpose).categories
            said: dict[str, Any] = {"purpose": purpose, "recipient": "project", "how": "spoken"}
            give_consent(**about, **said, at=at, person=person, categories=categories)
            later = at + SOON / 2
            if purpose == "contact" and n % 9 == 4 and later.date() < built.town.today:
                withdraw_consent(**about, **said, at=later, person=person)
        if n % 2:
            quiet: dict[str, Any] = {
                "gp": "yes" if n % 4 == 1 else "no",
                "woman_worker": "prefers" if n % 3 else "",
            }
            change_person(**about, at=at, person=person, version=person.version, **quiet)


def _raise_money(built: Building) -> None:
    """One grant over a year that has not ended, with lines in the funder's own words."""
    about: dict[str, Any] = {"project": built.crew.project, "by": built.crew.actor("manager")}
    first = months_before(built.town.today, 9)
    period = Period(first, months_before(built.town.today, -3) - timedelta(days=1))
    at = built.at(first, 10)
    grant = add_grant(**about, at=at, funder=WORDS["grant"]["funder"], period=period, every=3)
    n = len(built.town.people)
    for line in WORDS["grant"]["lines"]:
        where = [tuple(pair) for pair in line["where"]]
        target = n * line["target_each"]
        add_line(
            **about,
            at=at,
            grant=grant,
            wording=line["wording"],
            measure=line["measure"],
            where=where,
            target=target,
        )
