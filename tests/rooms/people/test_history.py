"""Corrections keep what stood before: sealed, shown with by whom and when, and gone with the person."""

import pytest

from yarrow.methods.refusals import Refusal
from yarrow.people import actions, history
from yarrow.people.actions import change_person
from yarrow.people.models import Person, PersonVersion
from yarrow.vault.errors import Erased
from yarrow.vault.models import TrailRow

VERSIONS = PersonVersion._default_manager


@pytest.fixture
def corrected(add, given):
    """Kim, whose name and gender were put right because she asked."""
    kim = add("Kym", gender="man", nationality="Maltese")
    return change_person(person=kim, version=1, called="Kim", gender="woman", why="asked", **given)


def test_change_person_keeps_only_what_became_different(corrected, given):
    kept = VERSIONS.get()
    assert kept.sealed.open_unrecorded("identity.stood", given["by"].unlocked) == {
        "called": "Kym",
        "gender": "man",
    }
    assert (kept.person, kept.n, kept.why, kept.changed_by) == (corrected, 1, "asked", given["by"].id)
    change_person(person=corrected, version=2, called="Kim", gender="woman", **given)
    assert VERSIONS.count() == 1


def test_change_person_first_told_keeps_that_nothing_was_said(kim, given):
    change_person(person=kim, version=1, nationality="Maltese", languages=["Maltese"], **given)
    stood = VERSIONS.get().sealed.open_unrecorded("identity.stood", given["by"].unlocked)
    assert stood == {"nationality": None, "languages": None}


def test_change_person_writes_why_on_the_trail_and_takes_no_other_word(corrected, given, project):
    assert TrailRow.objects.get(project_id=project.id, act="people.change_person").reason == "asked"
    with pytest.raises(Refusal):
        change_person(person=corrected, version=2, called="Kit", why="because", **given)
    assert VERSIONS.count() == 1


def test_change_way_to_reach_keeps_the_number_that_stood(kim, given):
    way = actions.add_way_to_reach(person=kim, kind="phone", value="07700 900123", **given)
    actions.change_way_to_reach(way=way, version=1, kind="phone", value="07700 900456", **given)
    kept = VERSIONS.get()
    assert (kept.about, kept.row_id) == (PersonVersion.WAY, way.id)
    lines = history.lines_of(given["by"], kim, "")
    assert [line.about for line in lines] == ["A way to reach them"]
    assert {"key": "The number, the name or the place", "value": "07700 900123"} in lines[0].stood


def test_history_says_by_whom_when_and_why(corrected, given, world, project):
    page = world.client("outreach").get(project.url("people:show_history", corrected.id)).content.decode()
    assert "changed by Sam Coordinator" in page and "14 March 2026" in page
    assert "They asked us to put it right" in page and "Kym" in page and "Man" in page
    assert TrailRow.objects.filter(act="people.show_history", subject=corrected.id).count() == 1


def test_history_of_a_record_that_never_changed_says_so(kim, world, project):
    page = world.client("outreach").get(project.url("people:show_history", kim.id)).content.decode()
    assert "Nothing was changed yet" in page


def test_history_shows_days_as_days(kim, given, at):
    born = at.date().replace(year=1990)
    kim = change_person(person=kim, version=1, born_on=born, **given)
    change_person(person=kim, version=2, born_on=born.replace(year=1991), **given)
    told = {line["key"]: line["value"] for line in history.lines_of(given["by"], kim, "")[0].stood}
    assert told["Date of birth"] == "14 March 1990"


def test_history_goes_with_the_person(corrected, given):
    older = VERSIONS.get()
    actions.erase_person(person=corrected, reason="asked", **given)
    assert not VERSIONS.exists() and Person.objects.get().erased_at
    with pytest.raises(Erased):
        older.sealed.open_unrecorded("identity.stood", given["by"].unlocked)
