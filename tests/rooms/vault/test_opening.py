"""Opening fields for a page: one trail row, committed before a value can be used, or no value."""

import copy
import json
import pickle
from datetime import date
from uuid import uuid4

import pytest
from django.core import serializers
from django.db import connection, transaction
from django.utils import timezone

from tests.worlds import make_project
from yarrow.methods.refusals import Fault
from yarrow.people.actions import add_person
from yarrow.people.models import Person
from yarrow.vault import erasing, trail
from yarrow.vault.actors import Actor
from yarrow.vault.errors import Erased, Locked, NoGrant, NotOnTrail, Tampered
from yarrow.vault.fields import Sealed, SealedField
from yarrow.vault.models import TrailRow
from yarrow.vault.opening import Opened, reading

pytestmark = pytest.mark.django_db
ACT = "people.show_person"


@pytest.fixture
def world():
    return make_project()


@pytest.fixture
def by(world):
    return world.worker("coordinator")


@pytest.fixture
def kim(world, by):
    return add_person(project=world.project, by=by, at=timezone.now(), called="Kim", born_on=date(1991, 4, 3))


def rows(world):
    return TrailRow.objects.filter(project_id=world.project.id, act=ACT)


def test_values_show_after_the_block_and_one_row_names_the_fields(world, by, kim):
    with reading(by, world.project.id, act=ACT, reason="on_shift") as page:
        called, born = page.open(kim, "identity.called"), page.open(kim, "identity.born_on")
        again = page.open(kim, "identity.called")
        nothing = page.open(kim, "identity.nationality")
        assert not rows(world).exists()
    assert (called.value, born.value, again.value, nothing.value) == ("Kim", "1991-04-03", "Kim", None)
    row = rows(world).get()
    assert row.subject == kim.id and row.by_id == by.id and row.reason == "on_shift"
    assert row.fields == ["people.person.identity.born_on", "people.person.identity.called"]
    assert trail.verify(world.project.id) == []


def test_value_before_its_row_is_on_the_trail_is_a_fault(world, by, kim):
    with reading(by, world.project.id, act=ACT) as page:
        called = page.open(kim, "identity.called")
        with pytest.raises(NotOnTrail):
            _ = called.value
    assert called.value == "Kim"


def test_block_that_raises_shows_nothing_and_writes_nothing(world, by, kim):
    opened = []

    def fail():
        with reading(by, world.project.id, act=ACT) as page:
            opened.append(page.open(kim, "identity.called"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    (called,) = opened
    with pytest.raises(NotOnTrail):
        _ = called.value
    assert not rows(world).exists()


def test_trail_row_that_fails_leaves_no_value(world, by, kim, monkeypatch):
    monkeypatch.setattr(trail, "row_hash", lambda row: (_ for _ in ()).throw(RuntimeError("disk full")))
    with pytest.raises(RuntimeError), reading(by, world.project.id, act=ACT) as page:
        called = page.open(kim, "identity.called")
    with pytest.raises(NotOnTrail):
        _ = called.value


def test_page_can_not_be_opened_further_once_it_ended(world, by, kim):
    with reading(by, world.project.id, act=ACT) as page:
        page.open(kim, "identity.called")
    with pytest.raises(NotOnTrail):
        page.open(kim, "identity.born_on")
    with pytest.raises(NotOnTrail):
        page.open_many([kim], "identity.born_on")


def test_page_inside_a_transaction_is_a_fault_as_its_row_could_be_rolled_back(world, by, kim):
    page = reading(by, world.project.id, act=ACT)
    with transaction.atomic(), pytest.raises(Fault, match="outside of transactions"):
        page.__enter__()


def test_page_opens_rows_of_its_own_project_only(world, by, kim):
    with pytest.raises(Fault, match="another"), reading(by, world.other.project.id, act=ACT) as page:
        page.open(kim, "identity.called")


def test_opening_nothing_writes_nothing(world, by, kim):
    with reading(by, world.project.id, act=ACT) as page:
        page.open(kim, "identity.nationality")
    assert not rows(world).exists()


def test_many_rows_are_one_trail_row_without_a_subject(world, by):
    names = ["Ayo", "Bea", "Cy"]
    for name in names:
        add_person(project=world.project, by=by, at=timezone.now(), called=name)
    with reading(by, world.project.id, act=ACT) as page:
        opened = page.open_many(Person.objects.in_project(world.project), "identity.called")
    assert sorted(each.value for each in opened.values()) == names
    assert rows(world).get().subject is None


def test_open_if_held_is_closed_without_the_key(world, kim):
    stranger = world.worker("evaluator")
    with reading(stranger, world.project.id, act=ACT) as page:
        closed = page.open_if_held(kim, "identity.called")
    assert closed.is_closed and closed.value is None and not rows(world).exists()


@pytest.mark.parametrize(("role", "refusal"), [("evaluator", NoGrant), ("nobody", Locked)])
def test_open_without_a_key_is_refused(world, kim, role, refusal):
    reader = world.worker(role) if role != "nobody" else Actor(uuid4(), "coordinator")
    with pytest.raises(refusal), reading(reader, world.project.id, act=ACT) as page:
        page.open(kim, "identity.called")


def test_open_of_someone_erased_is_refused(world, kim):
    erasing.erase_subject(world.project.id, kim.id, reason="asked", at=timezone.now())
    with pytest.raises(Erased), reading(world.worker("coordinator"), world.project.id, act=ACT) as page:
        page.open(kim, "identity.called")


def test_opened_value_shows_itself_nowhere(world, by, kim):
    with reading(by, world.project.id, act=ACT) as page:
        called = page.open(kim, "identity.called")
    assert {str(called), repr(called), f"{called}", f"{called!r:>8}"} == {"[sealed]"}
    for copied in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(NotOnTrail):
            copied(called)
    with pytest.raises(TypeError):
        json.dumps({"called": called})
    assert isinstance(called, Opened) and not hasattr(called, "__dict__")


@pytest.mark.parametrize("path", ["notes.called", "identity.code", "called", "identity.", "identity.nothing"])
def test_path_that_the_model_does_not_declare_is_a_fault(world, by, kim, path):
    with pytest.raises(Fault) as raised:
        kim.sealed.open_unrecorded(path, by.unlocked)
    assert "Kim" not in str(raised.value)


@pytest.mark.parametrize("plain", ["Kim", b"Kim", 7])
def test_plain_value_can_not_be_saved_in_a_sealed_field(kim, plain):
    kim.called = plain
    for save in (kim.save, lambda: Person.objects.update(called=plain)):
        with transaction.atomic(), pytest.raises(TypeError, match="sealed values only"):
            save()


def test_plain_value_put_round_the_field_does_not_open(world, by, kim):
    kim.called = "Kim"
    with pytest.raises(Tampered):
        kim.sealed.open_unrecorded("identity.called", by.unlocked)


@pytest.mark.parametrize("nothing", [None, "", [], {}])
def test_put_of_nothing_clears_the_field(world, by, kim, nothing):
    kim.sealed.put("identity.called", nothing, by.unlocked)
    kim.save()
    assert Person.objects.get(pk=kim.pk).called is None


@pytest.mark.parametrize("value", ["Zoë 🌿", ["a", "b"], {"a": [1, None]}, 0, False, "x" * 5000])
def test_put_keeps_any_json(world, by, kim, value):
    kim.sealed.put("identity.appearance", value, by.unlocked)
    kim.save()
    fresh = Person.objects.get(pk=kim.pk)
    assert fresh.sealed.open_unrecorded("identity.appearance", by.unlocked) == value


def test_put_without_a_key_is_refused_and_changes_nothing(world, kim):
    held = kim.called
    for key, refusal in ((None, Locked), (world.worker("evaluator").unlocked, NoGrant)):
        with pytest.raises(refusal):
            kim.sealed.put("identity.called", "Other", key)
    assert kim.called == held


@pytest.mark.parametrize("form", ["json", "python", "xml", "jsonl"])
def test_serialised_row_shows_the_mark_only(kim, form):
    kept = serializers.serialize(form, [kim])
    assert "[sealed]" in str(kept) and "Kim" not in str(kept)
    assert kim.called.ciphertext.hex() not in str(kept)


def test_sealed_value_prints_as_the_mark_and_compares_by_its_bytes(kim):
    assert str(kim.called) == repr(kim.called) == "[sealed]"
    fresh = Person.objects.get(pk=kim.pk)
    assert fresh.called == kim.called and hash(fresh.called) == hash(kim.called)
    assert kim.called != Sealed(b"x") and kim.called != "[sealed]"
    assert "Kim" not in repr(vars(kim)) and "Kim" not in str(connection.queries_log)


def test_sealed_field_keeps_its_compartment_in_migrations():
    field = SealedField("notes")
    _name, path, args, kwargs = field.deconstruct()
    assert path == "yarrow.vault.fields.SealedField" and args == ["notes"] and kwargs == {}
    assert field.null and field.blank and not field.editable
