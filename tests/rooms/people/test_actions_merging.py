"""Merging two records and taking it back: nothing is lost, nothing is counted twice, nothing is left half done."""

import random
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from tests.later.models import Poem
from tests.rooms.people.rows import last_row, opened
from yarrow.contacts import actions as contacts
from yarrow.contacts.models import Contact, ContactVersion, FollowUp
from yarrow.contacts.queries import person_or_404
from yarrow.evaluation.activity import met_in
from yarrow.methods.activity import Period, count
from yarrow.methods.refusals import Refusal
from yarrow.people import actions, extract, queries
from yarrow.people.actions import merging
from yarrow.people.errors import CannotMerge, MergedAway, NotForYou, NotHere
from yarrow.people.models import Alias, KeyWorker, Merge, Person, WayToReach
from yarrow.vault import erasing, keyring
from yarrow.vault.belonging import belongings
from yarrow.vault.models import TrailRow
from yarrow.vault.sealing_model import SealedModel, sealed_fields

SKIPPED = {"version"}


@pytest.fixture
def two(add, given, world):
    """Kim, and the same person written down again with rows of every kind."""
    kim = add("Kim", full_name="Kim Ashdown", gender="woman")
    again = add("Kym", nationality="Romanian", born_on=date(1990, 5, 1), languages=["ro"])
    actions.add_alias(person=again, kind="working_name", name="Roxanne", **given)
    actions.add_way_to_reach(person=again, kind="phone", value="07700 900123", **given)
    actions.add_setting(person=again, code="street", own_word="the beat", **given)
    actions.assign_key_worker(person=again, worker=world.account("case_worker").worker, **given)
    for person in (kim, again):
        meet(person, given)
    contacts.add_follow_up(person=again, due_on=date(2026, 3, 20), what="Call back", **given)
    return kim, again


def meet(person, given, note="Talked about the flat"):
    return contacts.record_contact(
        entry_id=uuid4(), kind="van", person=person, met_at=given["at"], note=note, **given
    )


def merge(two, given, take=()):
    return actions.merge_people(into=two[0], came=two[1], take=take, **given)


def facts(by, *skipped):
    """Every column of every row about people, sealed ones opened, versions apart: by model and id."""
    found = {}
    models_read = {each.model for each in belongings(Person)} - {Merge, *skipped}
    for model in models_read:
        for row in model._base_manager.all():
            held = {
                field.attname: getattr(row, field.attname)
                for field in model._meta.concrete_fields
                if field.name not in SKIPPED
            }
            if issubclass(model, SealedModel):
                for field in sealed_fields(model):
                    path = f"{field.compartment}.{field.name}"
                    held[field.name] = row.sealed.open_unrecorded(path, by.unlocked)
            found[(model._meta.label, row.pk)] = held
    return found


def totals(project):
    """What the activity table says about everything."""
    return count(list(met_in(project, ALL)), ALL)


ALL = Period(date(2020, 1, 1), date(2026, 12, 31))


def test_merge_people_moves_everything_and_reseals_it(two, given, by):
    kim, again = two
    merge(two, given)
    for model in (Alias, WayToReach, Contact, FollowUp, KeyWorker):
        assert not model._base_manager.filter(person=again).exists(), model
    way = WayToReach.objects.get(person=kim)
    assert way.sealing_subject == kim.id and opened(way, "identity.value", by) == "07700 900123"
    assert {opened(one, "notes.note", by) for one in Contact.objects.filter(person=kim)} == {
        "Talked about the flat"
    }
    assert Person.objects.get(pk=again.pk).stands == kim


def test_merge_people_leaves_nothing_under_the_old_key(
    two, given, project, django_capture_on_commit_callbacks
):
    again = two[1]
    assert {place[2] for place in erasing.sealed_places() if place[1] == again.id} == {"identity", "notes"}
    with django_capture_on_commit_callbacks(execute=True):
        merge(two, given)
    assert not [place for place in erasing.sealed_places() if place[1] == again.id]
    assert not [place for place in keyring.subjects() if place[1] == again.id]


def test_merge_people_keeps_names_that_differ_as_other_names(two, given, by):
    kim, _again = two
    merge(two, given, take=["called", "nationality"])
    now = Person.objects.get(pk=kim.pk)
    assert (
        opened(now, "identity.called", by) == "Kym" and opened(now, "identity.nationality", by) == "Romanian"
    )
    assert opened(now, "identity.full_name", by) == "Kim Ashdown"
    assert opened(now, "identity.born_on", by) is None, "not taken over"
    assert {opened(one, "identity.name", by) for one in Alias.objects.filter(person=now)} == {
        "Kim",
        "Roxanne",
    }


def test_merge_people_changes_no_total_of_contacts_and_counts_one_person_less(two, given, project):
    before, n_before = totals(project), len(list(extract.rows(project)))
    merge(two, given)
    after = totals(project)
    assert (after.n_contacts, after.given, after.done) == (before.n_contacts, before.given, before.done)
    assert after.n_people == before.n_people - 1 == 1
    assert len(list(extract.rows(project))) == n_before - 1


def test_merge_people_leaves_a_row_on_the_trail_of_both(two, given, project):
    merge(two, given, take=["nationality"])
    rows = TrailRow.objects.filter(project_id=project.id, act="people.merge_people")
    assert {row.subject for row in rows} == {one.pk for one in two}
    assert last_row(project).fields == ["people.person.identity.nationality"]


def test_merge_people_ends_the_second_key_worker_and_gives_them_back(two, given, world):
    kim, again = two
    actions.assign_key_worker(person=kim, worker=world.account("coordinator").worker, **given)
    made = merge(two, given)
    current = KeyWorker.objects.current().get(person=kim)
    assert current.worker == world.account("coordinator").worker
    assert (
        KeyWorker.objects.get(person=kim, end_reason="merged").worker == world.account("case_worker").worker
    )
    actions.part_people(merge=made, **given)
    assert KeyWorker.objects.current().get(person=again).worker == world.account("case_worker").worker


def test_merge_people_is_found_by_both_codes_and_names(two, given, project, by):
    kim, again = two
    merge(two, given)
    for typed in ("Kym", "Roxanne", again.code, kim.code):
        assert [one.person for one in queries.find_people(by, project, typed)] == [kim], typed
    assert person_or_404(project, again.id) == kim


def test_merged_record_takes_nothing_more(two, given):
    again = two[1]
    merge(two, given)
    with pytest.raises(MergedAway, match=two[0].code):
        actions.add_alias(person=again, kind="nickname", name="K", **given)
    with pytest.raises(MergedAway):
        actions.change_person(person=again, version=again.version, called="X", **given)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_part_people_after_merge_people_is_as_if_nothing_had_been(two, given, project, by, seed):
    """Whatever is taken over: facts and totals are what they were."""
    take = random.Random(seed).sample(merging.FIELDS, seed * 4)
    before, sums = facts(by), totals(project)
    actions.part_people(merge=merge(two, given, take), **given)
    assert facts(by) == before
    assert totals(project) == sums


def test_part_people_after_further_edits_gives_back_only_what_came(two, given, by):
    kim, again = two
    made = merge(two, given, take=["nationality", "born_on"])
    kim = Person.objects.get(pk=kim.pk)
    actions.change_person(person=kim, version=kim.version, nationality="Moldovan", **given)
    since = actions.add_alias(person=kim, kind="nickname", name="Kimmy", **given)
    later = meet(kim, given, note="After the merge")
    came = Contact.objects.filter(person=kim).exclude(pk=later.pk).get(pk__in=made.moved["contacts.Contact"])
    contacts.correct_contact(contact=came, version=came.version, note="Corrected since", **given)
    actions.part_people(merge=made, **given)
    kim, again, came = (
        Person.objects.get(pk=kim.pk),
        Person.objects.get(pk=again.pk),
        Contact.objects.get(pk=came.pk),
    )
    assert opened(kim, "identity.nationality", by) == "Moldovan", "changed since: it stays"
    assert opened(kim, "identity.born_on", by) is None, "as it was"
    assert opened(again, "identity.nationality", by) == "Romanian"
    assert Alias.objects.get(pk=since.pk).person == Contact.objects.get(pk=later.pk).person == kim
    assert came.person == again and opened(came, "notes.note", by) == "Corrected since"
    history = ContactVersion.objects.get(contact=came)
    assert (
        history.sealing_subject == again.id and opened(history, "notes.note", by) == "Talked about the flat"
    )


def test_part_people_leaves_where_they_are_rows_that_somebody_moved_on(two, given, add):
    made = merge(two, given)
    third = add("Third")
    contact = Contact.objects.get(pk__in=made.moved["contacts.Contact"])
    contacts.move_contact(contact=contact, version=contact.version, person=third, **given)
    actions.part_people(merge=made, **given)
    assert Contact.objects.get(pk=contact.pk).person == third


def test_merges_one_after_the_other_come_apart_in_turn(two, given, add, by):
    kim, again = two
    first = add("Rosa", full_name="Rosa Bell")
    before = facts(by)
    inner = merge(two, given, take=["nationality"])
    outer = actions.merge_people(into=first, came=Person.objects.get(pk=kim.pk), take=[], **given)
    assert Person.objects.get(pk=again.pk).stands == first
    with pytest.raises(CannotMerge, match=first.code):
        actions.part_people(merge=inner, **given)
    actions.part_people(merge=outer, **given)
    assert Person.objects.get(pk=again.pk).stands == kim
    actions.part_people(merge=Merge.objects.get(pk=inner.pk), **given)
    assert facts(by) == before


@pytest.mark.parametrize("where", ["move_rows", "add_names", "field_names"])
def test_merge_people_killed_half_way_leaves_nothing_half_done(two, given, by, monkeypatch, where):
    before = facts(by)

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(merging, where, killed)
    with pytest.raises(KeyboardInterrupt):
        merge(two, given, take=["nationality"])
    assert facts(by) == before and not Merge.objects.exists()


def test_merge_people_killed_before_the_old_key_goes_leaves_an_orphan_for_the_sweep(two, given, project):
    again = two[1]
    merge(two, given)
    assert {place for place in keyring.subjects() if place[1] == again.id}, "the callback never ran"
    left = erasing.orphans(given["at"] + timedelta(days=3650))
    assert {place[1] for place in left} >= {again.id}


def test_merge_people_by_two_workers_at_once_merges_once(two, given):
    kim, again = two
    stale = Person.objects.get(pk=kim.pk), Person.objects.get(pk=again.pk)
    merge(two, given)
    with pytest.raises(MergedAway):
        merge(stale, given)
    with pytest.raises(MergedAway):
        merge(stale[::-1], given)
    assert Merge.objects.count() == 1


def test_part_people_twice_parts_once(two, given):
    made = merge(two, given)
    actions.part_people(merge=made, **given)
    with pytest.raises(CannotMerge, match="two records again"):
        actions.part_people(merge=made, **given)


def test_merge_people_needs_case_work_keys_and_two_records_of_this_project(two, given, world):
    with pytest.raises(NotForYou):
        merge(two, {**given, "by": world.worker("outreach")})
    with pytest.raises(CannotMerge, match="one record already"):
        merge((two[0], two[0]), given)
    with world.other.inside():
        there = actions.add_person(
            project=world.other.project, by=world.other.worker("manager"), at=given["at"], called="Kim"
        )
    with pytest.raises(NotHere):
        merge((two[0], there), given)


def test_merge_people_without_the_key_to_notes_is_refused_and_changes_nothing(two, given, by, monkeypatch):
    narrowed = actions.merging.Actor(by.id, by.role, by.unlocked)
    before = facts(by)
    secrets = type(by.unlocked)._secrets
    monkeypatch.setattr(
        type(by.unlocked),
        "_secrets",
        lambda key, project, name: {} if name == "notes" else secrets(key, project, name),
    )
    narrowed.unlocked._subjects.clear()
    with pytest.raises(Refusal, match="Case notes"):
        merge(two, {**given, "by": narrowed})
    monkeypatch.undo()
    assert facts(by) == before


def test_a_room_built_later_is_covered_without_a_change_here(two, given, by, project):
    """Any model that declares the way to its person comes along, and opens there."""
    poem = Poem(project=project, person=two[1], came_on=date(2026, 3, 1))
    poem.sealed.put("identity.words", "rain", by.unlocked)
    poem.save(force_insert=True)
    made = merge(two, given)
    there = Poem.objects.get(pk=poem.pk)
    assert there.person == two[0] and there.sealed.open_unrecorded("identity.words", by.unlocked) == "rain"
    actions.part_people(merge=made, **given)
    back = Poem.objects.get(pk=poem.pk)
    assert back.person == two[1] and back.sealed.open_unrecorded("identity.words", by.unlocked) == "rain"


def test_tell_apart_is_remembered_sealed(two, given, by):
    row = actions.tell_apart(person=two[0], other=two[1], facts="abc", **given)
    assert opened(row, "identity.facts", by) == "abc"


def test_moved_rows_are_named_by_id_alone(two, given):
    made = merge(two, given)
    assert "contacts.FollowUp" in made.moved
    assert all(
        UUID(value) for rows in made.moved.values() for held in rows.values() for value in held.values()
    )
