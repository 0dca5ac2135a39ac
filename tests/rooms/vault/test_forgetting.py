"""Erasing a subject whole, also with an older copy of records or keyring put back (killed: test_forgetting_killed)."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import models
from django.utils import timezone

from tests.later.models import Line, Poem
from tests.worlds import make_project
from yarrow.methods.refusals import Fault
from yarrow.people.actions import add_alias, add_person, erase_person
from yarrow.people.models import Alias, Person
from yarrow.vault import clearing, forgetting, keyring, startup
from yarrow.vault.models import TrailRow
from yarrow.vault.privacy import can_empty

NOW = timezone.now()


@pytest.fixture
def world(db):
    return make_project()


def ayo_with_a_name(world):
    given = {"project": world.project, "by": world.worker("coordinator"), "at": NOW}
    ayo = add_person(**given, called="Ayo")
    add_alias(person=ayo, kind="nickname", name="Kit", **given)
    return ayo


def test_catch_up_clears_the_rows_of_older_records_that_were_put_back(world):
    ayo = ayo_with_a_name(world)
    given = {"project": world.project, "by": world.worker("coordinator"), "at": NOW}
    older, name = Person.objects.get(pk=ayo.pk), Alias.objects.get()
    erase_person(person=ayo, reason="asked", **given)
    older.save()
    name.save(force_insert=True)
    assert forgetting.catch_up(NOW) == 1
    left = Person.objects.get(pk=ayo.pk)
    assert left.erased_at and left.called is None and not Alias.objects.exists()
    assert TrailRow.objects.filter(act="vault.finish_erasing", subject=ayo.id).count() == 1
    assert forgetting.catch_up(NOW) == 0


def test_catch_up_touches_nobody_who_was_not_erased(world):
    ayo_with_a_name(world)
    assert forgetting.catch_up(NOW) == 0
    assert Person.objects.get().erased_at is None and Alias.objects.count() == 1


def test_start_refuses_an_older_keyring_and_replay_closes_and_clears(world, settings):
    ayo = ayo_with_a_name(world)
    given = {"project": world.project, "by": world.worker("coordinator"), "at": NOW}
    keyring.checkpoint()
    older_keyring, older = settings.KEYRING.read_bytes(), Person.objects.get(pk=ayo.pk)
    erase_person(person=ayo, reason="asked", **given)
    keyring.close()
    settings.KEYRING.write_bytes(older_keyring)
    older.save()
    assert [each.id for each in startup.check_keyring()] == ["vault.E013"]
    call_command("keys", "replay", stdout=StringIO())
    assert startup.check_keyring() == []
    assert Person.objects.get(pk=ayo.pk).called is None


def test_forget_does_nothing_when_rows_that_stay_hold_rows_that_go(world, monkeypatch):
    """A room that declares what can't be done is told so, and the next start would find the tombstone."""
    ayo = ayo_with_a_name(world)
    poem = Poem.objects.create(project=world.project, person=ayo, came_on=NOW.date())
    Line.objects.create(poem=poem, n=1)
    monkeypatch.setattr(Line.Privacy, "counted", True, raising=False)
    with pytest.raises(Fault, match=r"later\.Poem"):
        clearing.clear(ayo, NOW)
    assert Line.objects.count() == 1


def test_reach_says_what_goes_and_what_stays(world):
    ayo = ayo_with_a_name(world)
    found = {each.model: (each.n, each.stays) for each in clearing.reach_of(ayo)}
    assert found == {Alias: (1, False), Person: (1, True)}


@pytest.mark.parametrize(
    ("field", "emptied"),
    [
        (models.CharField(max_length=9), ""),
        (models.TextField(), ""),
        (models.DateField(null=True), None),
        (models.UUIDField(), clearing.EMPTY_ID),
    ],
    ids=["words", "text", "day", "id"],
)
def test_empty_value_says_nothing(field, emptied):
    field.set_attributes_from_name("some")
    field.model = Alias
    assert can_empty(field) and clearing.empty_value(field) == emptied


def test_empty_value_of_what_must_be_unique_is_fresh_and_fits():
    code, entry = Person._meta.get_field("code"), models.UUIDField(unique=True)
    values = {clearing.empty_value(code) for _ in range(20)}
    assert len(values) == 20 and {len(value) for value in values} == {code.max_length}
    assert clearing.empty_value(entry) != clearing.empty_value(entry)
    assert not can_empty(models.DateField())
