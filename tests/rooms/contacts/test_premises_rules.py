"""Indoor places at their edges: sentences and fields, days, stale versions, all or none, order of the list."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests.rooms.contacts.conftest import NIGHT
from yarrow.contacts import actions, premises
from yarrow.contacts.errors import CannotBe, Conflict, NotAllowed, NotHere
from yarrow.contacts.forms import ConcernForm, PremisesForm, VisitedForm, VisitForm
from yarrow.contacts.models import Premises, PremisesConcern, PremisesVisit
from yarrow.vault.trail import rows_about

DAY = date(2026, 3, 6)


def place(shift, name="Flat", **said):
    return shift.act(actions.add_premises, name=name, **said)


def visit(shift, where, **said):
    return shift.act(actions.visit_premises, premises=where, **said)


def opened(shift, where):
    return premises.place_page(shift.outreach, shift.project, where, "contacts.show_premises")


def listed(shift, today=DAY):
    return premises.place_lines(shift.outreach, shift.project, today)


def test_refused_visit_says_why_and_writes_nothing(shift):
    where = place(shift)
    for said, field, words in [
        ({"visited_on": DAY + timedelta(days=1)}, "visited_on", "That day has not come yet."),
        ({"visited_on": date(1979, 12, 31)}, "visited_on", "That is before 1980."),
        ({"next_due_on": DAY}, "next_due_on", "The next visit is after this one."),
        (
            {"visited_on": DAY - timedelta(days=3), "next_due_on": DAY - timedelta(days=4)},
            "next_due_on",
            "The",
        ),
    ]:
        with pytest.raises(CannotBe) as refused:
            visit(shift, where, **said)
        assert refused.value.field == field and refused.value.message.startswith(words), said
    assert not PremisesVisit.objects.exists() and Premises.objects.get().next_due_on is None


def test_name_is_neither_empty_nor_taken_away(shift):
    where = place(shift, "  Flat  ")
    assert opened(shift, where).texts["name"] == "Flat"
    with pytest.raises(CannotBe) as refused:
        shift.act(actions.change_premises, premises=where, version=1, zone=None, name=" ", phone="0117")
    assert (refused.value.field, Premises.objects.get().version) == ("name", 1)
    assert opened(shift, Premises.objects.get()).texts["phone"] == ""


def test_text_emptied_is_empty_and_text_not_named_stays(shift):
    where = place(shift, phone="0117", way_in="Top bell")
    shift.act(actions.change_premises, premises=where, version=1, zone=None, phone="")
    texts = opened(shift, Premises.objects.get()).texts
    assert (texts["phone"], texts["way_in"], Premises.objects.get().version) == ("", "Top bell", 2)


def test_stale_version_changes_neither_texts_nor_zone(shift):
    where = place(shift, zone=shift.docks)
    shift.act(actions.change_premises, premises=where, version=1, zone=shift.docks, phone="0117")
    for version in (0, 1, 3):
        with pytest.raises(Conflict):
            shift.act(actions.change_premises, premises=where, version=version, zone=None, name="Other")
    kept = Premises.objects.get()
    assert (kept.zone, kept.version, opened(shift, kept).texts["name"]) == (shift.docks, 2, "Flat")


def test_entry_of_another_project_is_another_place(shift):
    other, entry_id = shift.world.other, uuid4()
    said = {"name": "Flat", "entry_id": entry_id}
    with other.inside():
        theirs = actions.add_premises(project=other.project, by=other.worker("outreach"), at=NIGHT, **said)
    ours = place(shift, entry_id=entry_id)
    assert ours != theirs and [line.premises for line in listed(shift)] == [ours]


def test_another_projects_zone_and_session_are_none(shift):
    other = shift.world.other
    act = {"project": other.project, "at": NIGHT}
    with other.inside():
        zone = actions.add_zone(**act, by=other.worker("coordinator"), label="Harbour")
    with other.inside():
        indoor = actions.open_session(**act, by=other.worker("outreach"), kind="indoor")
    where = place(shift)
    with pytest.raises(NotHere):
        place(shift, zone=zone)
    with pytest.raises(NotHere):
        shift.act(actions.change_premises, premises=where, version=1, zone=zone)
    with pytest.raises(NotHere):
        visit(shift, where, session=indoor)
    assert not PremisesVisit.objects.exists() and Premises.objects.get().zone is None


def test_visits_of_a_session_are_all_or_none(shift):
    other = shift.world.other
    ours, indoor = place(shift), shift.act(actions.open_session, kind="indoor")
    with other.inside():
        theirs = actions.add_premises(
            project=other.project, by=other.worker("outreach"), at=NIGHT, name="Flat"
        )
    with pytest.raises(NotHere):
        shift.act(actions.visit_in_session, session=indoor, places=[ours, theirs])
    assert not PremisesVisit.objects.exists()
    assert premises.places_to_choose(shift.outreach, shift.project, indoor) == [(ours.id, "Flat")]


def test_visit_without_a_next_day_clears_the_one_before(shift):
    where = place(shift)
    visit(shift, where, visited_on=DAY - timedelta(days=9), next_due_on=DAY)
    assert listed(shift)[0].is_due and not listed(shift, DAY - timedelta(days=1))[0].is_due
    visit(shift, where)
    assert (listed(shift)[0].is_due, listed(shift)[0].last_on) == (False, DAY)


def test_list_begins_with_those_due_then_never_visited_then_longest_ago(shift):
    for name, days, due in [("b new", None, None), ("Due", 1, 1), ("long", 30, None), ("Lately", 2, None)]:
        where = place(shift, name)
        if days:
            on = DAY - timedelta(days=days)
            visit(shift, where, visited_on=on, next_due_on=on + timedelta(days=due) if due else None)
    place(shift, "A new")
    assert [line.name for line in listed(shift)] == ["Due", "A new", "b new", "long", "Lately"]


def test_concern_of_the_list_is_the_latest_of_each_place(shift):
    one, two = place(shift, "One"), place(shift, "Two")
    for hour, (where, level) in enumerate([(one, "red"), (two, "amber"), (one, "green")]):
        said = {"premises": where, "level": level, "reason": "x", "at": NIGHT + timedelta(hours=hour)}
        shift.act(actions.set_concern, **said)
    assert {line.name: line.concern.level for line in listed(shift)} == {"One": "green", "Two": "amber"}


def test_who_meets_nobody_writes_nothing_about_a_place(shift):
    where, by = place(shift), shift.world.worker("evaluator")
    for act, said in [
        (actions.change_premises, {"version": 1, "zone": None}),
        (actions.set_concern, {"level": "green", "reason": ""}),
        (actions.visit_premises, {}),
        (actions.end_premises, {}),
    ]:
        with pytest.raises(NotAllowed):
            shift.act(act, premises=where, by=by, **said)
    assert not PremisesConcern.objects.exists() and Premises.objects.get().ended_on is None


def test_ended_place_is_due_no_more_and_ends_once(shift):
    where = place(shift)
    visit(shift, where, next_due_on=DAY + timedelta(days=1))
    for days in (0, 2):
        shift.act(actions.end_premises, premises=where, at=NIGHT + timedelta(days=days))
    kept = Premises.objects.get()
    assert (kept.ended_on, kept.next_due_on) == (DAY, None)
    assert [row.act for row in rows_about(shift.project.id, where.id)].count("contacts.end_premises") == 1


def test_forms_of_a_place_refuse_at_their_fields(shift):
    for form, field in [
        (PremisesForm({"name": " "}, project=shift.project), "name"),
        (PremisesForm({"name": "x" * 81}, project=shift.project), "name"),
        (PremisesForm({"name": "x", "zone": str(uuid4())}, project=shift.project), "zone"),
        (ConcernForm({"level": ""}), "level"),
        (ConcernForm({"level": "purple"}), "level"),
        (VisitForm({"visited_on": "tomorrow"}), "visited_on"),
        (VisitedForm({"premises": [str(uuid4())]}, places=[]), "premises"),
    ]:
        assert not form.is_valid() and field in form.errors, (form, field)


@pytest.mark.parametrize(
    ("carried", "seen"), [("7", 7), ("", 0), ("-1", 0), ("²", 0), ("1234567890", 0), ("999999999", 999999999)]
)
def test_version_that_can_not_be_read_is_one_that_nobody_has_seen(shift, carried, seen):
    form = PremisesForm({"name": "Flat", "version": carried}, project=shift.project)
    form.is_valid()
    assert form.version_seen == seen
