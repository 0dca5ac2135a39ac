"""What identifies someone is nowhere readable on the disk; the twin shows that the search would find it."""

import base64
import json
import re
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

from yarrow.people import actions, queries
from yarrow.vault import keyring, sealing, trail
from yarrow.vault.actors import Actor
from yarrow.vault.errors import Locked, NoGrant
from yarrow.vault.fields import Sealed
from yarrow.vault.sealing_model import SealedFields

MARK = "Quillobrandt"
PLANTED = {
    "called": f"{MARK}a",
    "full_name": f"Ana {MARK}b",
    "appearance": f"{MARK}c, red scarf",
    "nationality": f"{MARK}d",
    "gender_said": f"{MARK}e",
    "languages": [f"{MARK}f"],
}


def forms_of(text):
    """The ways in which a text could lie in a file."""
    raw = text.encode()
    yield from (
        raw,
        text.encode("utf-16-le"),
        text.encode("utf-16-be"),
        raw.hex().encode(),
        raw.hex().upper().encode(),
    )
    for pad in range(3):
        whole = base64.b64encode(b"\0" * pad + raw)
        yield whole[4 if pad else 0 : len(whole) - 4]


def everything_stored():
    """Every value of every table, and the keyring file."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for value in row:
                    yield (
                        table,
                        bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode(),
                    )
    keyring.checkpoint()
    yield "keyring", Path(settings.KEYRING).read_bytes()


def places_of_mark():
    needles = [needle for letter in "abcdefghijk" for needle in forms_of(f"{MARK}{letter}")]
    return sorted(
        {table for table, value in everything_stored() if any(needle in value for needle in needles)}
    )


def plant(world, project, by, at):
    person = actions.add_person(project=project, by=by, at=at, **PLANTED)
    given = {"person": person, "project": project, "by": by, "at": at}
    actions.add_alias(kind="nickname", name=f"{MARK}g", **given)
    actions.add_setting(code="webcam", own_word=f"{MARK}h", **given)
    actions.add_way_to_reach(kind="app", value=f"{MARK}i", safe_times=f"{MARK}j", **given)
    client = world.client("coordinator")
    client.post(project.url("people:search_people"), {"text": f"{MARK}a"})
    client.get(project.url("people:show_person", person.id))
    client.post(project.url("people:add_alias", person.id), {"kind": "", "name": f"{MARK}k"})
    return person


def test_planted_words_are_found_nowhere(world, project, by, at):
    plant(world, project, by, at)
    assert places_of_mark() == []


def test_twin_with_sealing_off_is_caught(world, project, by, at, monkeypatch):
    monkeypatch.setattr(sealing, "seal", lambda key, plain, place: sealing.XCHACHA + plain)
    monkeypatch.setattr(sealing, "open_sealed", lambda key, sealed, place: sealed[1:])
    person = actions.add_person(project=project, by=by, at=at, called=f"{MARK}a")
    actions.add_alias(person=person, kind="nickname", name=f"{MARK}g", project=project, by=by, at=at)
    assert places_of_mark() == ["people_alias", "people_person"]


def test_twin_that_writes_the_search_term_on_the_trail_is_caught(world, project, by, at, monkeypatch):
    original = queries.reading

    @contextmanager
    def telling(by, project_id, *, act):
        with original(by, project_id, act=act) as page:
            yield page
            page.reason = f"{MARK}a"

    # The trail itself refuses words; that control is off as well.
    monkeypatch.setattr(trail, "REASON", re.compile(".*"))
    monkeypatch.setattr(queries, "reading", telling)
    actions.add_person(project=project, by=by, at=at, called="Kim")
    queries.find_people(by, project, f"{MARK}a")
    assert places_of_mark() == ["vault_trailrow"]
    assert trail.verify(project.id) == []


def test_what_prints_a_person_prints_no_name(project, by, add):
    person = add(f"{MARK}a")
    assert MARK not in repr(person) + str(person) + repr(person.__dict__) + str(person.called)
    assert str(person.called) == "[sealed]"


def test_a_name_cannot_be_stored_unsealed(add):
    person = add("Kim")
    person.called = "Kim"
    with pytest.raises(TypeError):
        person.save()


def test_a_sealed_name_opens_in_no_other_row(project, by, add):
    kim, zoe = add("Kim"), add("Zoe")
    zoe.called = Sealed(kim.called.ciphertext)
    with pytest.raises(Exception, match="does not open"):
        SealedFields(zoe).open_unrecorded("identity.called", by.unlocked)


def test_without_a_key_nothing_is_written_or_read(project, world, at, add):
    locked = Actor(world.worker("outreach").id, "outreach")
    with pytest.raises(Locked):
        actions.add_person(project=project, by=locked, at=at, called="Kim")
    add("Kim")
    with pytest.raises(Locked):
        queries.find_people(locked, project, "Kim")
    with pytest.raises(Locked):
        queries.list_people(locked, project)


def test_a_worker_of_another_project_opens_nothing_here(world, project, add, by):
    add("Kim")
    stranger = world.other.worker("coordinator")
    with pytest.raises(NoGrant):
        queries.find_people(stranger, project, "Kim")


def test_the_payload_of_someone_added_while_locked_is_sealed(world, project, at):
    locked = Actor(world.worker("outreach").id, "outreach")
    actions.leave_person(project=project, by=locked, at=at, entry_id=uuid4(), called=f"{MARK}a")
    assert places_of_mark() == []


def test_sealed_values_are_json(project, by, add):
    person = add("Kim", languages=["ro", "en"])
    assert (
        json.dumps(SealedFields(person).open_unrecorded("identity.languages", by.unlocked)) == '["ro", "en"]'
    )
