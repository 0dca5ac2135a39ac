"""Forms of the town: in use, answered twice by some, with scores that can be compared; surveys that a peer leads."""

from collections import Counter

import pytest

from tests.rooms.demo.conftest import NOW
from yarrow.evaluation.surveying import WantedSurvey, prepare_survey
from yarrow.measures.models import Filling, FormVersion, SafeRoute, Score, Signal
from yarrow.methods.surveys import Question, count, groups_of
from yarrow.surveys import extract
from yarrow.surveys.models import Response, Spent, Survey
from yarrow.vault.models import TrailRow

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.sqlite_only(reason="made by actions that are tested on both databases in their room"),
]
TODAY = NOW.date()


def test_town_has_forms_in_use_and_people_who_answered_them(town):
    in_use = FormVersion.objects.in_project(town.project).in_use()
    assert sorted(version.title for version in in_use if ":demo:" not in version.form.url) == [
        "How was this for you?",
        "ONS4: answers from paper",
    ]
    fillings = Filling.objects.in_project(town.project)
    assert fillings.count() >= 12 and not fillings.exclude(state="finished").exists()
    twice = [row.person_id for row in fillings if row.form_version.form.pack]
    assert len(twice) > len(set(twice)) >= 5


def test_town_has_scores_and_some_that_could_not_be_made(town):
    scores = Score.objects.filter(filling__project=town.project)
    assert scores.exclude(value=None).count() > 20
    assert scores.filter(value=None).exclude(why="").exists()


def test_town_names_invented_routes_and_a_drill_that_is_over(town):
    routes = SafeRoute.objects.filter(project=town.project)
    assert routes and all("invented" in route.label for route in routes)
    assert [(one.what, one.state) for one in Signal.objects.filter(project=town.project)] == [
        ("drill", "closed")
    ]


@pytest.fixture
def needs(town):
    """The one that is over, as evaluation sees it."""
    return extract.surveyed(town.project, TODAY)[0]


def test_town_has_one_survey_that_is_over_and_one_that_is_open(town):
    rows = {row.form_version.title: row for row in Survey.objects.filter(project=town.project)}
    assert {title: (row.is_over(TODAY), row.is_open(TODAY)) for title, row in rows.items()} == {
        "What would help most": (True, False),
        "The open evening: when, and with what": (False, True),
    }
    assert {row.opened_by for row in rows.values()} == {town.crew.actor("peer").id}
    assert not Survey.objects.exclude(project=town.project).exists()


def test_town_sheets_came_by_link_tablet_and_paper_and_name_nobody(town, needs):
    came = Counter(Response.objects.filter(survey_id=needs.id).values_list("how", flat=True))
    assert came == {"link": 32, "tablet": 18, "paper": 12}
    row = Survey.objects.get(pk=needs.id)
    days = set(Response.objects.filter(survey=row).values_list("received_on", flat=True))
    assert row.opens_on < min(days) < max(days) < row.closed_at.date()
    assert not Spent.objects.filter(survey=row).exists()
    typed = TrailRow.objects.filter(project_id=town.project.id, act="surveys.type_answers")
    assert typed.count() == 12 and not TrailRow.objects.filter(act="surveys.take_answers").exists()


def test_town_groups_of_the_survey_differ_and_one_is_small(needs):
    where = next(one for one in needs.questions if one.key == "q1")
    groups = groups_of(needs.sheets.values(), where)
    sizes = {code: len(sheets) for code, sheets in groups.items()}
    assert 0 < sizes["3"] <= 7 < 20 <= min(sizes["1"], sizes["2"])
    housing = {code: count(Question("q2", tuple("123456")), groups[code]).share("1") for code in "12"}
    assert housing["1"] > housing["2"] + 20
    assert any(sheet.get("q2") == [] for sheet in needs.sheets.values())
    assert sum(sheet.get("q6") == ["~words"] for sheet in needs.sheets.values()) >= 5


def test_town_survey_leaves_by_a_large_grouping_with_figures_hidden(town, needs):
    prepared = prepare_survey(town.project, WantedSurvey(needs, "q4", ("q2", "q3", "q5")))
    shown = prepared.proposal.gated.shown
    assert prepared.by[0] == "q4" and prepared.proposal.gated.is_fit
    assert 5 < sum(one.n is None for one in shown.values()) < len(shown) / 3


def test_town_survey_is_not_shown_outside_by_where_people_work(town, needs):
    prepared = prepare_survey(town.project, WantedSurvey(needs, "q1"))
    assert prepared.by == ("",) and prepared.proposal.gated.is_fit


@pytest.mark.parametrize("page", ["show_results", "show_words"])
def test_town_survey_shows_its_pages(town, needs, page):
    said = town.client("coordinator").get(town.project.url(f"surveys:{page}", needs.id), secure=True)
    text = said.content.decode()
    assert said.status_code == 200 and "[sealed]" not in text
    assert ("The light at the end of the quay" in text) is (page == "show_words")
