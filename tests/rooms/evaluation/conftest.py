"""A project whose contacts are known one by one, written down through the actions."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.snapshots import remembered
from tests.worlds import make_project
from yarrow.contacts.actions import add_zone, link_contact, record_contact, void_contact
from yarrow.contacts.models import Zone
from yarrow.people.actions import add_person, add_setting

LIVE_AT = datetime(2025, 1, 10, 9, tzinfo=UTC)


def _zones_again(zones):
    return {code: Zone.objects.get(id=zone.id) for code, zone in zones.items()}


class Diary:
    """Writes contacts down day by day, as workers would."""

    def __init__(self, world):
        self.world, self.project = world, world.project
        self.by = world.worker("manager")
        self.zones = remembered(world.project.id, "zones", self._zones, _zones_again)

    def _zones(self):
        zone = {"project": self.project, "by": self.by, "at": LIVE_AT}
        return {code: add_zone(**zone, label=code.title(), code=code) for code in ("quay", "mills")}

    def at(self, day):
        return datetime(day.year, day.month, day.day, 21, tzinfo=UTC)

    def person(self, called, day, gender="woman", settings=()):
        about = {"project": self.project, "by": self.by, "at": self.at(day)}
        person = add_person(**about, called=called, gender=gender, first_met_on=day)
        for code, from_on, until_on in settings:
            told = {**about, "at": self.at(from_on or day)}
            add_setting(**told, person=person, code=code, from_on=from_on, until_on=until_on)
        return person

    def met(self, day, person=None, kind="phone", zone="", **told):
        return record_contact(
            project=self.project,
            by=self.by,
            at=self.at(day),
            entry_id=uuid4(),
            kind=kind,
            person=person,
            zone=self.zones.get(zone),
            happened_on=day,
            **told,
        )

    def link(self, contact, person):
        link_contact(
            project=self.project, by=self.by, at=self.at(contact.happened_on), contact=contact, person=person
        )

    def remove(self, contact):
        void_contact(
            project=self.project,
            by=self.by,
            at=timezone.now(),
            contact=contact,
            version=contact.version,
            reason="twice",
        )


@pytest.fixture
def world(db):
    return make_project(at=LIVE_AT)


@pytest.fixture
def diary(world):
    return Diary(world)


@pytest.fixture
def town(diary):
    """January to March 2025: Ada (street, later online), Bo (a man), three women not known."""
    days = [date(2025, 1, 14), date(2025, 2, 4), date(2025, 2, 20), date(2025, 3, 6)]
    spans = [("street", None, date(2025, 2, 10)), ("online_adverts", date(2025, 2, 11), None)]
    diary.ada = diary.person("Ada", days[0], settings=spans)
    diary.bo = diary.person("Bo", days[1], gender="man")
    diary.met(days[0], diary.ada, zone="quay", supplies={"condoms": 12}, done=["information"])
    diary.met(days[1], diary.ada, zone="quay", supplies={"condoms": 6, "needles_out": 10})
    diary.met(days[1], diary.bo, kind="office", done=["housing_help", "listening"])
    diary.met(days[2], diary.ada, kind="home")
    diary.three = diary.met(
        days[2], n_people=3, gender_seen="woman", zone="quay", supplies={"condoms": 30}, done=["information"]
    )
    diary.remove(diary.met(days[3], diary.bo, kind="office"))
    return diary
