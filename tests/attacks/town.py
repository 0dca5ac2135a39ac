"""One object of every kind that an address can name, in a project; made through its actions."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from tests.attacks import (
    asking,
    between,
    challenging,
    conferring,
    directing,
    judging,
    matching,
    neighbouring,
    planning,
    referring,
    releasing,
    reporting,
    surveying,
    telling_others,
    vouching,
    warning_others,
)
from tests.photos import photo
from tests.worlds import World
from yarrow.contacts import actions as contacts
from yarrow.contacts.importing import actions as importing
from yarrow.contacts.models import Session
from yarrow.evaluation import actions as evaluation
from yarrow.evaluation.releasing import Wanted
from yarrow.methods.activity import Period
from yarrow.people import actions as people
from yarrow.people.models import Merge, Person
from yarrow.staff.actions import joining
from yarrow.vault import devices, inbox, intake


@dataclass(frozen=True)
class Address:
    """A page of a project: its name and the names and converters of what it takes."""

    name: str
    takes: tuple[tuple[str, str], ...]

    def of(self, world: World, ids: dict[tuple[str, str], Any]) -> str:
        """The address in a project, naming these objects."""
        said = {name: ids[(room_of(self.name), name)] for name, _ in self.takes}
        return reverse(self.name, kwargs={"project": world.project.code, **said})


def room_of(name: str) -> str:
    return name.partition(":")[0]


def addresses() -> list[Address]:
    """Every page that lives under a project."""
    return [each for route, each in every_address() if route.startswith("p/")]


def every_address() -> list[tuple[str, Address]]:
    """Every page with its route, by name."""
    return sorted(_walk(get_resolver().url_patterns, "", "", ()), key=lambda each: each[1].name)


def _walk(
    patterns: list[Any], route: str, space: str, takes: tuple[tuple[str, str], ...]
) -> Iterator[tuple[str, Address]]:
    for each in patterns:
        taken = takes + tuple((n, type(c).__name__) for n, c in each.pattern.converters.items())
        whole = route + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _walk(
                each.url_patterns, whole, f"{space}{each.namespace}:" if each.namespace else space, taken
            )
        elif isinstance(each, URLPattern):
            yield whole, Address(f"{space}{each.name}", tuple(take for take in taken if take[0] != "project"))


def build(world: World, word: Callable[[str], str] = str) -> dict[tuple[str, str], Any]:
    """(room, what an address calls it) → id, of objects made in this project through its actions.

    `word` gives what is typed into a field, by the field's name.
    """
    world.account("guest")
    act = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
    person = _someone(world, act, word)
    found = {**_about(person, act, word), **_met(person, act, word), **_vault(world, act, word)}
    found |= {**brought(act, word), **left(act), **planning.planned(person, act, word)}
    found |= asking.asked(world, person, act, word)
    found |= referring.referred(person, act, word)
    found |= referring.concerned(person, act, word)
    invitation, _token = joining.invite_worker(
        name="Ines Invited", email=f"ines@{world.project.code}.example", role="peer", **act
    )
    outreach = world.account("outreach")
    found |= {
        "person_id": person.id,
        "purpose": "health",
        "other_id": people.add_person(called=word("called"), **act).id,
        "merge_id": _merged(act, word).id,
        "worker_id": outreach.worker.id,
        "membership_id": outreach.place.id,
        "invitation_id": invitation.id,
        "role": "outreach",
        "compartment": "identity",
        "language": "ro",
    }
    kinds = {"people": found.pop("setting_kind"), "contacts": found.pop("own_kind")}
    rooms = ("desk", "people", "contacts", "staff", "evaluation", "languages", "measures", "surveys", "plans")
    rooms += ("referrals",)
    own = {(room, "kind_id"): kind for room, kind in kinds.items()}
    own |= surveying.surveyed(found["version_id"], act, word)
    own |= directing.directed(act, word)
    own |= judging.judged(person, act, word)
    own |= neighbouring.neighboured(act, word)
    own |= telling_others.told(person, own["agencies", "agency_id"], act, word)
    own |= warning_others.warned(world, act["at"], word)
    own |= conferring.conferred(world, person, own, act, word)
    own |= challenging.challenged(world, act, word)
    own |= between.between(world, act["at"])
    own |= releasing.released(world, act, word)
    own |= vouching.vouched(act, word)
    own |= reporting.reported(world, word)
    own |= matching.matched(world, word)
    return {(room, name): value for room in rooms for name, value in found.items()} | own


def _someone(world: World, act: dict[str, Any], word: Callable[[str], str]) -> Person:
    said = {name: word(name) for name in ("called", "full_name", "appearance", "nationality", "gender_said")}
    listed: dict[str, Any] = {"languages": [word("languages")], "born_on": date(1991, 4, 3)}
    listed |= {"interpreter": "yes", "trans": "no"}
    person = people.add_person(**said, **listed, **act)
    worker = world.account("coordinator").worker
    people.assign_key_worker(person=person, worker=worker, **act)
    return person


def _merged(act: dict[str, Any], word: Callable[[str], str]) -> Merge:
    """Two records that became one, and what may be known of somebody who is not one with them."""
    into, came, other = (people.add_person(called=word("called"), **act) for _ in range(3))
    told = {name: word(name) for name in ("told", "next_step", "note")}
    people.note_safeguarding(person=other, **told, **act)
    said = {name: word(name) for name in ("recipient_name", "language", "interpreter", "witness")}
    asked = {"purpose": "health", "recipient": "gp", "categories": ["health"], "how": "spoken"}
    people.give_consent(person=other, **asked, **said, **act)
    people.tell_apart(person=into, other=other, facts=word("facts"), **act)
    return people.merge_people(into=into, came=came, take=["called"], **act)


def _about(person: Person, act: dict[str, Any], word: Callable[[str], str]) -> dict[str, Any]:
    setting = people.add_setting(person=person, code="street", own_word=word("own_word"), **act)
    way = people.add_way_to_reach(
        person=person,
        kind="app",
        value=word("value"),
        safe_times=word("safe_times"),
        cautions=["never_text"],
        **act,
    )
    until = timezone.localdate() + timedelta(days=90)
    people.keep_longer(person=person, until_on=until, reason=word("reason"), **act)
    hold = people.propose_hold(person=person, ground="court", reason=word("reason"), until_on=until, **act)
    paper = people.add_paper(person=person, title=word("title"), content=photo(word), **act)
    return {
        "hold_id": hold.id,
        "alias_id": people.add_alias(person=person, kind="nickname", name=word("name"), **act).id,
        "setting_id": setting.id,
        "way_id": way.id,
        "paper_id": paper.id,
        "setting_kind": people.add_setting_kind(label="On the quay", **act).pk,
    }


def _met(person: Person, act: dict[str, Any], word: Callable[[str], str]) -> dict[str, Any]:
    zone = contacts.add_zone(label="Docks", **act)
    van = contacts.open_session(kind="van", zones=[zone], **act)
    contacts.note_session(session=van, text=word("note"), **act)
    told = {"session": van, "zone": zone, "note": word("note"), "language": word("language")}
    contact = contacts.record_contact(entry_id=uuid4(), person=person, met_at=timezone.now(), **told, **act)
    contacts.correct_contact(contact=contact, version=1, note=word("note"), **act)
    today = timezone.now().date()
    line = contacts.move_stock(supply="condoms", what="delivery", n=200, moved_on=today, **act)
    return {
        "supply": line.supply,
        "movement_id": line.id,
        "premises_id": _place(van, act, word),
        "zone_id": zone.id,
        "session_id": van.id,
        "contact_id": contact.id,
        "follow_up_id": contacts.add_follow_up(due_on=today, what=word("what"), person=person, **act).id,
        "own_kind": contacts.add_kind(sort="supplies", label="Warm socks", **act).id,
    }


def _place(van: Session, act: dict[str, Any], word: Callable[[str], str]) -> UUID:
    texts = {name: word(name) for name in ("name", "address", "phone", "way_in")}
    place = contacts.add_premises(**texts, **act)
    contacts.set_concern(premises=place, level="red", reason=word("reason"), **act)
    contacts.visit_premises(premises=place, session=van, note=word("note"), **act)
    return place.id


def spreadsheet(word: Callable[[str], str]) -> bytes:
    """A night's log with names and notes; two rows that are the same, so that one is not taken."""
    night = timezone.now().date() - timedelta(days=3)
    lines = ["Date,Type,Worker,Name,Place,Condoms,Notes"]
    lines += [
        f"{night:%d/%m/%Y},Van,AB,{word('sheet name')},Station,{n},{word('sheet note')}" for n in (3, 5)
    ]
    lines += [lines[-1], f"31/02/{night:%Y},Van,AB,{word('sheet name')},Station,lots,{word('sheet note')}"]
    return "\r\n".join(lines).encode()


def brought(act: dict[str, Any], word: Callable[[str], str]) -> dict[str, Any]:
    """One file looked at, whose bytes are kept sealed, and one brought in."""
    name = f"{word('file name')}.csv"
    waiting, _reading = importing.start_import(name=name, content=spreadsheet(word), **act)
    importing.correct_import(batch=waiting, changes={}, day_first=True, **act)
    batch, reading = importing.start_import(name=name, content=spreadsheet(word), **act)
    importing.run_import(batch=batch, reading=reading, told=lambda *_: None, **act)
    return {"batch_id": waiting.id}


def left(act: dict[str, Any]) -> dict[str, Any]:
    """A published release: of nine people who are not known, met last month."""
    last = timezone.localdate().replace(day=1) - timedelta(days=1)
    contacts.record_contact(entry_id=uuid4(), n_people=9, kind="phone", happened_on=last, **act)
    wanted = Wanted(Period(last.replace(day=1), last), by=())
    release = evaluation.propose_release(wanted=wanted, **act)
    evaluation.publish_release(release=release, **act)
    grant = evaluation.add_grant(funder="City fund", period=wanted.period, every=0, **act)
    line = evaluation.add_line(grant=grant, wording="People met", measure="n_people", **act)
    return {"release_id": release.id, "kind": "csv", "grant_id": grant.id, "line_id": line.id}


def _vault(world: World, act: dict[str, Any], word: Callable[[str], str]) -> dict[str, Any]:
    told = {"by": act["by"], "at": act["at"]}
    entry = inbox.leave(
        world.project.id,
        "identity",
        kind="test.kind",
        payload={"text": word("text")},
        entry_id=uuid4(),
        **told,
    )
    # Nothing opens this kind, so it needs a look.
    assert not inbox.settle(entry, **told)
    point = intake.new_points().public
    device = devices.add_device(world.project.id, name="Van tablet", public_key=point, **told)
    return {"number": entry.pk, "device_id": device.id}
