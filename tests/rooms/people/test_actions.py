"""Adding and changing people: what it does, what it refuses, that it leaves one trail row, that sent twice is once."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.rooms.people.rows import last_row, n_rows, opened
from tests.worlds import make_project
from yarrow.methods.refusals import Refusal
from yarrow.people import actions
from yarrow.people.errors import ChangedMeanwhile, NotForYou, NotHere, NotLive
from yarrow.people.models import Person
from yarrow.vault import inbox, trail
from yarrow.vault.actors import Actor
from yarrow.vault.models import InboxEntry


def test_add_person_needs_nothing(given, project):
    person = actions.add_person(**given)
    assert person.gender == person.age_band == "not_said"
    assert person.first_met_on == date(2026, 3, 14) and person.version == 1
    assert last_row(project).fields == []


def test_add_person_seals_what_identifies_and_names_the_fields_on_the_trail(given, project, by, at):
    person = actions.add_person(
        called="Kim", born_on=date(1990, 5, 1), trans="yes", languages=["ro"], gender="woman", **given
    )
    assert opened(person, "identity.born_on", by) == "1990-05-01"
    assert opened(person, "identity.trans", by) == "yes"
    assert person.age_band == "35_44"
    row = last_row(project)
    assert (row.act, row.subject, row.at) == ("people.add_person", person.id, at)
    assert "people.person.identity.called" in row.fields and "people.person.gender" in row.fields


def test_add_person_in_the_past_meets_them_then(project, by):
    then = datetime(2024, 6, 30, 23, 30, tzinfo=UTC)
    person = actions.add_person(project=project, by=by, at=then)
    assert person.created_at == then
    assert person.first_met_on == date(2024, 7, 1), "half past midnight in London"


def test_add_person_with_a_code_of_ours_keeps_it(given):
    assert actions.add_person(code="k74mw", **given).code == "K7-4MW"
    with pytest.raises(Refusal, match="already has this code"):
        actions.add_person(code="K7-4MW", **given)
    with pytest.raises(Refusal, match="not a code of ours"):
        actions.add_person(code="client 12", **given)


def test_the_same_code_in_two_projects_is_two_people(world, given, at):
    other = world.other
    actions.add_person(code="K7-4MW", **given)
    with other.inside():
        there = actions.add_person(code="K7-4MW", project=other.project, by=other.worker("manager"), at=at)
    assert there.project_id == other.project.id


def test_add_person_by_the_same_entry_is_one_person(given, project):
    entry_id = uuid4()
    first = actions.add_person(called="Kim", entry_id=entry_id, **given)
    n = n_rows(project)
    assert actions.add_person(called="Kim", entry_id=entry_id, **given) == first
    assert n_rows(project) == n


def test_add_person_when_two_come_at_one_moment(given, project, monkeypatch):
    """The other request's row appears between our look and our save."""
    from yarrow.people.actions import people

    entry_id = uuid4()
    first = actions.add_person(called="Kim", entry_id=entry_id, **given)
    answers = iter([None, first])
    monkeypatch.setattr(people, "entered_before", lambda project, entry_id: next(answers))
    assert actions.add_person(called="Kim", entry_id=entry_id, **given) == first
    assert Person.objects.filter(project=project).count() == 1


def test_an_entry_id_tells_nothing_about_another_project(world, given, at, project):
    entry_id = uuid4()
    mine = actions.add_person(entry_id=entry_id, **given)
    with world.other.inside():
        theirs = actions.add_person(
            entry_id=entry_id, project=world.other.project, by=world.other.worker("manager"), at=at
        )
    assert mine.id != theirs.id


@pytest.mark.parametrize("role", ["evaluator", "administrator", "system"])
def test_add_person_by_a_role_that_meets_nobody_is_refused(project, by, at, role):
    with pytest.raises(NotForYou):
        actions.add_person(project=project, by=Actor(by.id, role, by.unlocked), at=at)
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_add_person_before_the_project_is_live_is_refused(at):
    world = make_project("young", live=False)
    with pytest.raises(NotLive, match="not live yet"):
        actions.add_person(project=world.project, by=world.worker("manager"), at=at)


def test_a_refused_add_leaves_nothing(given, project):
    n = n_rows(project)
    with pytest.raises(Refusal):
        actions.add_person(called="K" * 81, **given)
    assert not Person.objects.exists() and n_rows(project) == n


def test_change_person_counts_versions_and_keeps_the_rest(given, project, by, add):
    kim = add("Kim", nationality="Romanian")
    now = actions.change_person(person=kim, version=1, called="Kimi", **given)
    assert now.version == 2
    assert opened(now, "identity.called", by) == "Kimi"
    assert opened(now, "identity.nationality", by) == "Romanian"


def test_change_person_with_nothing_to_change_changes_nothing(given, project, kim):
    n = n_rows(project)
    assert actions.change_person(person=kim, version=1, **given).version == 1
    assert n_rows(project) == n


def test_change_person_from_an_old_page_is_refused_and_keeps_the_first(given, by, kim):
    actions.change_person(person=kim, version=1, called="Kimi", **given)
    with pytest.raises(ChangedMeanwhile):
        actions.change_person(person=kim, version=1, called="Kimmy", **given)
    assert opened(Person.objects.get(pk=kim.pk), "identity.called", by) == "Kimi"


def test_change_person_takes_a_word_back(given, by, kim):
    now = actions.change_person(person=kim, version=1, called="", **given)
    assert now.called is None


def test_change_person_needs_a_day_of_first_meeting(given, kim):
    with pytest.raises(Refusal, match="first met") as caught:
        actions.change_person(person=kim, version=1, first_met_on=None, **given)
    assert caught.value.field == "first_met_on"


def test_nobody_changes_another_projects_person(world, at, kim):
    other = world.other
    by = other.worker("manager")
    with pytest.raises(NotHere):
        actions.change_person(person=kim, version=1, called="X", project=other.project, by=by, at=at)
    with pytest.raises(NotHere):
        actions.add_alias(person=kim, kind="nickname", name="X", project=other.project, by=by, at=at)


def test_the_database_itself_refuses_two_people_of_one_code(given, project, kim):
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(
            project=project,
            code=kim.code,
            first_met_on=kim.first_met_on,
            created_by=uuid4(),
            created_at=kim.created_at,
        )


def test_someone_left_while_locked_is_added_as_of_when_they_were_met(world, project, by, at):
    locked = Actor(world.worker("outreach").id, "outreach")
    entry_id = uuid4()
    for _ in range(2):
        actions.leave_person(
            project=project, by=locked, at=at, entry_id=entry_id, called="Kim", born_on=date(1990, 5, 1)
        )
    settled = inbox.open_waiting(project.id, by=by, at=at + timedelta(days=3))
    assert settled.n_need_a_look == 0
    person = Person.objects.get(project=project)
    assert person.first_met_on == at.date() and person.entry_id == entry_id
    assert opened(person, "identity.born_on", by) == "1990-05-01" and person.age_band == "35_44"
    assert {bytes(entry.envelope) for entry in InboxEntry.objects.all()} == {b""}


def test_left_while_locked_is_checked_before_it_is_sealed(world, project, at):
    locked = Actor(world.worker("outreach").id, "outreach")
    with pytest.raises(Refusal, match="too long"):
        actions.leave_person(project=project, by=locked, at=at, entry_id=uuid4(), called="K" * 81)
    assert not InboxEntry.objects.exists()


def test_every_action_leaves_exactly_one_trail_row_and_the_chain_holds(world, given, project, by):
    kim = actions.add_person(called="Kim", **given)
    one = {"person": kim, **given}
    alias = actions.add_alias(kind="nickname", name="Kimi", **one)
    setting = actions.add_setting(code="street", **one)
    way = actions.add_way_to_reach(kind="phone", value="1", **one)
    steps = [
        lambda: actions.change_person(version=1, called="Kimi", **one),
        lambda: actions.end_alias(alias=alias, **given),
        lambda: actions.end_setting(setting=setting, **given),
        lambda: actions.change_way_to_reach(way=way, version=1, kind="phone", value="2", **given),
        lambda: actions.end_way_to_reach(way=way, **given),
        lambda: actions.assign_key_worker(worker=world.account("manager").worker, **one),
        lambda: actions.end_key_worker(reason="moved_on", **one),
        lambda: actions.give_reason(reason="cover", **one),
        lambda: actions.add_setting_kind(label="Lorry park", **given),
    ]
    for step in steps:
        n = n_rows(project)
        step()
        assert n_rows(project) == n + 1
        assert last_row(project).act.startswith("people.")
    assert trail.verify(project.id) == []
