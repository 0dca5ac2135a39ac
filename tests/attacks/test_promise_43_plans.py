"""A plan belongs to the person: its words lie sealed, and nobody without the key to case notes reads one.

Two attackers: whoever has the records' file, and a colleague whose role keeps plans in a project that withholds the
key to notes from it.
"""

import pytest
from django.db import connection
from django.utils import timezone

from tests.attacks.scanner import scan_bytes
from tests.attacks.town import planned
from yarrow.people.actions import add_person
from yarrow.plans import coming
from yarrow.vault import compartments, opening, sealing
from yarrow.vault.errors import NoGrant
from yarrow.vault.fields import Sealed
from yarrow.vault.sealing_model import SealedFields

PROMISE = (
    "The words of a plan, a card, a rating, a family day and a change somebody chose stand nowhere in the records in "
    "the clear, and open with the key to case notes alone: not for other roles, not for one from which it was taken."
)
MARK = "Quillfeather"
# What lies in a plan under a name of our own lists: as telling as any word.
CODES = ("parenting", "re_entry", "contact")
PAGES = ("show_plan", "print_plan", "show_card", "print_card", "show_course", "show_domain")


@pytest.fixture
def person(world):
    act = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
    person = add_person(called="Kim", **act)
    planned(person, act, lambda name: f"{MARK}{name}")
    return person


def in_the_clear(person) -> list[str]:
    """Marks and codes found in the rows of the room, read past the application."""
    found = b""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("plans_"):
                cursor.execute(f"SELECT * FROM {table}")
                found += b"|".join(_bytes(value) for row in cursor.fetchall() for value in row)
    assert person.id.hex.encode() in found.replace(b"-", b"")
    return scan_bytes(found, [MARK, *CODES])


def _bytes(value) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def pages_of(world, person, client) -> str:
    """Everything that the pages of the room say to this browser."""
    takes = {"show_domain": ["housing"]}
    urls = [world.project.url(f"plans:{name}", person.id, *takes.get(name, [])) for name in PAGES]
    urls += [
        world.project.url("plans:list_due") + "?whose=all",
        world.project.url("people:show_person", person.id),
    ]
    return " ".join(client.get(url, follow=True).content.decode() for url in urls)


def unsealed(fields, path, value, unlocked):
    """What sealing would be if it only packed."""
    held = None if value in (None, "", [], {}) else Sealed(sealing.pack(value))
    setattr(fields._row, path.partition(".")[2], held)


def take_notes(world):
    """The case worker's key to case notes is taken away; their role stays."""
    account = world.account("case_worker")
    act = {"by": world.worker("coordinator"), "at": timezone.now()}
    compartments.revoke(world.project.id, "notes", holder_id=account.worker.holder, **act)


def test_words_of_a_plan_stand_nowhere_in_the_records(person):
    assert in_the_clear(person) == []


@pytest.mark.sqlite_only(reason="who may is decided by the rule of an address and by keys")
def test_roles_without_the_key_read_no_plan(world, person):
    for role in ("outreach", "adviser", "administrator", "case_worker"):
        said = pages_of(world, person, world.client(role, raise_request_exception=False))
        assert (MARK in said) == (role == "case_worker"), role


def test_case_worker_from_whom_the_key_was_taken_reads_no_plan(world, person):
    world.account("case_worker")
    take_notes(world)
    said = pages_of(world, person, world.client("case_worker", raise_request_exception=False))
    assert MARK not in said and "Kim" in said
    by = world.worker("case_worker")
    lines, _more = coming.listed(by, world.project, timezone.localdate(), whose=coming.ALL, page=1)
    assert [line.what for line in lines] == [""] * 2
    row = next(line.row for line in lines if not line.is_review)
    with pytest.raises(NoGrant):
        row.sealed.open_unrecorded("notes.what", by.unlocked)


def test_words_twin_without_sealing_are_caught(world, monkeypatch):
    monkeypatch.setattr(SealedFields, "put", unsealed)
    act = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
    person = add_person(called="Kim", **act)
    planned(person, act, lambda name: f"{MARK}{name}")
    assert MARK in str(in_the_clear(person))


@pytest.mark.sqlite_only(reason="who may is decided by the rule of an address and by keys")
def test_case_worker_twin_who_borrows_a_key_is_caught(world, person, monkeypatch):
    """The control is the key itself: opened with another's in hand, the same pages tell everything."""
    world.account("case_worker")
    take_notes(world)
    lender = world.worker("coordinator")
    opens = opening.Page.open

    def borrowed(page, row, path):
        page.by = lender
        return opens(page, row, path)

    monkeypatch.setattr(opening.Page, "open", borrowed)
    assert MARK in pages_of(world, person, world.client("case_worker", raise_request_exception=False))
