"""When people were last met and what was given, after importing, taking back, merging and erasing in any order."""

from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from uuid import uuid4

import pytest

from tests.rooms.contacts.importing.conftest import NOW
from yarrow.contacts import actions
from yarrow.contacts.importing import undoing
from yarrow.contacts.models import Contact, ContactSupply, GivenOn, LastMet
from yarrow.contacts.stock import given_by_day
from yarrow.people.actions import add_person, erase_person, merge_people, part_people
from yarrow.people.models import Merge, Person

CSV = b"Date,Name,Condoms\n" + b"".join(
    b"%d/2/2026,%s,%d\n" % (day, name, day) for day in range(1, 29, 3) for name in (b"Kim", b"Ada", b"Ruby")
)


def counted():
    """Plainly, person by person and day by day, from nothing but the contacts."""
    met, sums = {}, {}
    for person in Person.objects.filter(erased_at=None):
        rows = Contact.objects.filter(person=person, state="stands")
        days = sorted({row.happened_on for row in rows})
        if not days:
            continue
        gaps = [(after - before).days for before, after in pairwise(days)][-12:]
        usual = median(gaps) if len(gaps) >= 4 else None
        late = None if usual is None else days[-1] + timedelta(days=1 + int(max(7, 2 * usual)))
        met[person.pk] = (days[-1], usual, late)
    for line in ContactSupply.objects.select_related("contact"):
        if line.contact.state == "stands":
            place = (line.contact.happened_on, line.kind)
            sums[place] = sums.get(place, 0) + line.n
    return met, sums


def kept():
    met = {row.person_id: (row.last_met_on, row.usual, row.late_on) for row in LastMet.objects.all()}
    return met, {(row.happened_on, row.kind): row.n for row in GivenOn.objects.exclude(n=0)}


@pytest.fixture
def told(world, by):
    return {"project": world.project, "by": by, "at": NOW}


def named(by, name):
    for person in Person.objects.filter(erased_at=None, merged_into=None):
        if person.sealed.open_unrecorded("identity.called", by.unlocked) == name:
            return person
    raise AssertionError(name)


class Town:
    """What a step of the tables below can do."""

    def __init__(self, bring, told):
        self.told, self.bring, self.batch = told, bring, None

    def person(self, name):
        return named(self.told["by"], name)

    def imports(self):
        self.batch = self.bring("list.csv", CSV)

    def takes_back(self):
        undoing.undo_import(batch=self.batch, **self.told)

    def merges(self):
        merge_people(into=self.person("Kim"), came=self.person("Ada"), take=[], **self.told)

    def parts(self):
        part_people(merge=Merge.objects.get(), **self.told)

    def erases(self):
        erase_person(person=self.person("Ruby"), reason="asked", **self.told)

    def erases_kim(self):
        erase_person(person=self.person("Kim"), reason="asked", **self.told)

    def corrects(self):
        contact = Contact.objects.filter(person=self.person("Kim"), state="stands").earliest("happened_on")
        said = {"happened_on": date(2026, 3, 1), "supplies": {"condoms": 2}}
        actions.correct_contact(contact=contact, version=contact.version, **said, **self.told)

    def voids(self):
        contact = Contact.objects.filter(person=self.person("Kim"), state="stands").latest("happened_on")
        actions.void_contact(contact=contact, version=contact.version, reason="twice", **self.told)

    def undoes(self):
        """Somebody was met just now, and it was a slip."""
        entry_id = uuid4()
        said = {"session": None, "kind": "phone", "person": self.person("Kim"), "supplies": {"lube": 9}}
        contact = actions.record_contact(entry_id=entry_id, **said, **self.told)
        assert kept() == counted()
        actions.undo_contact(contact=contact, **self.told)

    def links(self):
        said = {"session": None, "kind": "phone", "n_people": 1, "supplies": {"condoms": 5}}
        contact = actions.record_contact(entry_id=uuid4(), **said, **self.told)
        assert kept() == counted()
        actions.link_contact(contact=contact, person=self.person("Ruby"), **self.told)


@pytest.mark.parametrize(
    "steps",
    [
        "imports merges parts takes_back",
        "imports merges erases_kim takes_back",
        "imports corrects voids takes_back",
        "imports undoes links takes_back",
        "imports links erases merges parts",
        "imports takes_back imports merges erases_kim",
        "imports voids voids undoes merges corrects parts erases_kim",
    ],
)
def test_after_every_step_what_is_kept_is_what_counting_gives(world, by, bring, told, steps):
    town = Town(bring, told)
    for name in ("Kim", "Ada", "Ruby"):
        add_person(called=name, **told)
    for step in steps.split():
        getattr(town, step)()
        met, sums = kept()
        assert (met, sums) == counted(), step
        given = given_by_day(world.project)
        assert {(day, kind): n for kind, days in given.items() for day, n in days.items()} == sums, step
