"""The walk of this room: someone is added, named, reached, found again, handed over; all of it on the trail."""

from uuid import uuid4

from yarrow.people import actions, extract, queries
from yarrow.people.models import Person
from yarrow.vault import trail
from yarrow.vault.models import TrailRow


def test_a_person_from_first_meeting_to_hand_over(world, project, by, at, add):
    kim = add("Kim", full_name="Kimberley Ashdown", gender="woman", languages=["en", "ro"])
    assert kim.version == 1 and kim.first_met_on.isoformat() == "2026-03-14"
    actions.add_alias(person=kim, kind="working_name", name="Roxanne", project=project, by=by, at=at)
    actions.add_setting(person=kim, code="street", own_word="on the beat", project=project, by=by, at=at)
    way = actions.add_way_to_reach(
        person=kim,
        kind="phone",
        value="07700 900123",
        safe_times="after 8 in the evening",
        cautions=["never_text"],
        project=project,
        by=by,
        at=at,
    )
    assert way.version == 1
    worker = world.account("case_worker").worker
    actions.assign_key_worker(person=kim, worker=worker, project=project, by=by, at=at)
    found = queries.find_people(world.worker("outreach"), project, "roxann")
    assert [(one.person.id, one.called, one.by) for one in found] == [(kim.id, "Kim", "other name")]
    [row] = extract.rows(project)
    assert row.settings_on(at.date()) == ("street",) and row.has_key_worker and row.gender == "woman"
    acts = list(trail.rows_about(project.id, kim.id).values_list("act", flat=True))
    assert acts[::-1][:5] == [
        "people.add_person",
        "people.add_alias",
        "people.add_setting",
        "people.add_way_to_reach",
        "people.assign_key_worker",
    ]
    assert trail.verify(project.id) == []


def test_find_people_leaves_one_trail_row_without_the_term(project, by, add):
    add("Kim")
    add("Marion")
    queries.find_people(by, project, "Marion")
    row = TrailRow.objects.filter(project_id=project.id).order_by("-n").first()
    assert (row.act, row.reason, row.subject) == ("people.find_people", "people: 2", None)
    assert "arion" not in f"{row.fields}{row.reason}"


def test_add_person_twice_by_one_form_is_one_person(project, add):
    entry_id = uuid4()
    first = add("Kim", entry_id=entry_id)
    assert add("Kim", entry_id=entry_id).id == first.id
    assert Person.objects.filter(project=project).count() == 1
