"""Where a confidential agency is: sealed, on its own page alone, in no list, no search and no file, and no feed tells.

The attacker is whoever gets hold of what leaves a project or of its records, and a colleague who looks through lists.
One agency was written down with its secret address; the other came from a feed that publishes it, and was then marked.
"""

import io
import re
from zipfile import ZipFile

import pytest
from django.db import connection
from django.utils import timezone

from tests.attacks.scanner import marker, scan_bytes
from tests.attacks.town import addresses
from tests.rooms.agencies.directories import organization, service
from yarrow.agencies import actions, export, giving, taking
from yarrow.agencies.actions import directory
from yarrow.agencies.models import Agency
from yarrow.staff.actions.exporting import export_project
from yarrow.vault import sealing, telling, trail
from yarrow.vault.fields import Sealed
from yarrow.vault.sealing_model import SealedFields
from yarrow.vault.telling import Telling

PROMISE = (
    "Where a confidential agency is lies sealed and shows on its own page, to holders of the key to names: in no list, "
    "no search and no file that leaves, the project's own move included; a feed that publishes it brings nothing back."
)
# Rooms that may know of agencies, those built later included; the rest can't.
ABOVE = tuple(
    f"{room}:" for room in ("agencies", "contacts", "plans", "sharing", "referrals", "evaluation", "desk")
)
LISTS = re.compile(r":(list|show|find|print|keep)_")
OWN = ("agencies:show_agency", "agencies:change_agency")


class Refuge:
    """The two agencies, and every output of the project."""

    def __init__(self, world):
        self.world, self.words = world, [marker() for _ in range(4)]
        self.act = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
        secret = {"is_confidential": True, "is_published": True}
        self.own = actions.add_agency(
            name="Haven", kind="refuge", address=f"{self.words[0]} Row", **secret, **self.act
        )
        actions.add_service(agency=self.own, name="Beds", **self.act)
        self.feed = actions.add_feed(name="Council", **self.act)
        self.read()
        theirs = Agency.objects.get(feed=self.feed)
        actions.change_agency(agency=theirs, version=1, address=f"{self.words[0]} Row", **secret, **self.act)
        self.theirs = Agency.objects.get(feed=self.feed)
        self.read()

    def read(self):
        """The feed says where it is in every way that it can."""
        street, about, area = self.words[1:]
        place = [{"address_1": street, "city": street}]
        actions.take_services(
            feed=self.feed,
            rows=[
                service(
                    "Shelter", "Refuge", description=f"At {about}.", service_areas=[{"name": area}],
                    service_at_locations=[{"location": {"addresses": place}}],
                    organization=organization("Refuge", description=about, locations=[{"addresses": place}]),
                )
            ],
            **self.act,
        )  # fmt: skip

    def pages(self, rooms=("agencies:",)):
        """Every list of these rooms, searches for the place, and the pages of services."""
        client = self.world.client("coordinator", raise_request_exception=False)
        lists = [each for each in addresses() if not each.takes and each.name.startswith(rooms)]
        urls = [each.of(self.world, {}) for each in lists if LISTS.search(each.name)]
        found = self.world.project.url("agencies:list_services")
        urls += [f"{found}?{name}={word}&with_closed=on" for name in ("place", "text") for word in self.words]
        for row in (*self.own.services.all(), *self.theirs.services.all()):
            urls += [
                self.world.project.url(f"agencies:{name}", row.id)
                for name in ("show_service", "change_service")
            ]
        said = {url: client.get(url).content for url in urls}
        assert b"Haven" in said[found]
        # A search says back what was typed; what it must not do is find.
        return {url: body.split(b"</form>")[-1] if "?" in url else body for url, body in said.items()}

    def files(self):
        """What leaves: the directory for others, and everything the project takes along, opened as far as it may be."""
        client = self.world.client("coordinator")
        given = client.get(self.world.project.url("agencies:give_directory")).content
        assert b"Haven" in given and b"Shelter" in given
        opened = {"reason": "move", "compartments": ["identity", "notes"]}
        parts = export_project(**opened, **{**self.act, "by": self.world.worker("manager")})
        zipped = ZipFile(io.BytesIO(b"".join(parts)))
        moved = {name: zipped.read(name) for name in zipped.namelist()}
        assert b"Haven" in moved["agencies.agency.csv"]
        return {"services.json": given, **moved}

    def records(self):
        """The rows of the room and of the trail, read past the application."""
        with connection.cursor() as cursor:
            tables = connection.introspection.table_names(cursor)
            found = {}
            for table in tables:
                if table.startswith("agencies_") or "trail" in table:
                    cursor.execute(f"SELECT * FROM {table}")
                    found[table] = repr(
                        [[_read(value) for value in row] for row in cursor.fetchall()]
                    ).encode()
        assert b"Haven" in found["agencies_agency"]
        return found

    def told(self, outputs):
        """Places where one of the words stands."""
        return sorted({name for name, body in outputs.items() if scan_bytes(body, self.words)})


def _read(value):
    return bytes(value) if isinstance(value, memoryview) else value


@pytest.fixture
def refuge(world):
    return Refuge(world)


@pytest.mark.sqlite_only(reason="pages show what lies in the records, and those are read on both")
def test_lists_and_searches_do_not_tell(refuge):
    assert refuge.told(refuge.pages(ABOVE)) == []


def test_files_that_leave_do_not_tell(refuge):
    files = refuge.files()
    assert refuge.told(files) == []
    assert b"agencies.agency,address" in files["left-out.csv"]


def test_records_do_not_tell(refuge):
    assert refuge.told(refuge.records()) == []


def test_its_own_page_tells_holders_of_the_key_and_the_trail_knows(refuge):
    for agency in (refuge.own, refuge.theirs):
        url = refuge.world.project.url("agencies:show_agency", agency.id)
        assert refuge.words[0].encode() in refuge.world.client("outreach").get(url).content
        assert (
            trail.rows_about(refuge.world.project.id, agency.id).filter(act="agencies.show_agency").exists()
        )
        assert refuge.words[0].encode() not in refuge.world.client("outreach", locked=True).get(url).content


@pytest.mark.sqlite_only(reason="who may is decided by the rule of an address")
def test_roles_without_the_key_get_no_page_of_it(refuge):
    for role in ("evaluator", "administrator"):
        client = refuge.world.client(role, raise_request_exception=False)
        for name in OWN:
            assert client.get(refuge.world.project.url(name, refuge.own.id)).status_code == 403


def test_files_twin_that_opens_everything_is_caught(refuge, monkeypatch):
    monkeypatch.setitem(telling._told, Agency, Telling(part="more", label="Agency"))
    assert "agencies.agency.csv" in refuge.told(refuge.files())
    monkeypatch.setitem(telling._told, Agency, export.AGENCY)


def test_records_twin_without_sealing_is_caught(world, monkeypatch):
    def unsealed(fields, path, value, unlocked):
        setattr(fields._row, path.partition(".")[2], Sealed(sealing.pack(value)) if value else None)

    monkeypatch.setattr(SealedFields, "put", unsealed)
    refuge = Refuge(world)
    assert refuge.told(refuge.records()) == ["agencies_agency"]


def test_lists_twin_that_keeps_what_a_feed_said_is_caught(world, monkeypatch):
    monkeypatch.setattr(directory, "_forget_whereabouts", lambda agency: None)
    monkeypatch.setattr(Refuge, "read", _once(Refuge.read))
    refuge = Refuge(world)
    assert refuge.told(refuge.pages()) and "agencies_service" in refuge.told(refuge.records())


def test_lists_twin_whose_feed_brings_it_back_is_caught(world, monkeypatch):
    said_of = taking._said_of_service

    def forgetful(service, agency, said):
        """As though nobody had marked it."""
        return said_of(service, type("Open", (), {"is_confidential": False, "pk": agency.pk})(), said) | {
            "agency": agency
        }

    monkeypatch.setattr(taking, "_said_of_service", forgetful)
    refuge = Refuge(world)
    assert refuge.told(refuge.pages())


def test_files_twin_that_gives_words_away_is_caught(world, monkeypatch):
    monkeypatch.setattr(directory, "_forget_whereabouts", lambda agency: None)
    monkeypatch.setattr(giving, "shows_words", lambda agency: True)
    monkeypatch.setattr(Refuge, "read", _once(Refuge.read))
    assert "services.json" in (refuge := Refuge(world)).told(refuge.files())


def _once(read):
    """A feed that is read once, before the agency is marked."""

    def reads(refuge):
        if not Agency.objects.filter(feed=refuge.feed).exists():
            read(refuge)

    return reads
