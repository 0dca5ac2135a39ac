"""What was said about a contact is found nowhere in plain, and is on no line that could be logged."""

import json
import sqlite3

import pytest
from django.conf import settings
from django.core import serializers
from django.db import connection, models
from django.http import QueryDict

from tests.rooms.contacts.conftest import NIGHT
from yarrow.contacts import actions
from yarrow.contacts import models as nouns
from yarrow.contacts.models import Contact, ContactVersion, FollowUp, Session, Zone
from yarrow.contacts.sheet import Sheet
from yarrow.vault import inbox
from yarrow.vault.actors import Actor
from yarrow.vault.errors import NoGrant
from yarrow.vault.models import InboxEntry
from yarrow.vault.privacy import declaration, faults

MARK = "Quillfeather Ambergris"


def everything() -> str:
    """Every cell of every table, as text; bytes as Latin-1, so that a word in them shows."""
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                found += [
                    bytes(c).decode("latin-1") if isinstance(c, (bytes, memoryview)) else str(c) for c in row
                ]
    return "\n".join(found)


def keyring_text() -> str:
    with sqlite3.connect(settings.KEYRING) as keys:
        return "\n".join(keys.iterdump())


def whole_night(shift) -> None:
    """The marker goes into every field somebody can type into, in every way."""
    contact = shift.record(
        by=shift.case_worker,
        new_person=MARK,
        note=f"note {MARK}",
        met_at=NIGHT,
        language=MARK,
        follow_up_on=NIGHT.date(),
        follow_up_what=f"what {MARK}",
    )
    shift.act(actions.correct_contact, by=shift.case_worker, contact=contact, version=1, note=f"again {MARK}")
    shift.act(actions.move_contact, by=shift.case_worker, contact=contact, version=2, person=None)
    shift.record(note=f"waits {MARK}", n_people=2)
    shift.act(actions.note_session, by=shift.case_worker, session=shift.van, text=f"session {MARK}")
    shift.act(actions.note_session, session=shift.van, text=f"waits {MARK}")
    locked = Sheet(shift.project, shift.van, Actor(shift.outreach.id, "outreach"), NIGHT)
    form = locked.form(QueryDict(f"entry_id={contact.id}&name={MARK}&note={MARK}"))
    assert form.is_valid(), form.errors
    locked.take(form)


def has_mark(text: str) -> bool:
    return any(word in text for word in MARK.split())


def test_sealing_leaves_the_marker_in_no_table_and_no_keyring(shift):
    whole_night(shift)
    assert Contact.objects.exclude(note=None).exists() and ContactVersion.objects.exclude(note=None).exists()
    assert FollowUp.objects.exclude(what=None).exists() and Session.objects.exclude(note=None).exists()
    assert not has_mark(everything()) and not has_mark(keyring_text())
    inbox.open_waiting(shift.project.id, by=shift.case_worker, at=NIGHT)
    assert not has_mark(everything())


def test_sealing_scan_finds_a_marker_that_is_not_sealed(shift):
    whole_night(shift)
    Zone.objects.update(label=MARK)
    assert has_mark(everything())


def test_sealing_shows_nothing_in_dumps_and_prints(shift):
    whole_night(shift)
    for model in (Contact, ContactVersion, FollowUp, Session):
        dumped = serializers.serialize("json", model.objects.all())
        assert not has_mark(dumped) and json.loads(dumped)
        assert not has_mark(repr(list(model.objects.all().values())))


def test_sealing_of_a_locked_sheet_leaves_the_note_to_holders_of_notes(shift):
    sheet = Sheet(shift.project, shift.van, Actor(shift.outreach.id, "outreach"), NIGHT)
    form = sheet.form(QueryDict(f"entry_id={shift.van.id}&name=Kim&supply_condoms=3&note={MARK}"))
    assert form.is_valid()
    sheet.take(form)
    contact, note = InboxEntry.objects.order_by("id")
    said = inbox.peek(contact, by=shift.outreach)["payload"]
    assert said["form"] == {"name": ["Kim"], "supply_condoms": ["3"]}
    assert set(said) == {"session", "form", "written_by", "noted"}
    with pytest.raises(NoGrant):
        inbox.peek(note, by=shift.outreach)
    assert inbox.peek(note, by=shift.case_worker)["payload"]["text"] == MARK


OUR_MODELS = [
    noun for noun in vars(nouns).values() if isinstance(noun, type) and issubclass(noun, models.Model)
]


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model.__name__)
def test_privacy_is_declared_for_every_field(model):
    assert faults(model) == [] and declaration(model).retention
