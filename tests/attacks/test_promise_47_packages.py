"""A partner's link opens what was shared, for as long as it may; nothing else opens it, and each opening is known."""

import hashlib
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.rooms.sharing.conftest import NOW, Table
from tests.worlds import make_project
from yarrow.people import actions as people
from yarrow.pocket import flood
from yarrow.sharing import actions, links, rules
from yarrow.sharing.actions import Fact, opening, packages
from yarrow.sharing.models import Package
from yarrow.vault import keyring, sealing
from yarrow.vault.errors import Tampered
from yarrow.vault.models import TrailRow

PROMISE = (
    "What is shared through a link opens with that link alone: a database and its secrets without the token open "
    "nothing, a link that was changed, is late, used up or taken back tells nothing, and each opening is on the trail."
)
SECRET = "Canary-in-the-package"
pytestmark = pytest.mark.sqlite_only(
    reason="what a link opens is decided by its token; rows are the same on both"
)


class Partner:
    """Somebody with a link, without an account."""

    def __init__(self, made):
        self.made, self.browser = made, Client()

    def open(self, **changed):
        flood._since.clear()
        sent = {"token": self.made.token, "code": self.made.code, **changed}
        return self.browser.post("/k/", sent)

    def sees(self, **changed):
        return SECRET in self.open(**changed).content.decode()


@pytest.fixture
def table(db):
    return Table(world=make_project(at=NOW - timedelta(days=3)))


@pytest.fixture
def kim(table):
    return table.person("Kim")


@pytest.fixture
def make(table, kim):
    """A package of one fact, on a consent that stands today."""
    quay = table.agency()
    table.agree(kim, quay)
    facts = [Fact("health_words", SECRET)]
    act = {"project": table.project, "by": table.by(), "at": timezone.now()}
    told = {"person": kim, "agency": quay, "purpose": "health", "facts": facts, "days": 7, "openings": 2}
    return lambda **said: Partner(actions.make_package(**{**told, **act, **said}))


def stored():
    """Every value that the database and the keyring hold, and the application's secret, as bytes."""
    found = {settings.SECRET_KEY.encode()}
    for name in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{name}"')
            found |= {_bytes(value) for row in cursor.fetchall() for value in row if value is not None}
    kept = keyring.connection()
    for (name,) in kept.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        rows = kept.execute(f'SELECT * FROM "{name}"').fetchall()
        found |= {_bytes(value) for row in rows for value in row if value is not None}
    return found


def _bytes(value):
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def opened_by(values, package):
    """How many of these values open the package, as a key, hashed, or as if they were a token."""
    place, n = packages.place_of(package), 0
    for value in values:
        for key in {value[:32], hashlib.sha256(value).digest(), links.key_of(value.decode(errors="replace"))}:
            try:
                n += len(key) == 32 and SECRET in str(
                    sealing.unpack(sealing.open_sealed(key, bytes(package.content), place))
                )
            except Tampered:
                continue
    return n


def test_database_keyring_and_secrets_open_no_package(table, make):
    partner = make()
    package = Package.objects.get()
    values = stored()
    assert len(values) > 200 and bytes(package.content) in values
    assert opened_by(values, package) == 0
    assert opened_by({partner.made.token.encode()}, package) == 1, "the token does"
    assert not any(
        partner.made.token.encode() in value or partner.made.code.encode() == value for value in values
    )


def test_database_twin_whose_key_is_made_of_what_is_stored_is_caught(table, make, monkeypatch):
    monkeypatch.setattr(links, "key_of", lambda token: bytes.fromhex(links.mark_of(token)))
    make()
    package = Package.objects.get()
    values = {bytes.fromhex(value.decode()) for value in stored() if len(value) == 64 and _is_hex(value)}
    assert opened_by(values, package) == 1


def _is_hex(value):
    return all(sign in b"0123456789abcdef" for sign in value)


def ended(make, table, kim):
    """({how it ended: the answer} of links that open nothing; what one is told whose link was taken back or erased)."""
    act = {"project": table.project, "by": table.by("manager"), "at": timezone.now()}
    late = make(at=timezone.now() - timedelta(days=8))
    used, wrong, closed, open_one, gone = (make() for _n in range(5))
    for _n in range(2):
        assert used.sees()
    for _n in range(5):
        assert wrong.open(code="x").status_code == 403
    package = Package.objects.get(pk=closed.made.package.pk)
    actions.end_package(package=package, **act)
    token = open_one.made.token
    tried = {
        "never was": open_one.open(token=links.new_token()),
        "one letter changed": open_one.open(token=("A" if token[0] != "A" else "B") + token[1:]),
        "cut": open_one.open(token=token[:-1]),
        "late": late.open(),
        "used up": used.open(),
        "tried too often": wrong.open(),
        "ended": closed.open(),
    }
    assert open_one.sees(), "the others said nothing of it, and it opens"
    table.take_back(kim, **{"purpose": "health"})
    tried["taken back, late"] = late.open()
    taken_back = open_one.open()
    people.erase_person(person=kim, reason="asked", **act)
    tried["erased, ended before"] = closed.open()
    erased = gone.open()
    found = [{how: (one.status_code, one.content) for how, one in tried.items()}]
    return *found, [(one.status_code, one.content) for one in (taken_back, erased)]


def test_link_that_opens_nothing_tells_nobody_why(make, table, kim):
    answers, told = ended(make, table, kim)
    assert told[0] == told[1] and told[0][0] == 410, "it is not said that somebody was erased"
    assert SECRET.encode() not in told[0][1] and b"took back" in told[0][1]
    assert len(answers) == 9 and len(set(answers.values())) == 1, {
        how: said[0] for how, said in answers.items()
    }
    assert {status for status, _body in answers.values()} == {404}


def test_link_twin_that_asks_nobody_whether_it_still_stands_is_caught(make, table, kim, monkeypatch):
    partner = make()
    table.take_back(kim)
    assert not partner.sees()
    monkeypatch.setattr(rules, "may_share", lambda **asked: None)
    assert partner.sees()


def openings_and_rows(partner, kim):
    """How often it was opened, and how often the trail says so."""
    n = sum(partner.sees() for _n in range(4))
    return n, TrailRow.objects.filter(act="sharing.open_package", subject=kim.pk).count()


def test_each_opening_is_on_the_trail_and_no_look_is_one(make, kim):
    partner = make()
    for _n in range(3):
        assert (
            partner.browser.get("/k/").status_code == 200 and partner.browser.head("/k/").status_code == 200
        )
    assert openings_and_rows(partner, kim) == (2, 2)


def test_opening_twin_without_its_row_is_caught(make, kim, monkeypatch):
    monkeypatch.setattr(opening.trail, "note", lambda *args, **told: None)
    n, rows = openings_and_rows(make(), kim)
    assert n != rows
