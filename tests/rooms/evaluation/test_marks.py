"""What happened outside stands on the trends of this room: true figures, and releases as it was known at the cut."""

import json
from datetime import date

import pytest
from django.utils import timezone

from tests.rooms.evaluation.crowd import QUARTER, fill, propose
from tests.worlds import make_project
from yarrow.community.actions import add_event, change_event, remove_event
from yarrow.evaluation.release_paper import paper_of
from yarrow.ui import happenings

pytestmark = pytest.mark.django_db
DAY = date(QUARTER.from_on.year, QUARTER.from_on.month, 20)


@pytest.fixture
def about(world, diary):
    fill(diary)
    return {"project": world.project, "by": world.worker("manager"), "at": timezone.now()}


@pytest.fixture
def raid(about):
    return add_event(kind="raid", title="Raid on Mill Road", from_on=DAY, area="Mills", **about)


def activity(world, by="month"):
    first, last = QUARTER.from_on, QUARTER.to_on
    asked = f"?from_on_0={first.day}&from_on_1={first.month}&from_on_2={first.year}"
    asked += f"&to_on_0={last.day}&to_on_1={last.month}&to_on_2={last.year}&by={by}&show=people"
    url = world.project.url("evaluation:show_activity")
    return world.client("evaluator").get(url + asked).content.decode()


def test_the_activity_table_by_month_draws_it(world, raid):
    page = activity(world)
    assert 'class="chart__mark"' in page and page.count("Raid on Mill Road (Raid), Mills") == 3
    assert "Outside events" in page and "chart__mark" not in activity(world, by="zone")


def test_marks_twin_whose_list_nobody_keeps_is_caught(world, raid, monkeypatch):
    monkeypatch.setattr(happenings, "_sources", [])
    assert "chart__mark" not in activity(world)


def test_of_another_project_is_not_drawn(world, about):
    other_world = make_project("elsewhere")
    act = {**about, "project": other_world.project, "by": other_world.worker("manager")}
    add_event(kind="raid", title="Raid elsewhere", from_on=DAY, **act)
    assert "chart__mark" not in activity(world)


def test_a_release_by_month_keeps_what_was_known_at_the_cut(world, about, raid):
    release = propose(world, counts="met", by=("month",))
    paper = paper_of(world.project, release)
    assert [one.title for one in paper.happenings] == ["Raid on Mill Road"]
    assert "chart__mark" in paper.picture.svg
    assert paper.caveats[-1].startswith("Mark 1: Raid on Mill Road (Raid), Mills")
    change_event(event=raid, version=1, kind="raid", title="Another raid", from_on=DAY, **about)
    remove_event(event=raid, **about)
    release.refresh_from_db()
    assert paper_of(world.project, release) == paper
    assert "Another raid" not in json.dumps(release.words)


def test_a_release_that_is_not_over_time_keeps_none(world, raid):
    release = propose(world)
    paper = paper_of(world.project, release)
    assert paper.happenings == () and not any("Mark 1" in said for said in paper.caveats)
    assert "Raid" not in json.dumps(release.words)


def test_every_file_of_a_release_says_what_its_marks_are(world, raid):
    release = propose(world, counts="met", by=("month",))
    client = world.client("manager")
    page = client.get(world.project.url("evaluation:show_release", release.id)).content.decode()
    assert "chart__mark" in page and "Mark 1: Raid on Mill Road" in page
