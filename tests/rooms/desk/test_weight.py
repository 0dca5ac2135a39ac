"""A page of the desk weighs at most 60 KiB whole, gzipped, however much it shows."""

from uuid import uuid4

import pytest

from tests import weighing
from yarrow.contacts import actions as contacts
from yarrow.contacts.told import Told
from yarrow.people.actions import add_person

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.sqlite_only(reason="what a browser fetches is the same on both"),
]
MOST = 60 * 1024


@pytest.fixture
def pages(world, about, day):
    """(name, HTML) of the heaviest pages, with as many lines as they show at most."""
    people = [add_person(**about, called=f"Mirela Kasanovic {n}") for n in range(45)]
    van = contacts.open_session(**about, kind="van")
    entries = [(uuid4(), Told(session=van, person=p, supplies={"condoms": 6})) for p in people]
    contacts.record_contacts(**about, entries=entries)
    long = [(uuid4(), Told(kind="phone", person=people[0], note=f"Rang {n}")) for n in range(100)]
    contacts.record_contacts(**about, entries=long)
    for person in people[:25]:
        contacts.add_follow_up(**about, person=person, due_on=day, what="Ring back about the letter")
    client, url = world.client("coordinator"), world.project.url
    return {
        "Today": client.get(url("desk:show_today")),
        "list": client.get(url("people:list_people")),
        "person": client.get(url("people:show_person", people[0].id)),
        "session": client.get(url("contacts:show_session", van.id)),
        "sheet": client.get(url("contacts:shift_sheet", van.id)),
    }


def test_desk_pages_weigh_at_most_sixty_kib_whole(pages):
    for name, answer in pages.items():
        assert answer.status_code == 200
        weighed = weighing.weigh(answer.content)
        assert {"HTML", "ui/built/desk.css", "ui/built/desk.js"} <= set(weighed), name
        assert sum(weighed.values()) <= MOST, (name, weighed)


def test_weight_counts_what_scripts_bring_and_misses_no_file():
    page = b'<link href="/static/ui/built/desk.css"><a href="/p/small/">x</a>'
    weighed = weighing.weigh(page)
    assert set(weighed) == {"HTML", "ui/built/desk.css"} and weighed["ui/built/desk.css"] > 5_000
    with pytest.raises(LookupError, match="build the front end"):
        weighing.weigh(b'<script src="/static/ui/built/none.js"></script>')
