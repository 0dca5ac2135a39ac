"""A survey by group through the gate: proposed when it is over, on the same papers as every other release."""

import random

import pytest
from django.utils import timezone

from tests.rooms.evaluation.test_outputs import READERS
from tests.rooms.surveys import asking
from tests.worlds import make_project
from yarrow.evaluation import actions
from yarrow.evaluation.errors import CannotBe, NotAllowed, TooFew
from yarrow.evaluation.models import Release, ReleasedCell
from yarrow.evaluation.return_paper import paper_of
from yarrow.evaluation.rules import same_table
from yarrow.evaluation.surveying import WantedSurvey
from yarrow.methods.breakdowns import ALL
from yarrow.methods.forms import Chosen
from yarrow.methods.survey_gate import SHEETS
from yarrow.surveys import actions as surveys
from yarrow.surveys import extract
from yarrow.surveys.models import LINK, Response

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_project()


def about(world, role="coordinator"):
    return {"project": world.project, "by": world.worker(role), "at": timezone.now()}


@pytest.fixture
def survey(world):
    """Over, with 130 sheets: 60 outside, 60 inside, ten who did not say; three wrote something of their own."""
    dice, row = random.Random(4), asking.ask(about(world))
    sheets = []
    for n in range(130):
        where = ["1"] if n < 60 else ["2"] if n < 120 else []
        choices = {
            "where": where,
            "needs": [dice.choice("112")],
            "safe": ["1"] if n % 3 else ["2"],
            "age": [],
        }
        choices["more"] = ["~words"] if n < 3 else []
        sheets.append(
            Response(project=world.project, survey=row, received_on=row.opens_on, how=LINK, language="en")
        )
        sheets[-1].choices = choices
    Response.objects.bulk_create(sheets)
    return surveys.close_survey(survey=row, **about(world))


def today(world):
    return timezone.now().astimezone(world.project.zone).date()


def wanted(world, survey, by="where", questions=("needs", "safe")):
    return WantedSurvey(extract.surveyed(world.project, today(world), survey.id)[0], by, questions)


def propose(world, survey, *said, role="coordinator"):
    return actions.propose_survey(wanted=wanted(world, survey, *said), **about(world, role))


def figures(release):
    return {tuple(cell.row): cell.why or cell.n for cell in release.cells.all()}


def test_propose_survey_freezes_figures_by_group(world, survey):
    release = propose(world, survey, role="evaluator")
    said = figures(release)
    assert said[("", SHEETS, ALL)] == 130 and said[("", SHEETS, "1")] == 60
    assert said[("safe", "2", ALL)] == 45 and said[("safe", "2", "1")] == 20
    assert said[("needs", "3", ALL)] == 0, "nobody chose it: a zero, never a gap"
    assert (release.counts, release.by, release.from_on) == (
        "survey",
        ["where", "needs", "safe"],
        survey.opens_on,
    )


def test_propose_survey_hides_a_few_and_falls_back_to_everybody(world, survey):
    inside = [row.pk for row in Response.objects.all() if row.choices["where"] == ["2"]]
    Response.objects.filter(pk__in=inside[5:]).delete()
    release = propose(world, survey, "where", ("safe", "more"))
    said = figures(release)
    assert {row[2] for row in said} == {ALL} and release.is_coarser
    assert said[("more", "~words", ALL)] == "few"
    assert said[("", SHEETS, ALL)] == 75 and said[("safe", "1", ALL)] in (45, 50, 55)
    assert "By group, too many of the figures would be hidden." in " ".join(
        paper_of(world.project, release).caveats
    )


def test_propose_survey_is_on_a_paper_with_its_words_of_then(world, survey):
    paper = paper_of(world.project, propose(world, survey))
    assert paper.finding.startswith("About 130 people answered from")
    assert "“Food” to “What would help?”" in paper.finding
    assert paper.measures == ("Everybody", "Outside", "Inside", "Did not say")
    rows = {line.names: line.figures for line in paper.lines}
    assert rows[("All questions", "Sent answers")][0] == 130
    assert rows[("Are you safe?", "No")][:2] == (45, 20)
    assert paper.title.startswith("What would help by “Where do you work?”") and paper.picture is not None


@pytest.mark.parametrize(
    ("by", "questions", "field"),
    [("safe", (), "by"), ("where", ("where",), "questions"), ("", ("x",), "questions")],
)
def test_propose_survey_says_what_can_not_be_counted(world, survey, by, questions, field):
    with pytest.raises(CannotBe) as refused:
        propose(world, survey, by, questions)
    assert refused.value.field == field


@pytest.mark.parametrize(
    "again",
    [("safe", "needs"), ("needs", "safe", "needs"), ("where", "safe", "needs"), ("safe", "needs", "nowhere")],
)
def test_the_same_questions_are_the_same_table_in_whatever_order(world, survey, again):
    """Otherwise it would stand beside the one before, instead of in its place."""
    first = propose(world, survey)
    actions.publish_release(release=first, **about(world))
    second = propose(world, survey, "where", again)
    assert second.asked_by == first.asked_by == ["where", "needs", "safe"] and second.by == first.by
    assert first in same_table(second)


def test_all_questions_by_name_are_all_questions(world, survey):
    every = extract.surveyed(world.project, today(world), survey.id)[0].questions
    keys = tuple(one.key for one in every)[::-1]
    assert propose(world, survey, "", keys).asked_by == propose(world, survey, "", ()).asked_by == [""]


def test_propose_survey_is_for_counters_and_over_surveys(world, survey):
    with pytest.raises(NotAllowed):
        propose(world, survey, role="peer")
    still_open = asking.ask(about(world))
    assert extract.surveyed(world.project, today(world), still_open.id) == []
    assert [row_id for row_id, _title in extract.over(world.project, today(world))] == [survey.id]
    empty = surveys.close_survey(survey=still_open, **about(world))
    with pytest.raises(TooFew):
        propose(world, empty)


def test_released_survey_is_kept_apart_from_meetings(world, survey):
    release = propose(world, survey)
    actions.publish_release(release=release, **about(world))
    assert ReleasedCell.objects.ledger(world.project) == []
    ledger = ReleasedCell.objects.ledger_of_surveys(world.project)
    assert len(ledger) == release.cells.count()


def test_released_survey_holds_back_what_late_paper_would_show(world, survey):
    first = propose(world, survey)
    actions.publish_release(release=first, **about(world))
    row = Response.objects.filter(choices__where=["1"]).first()
    for _n in range(3):
        row.pk = row._meta.pk.get_default()
        row.save(force_insert=True)
    again = figures(propose(world, survey))
    before = figures(first)
    assert {key for key, n in again.items() if n != before[key] and n != "earlier"} == set()


def test_pages_lead_from_the_list_to_every_way_out(world, survey):
    url, client = world.project.url, world.client("coordinator")
    page = url("evaluation:propose_survey", survey.id)
    assert page in client.get(url("evaluation:list_releases")).content.decode()
    assert "Where do you work?" in client.get(page).content.decode()
    shown = client.post(page, {"by": "where", "questions": ["needs", "safe"]}, follow=True).content.decode()
    assert "Proposed, not published" in shown and "Did not say" in shown and "Most often" in shown
    release = Release.objects.get()
    actions.publish_release(release=release, **about(world))
    release.refresh_from_db()
    paper = paper_of(world.project, release)
    for kind, read in READERS.items():
        answer = client.get(url("evaluation:fetch_release", release.id, kind))
        assert answer.status_code == 200 and read is not None
    csv = client.get(url("evaluation:fetch_release", release.id, "csv")).content.decode()
    assert "Are you safe?" in csv and paper.source in csv
    assert "Choose a question" in client.post(page, {"by": "where", "questions": ["where"]}).content.decode()


def test_page_of_a_survey_that_is_open_is_none(world):
    row = asking.ask(about(world))
    page = world.project.url("evaluation:propose_survey", row.id)
    assert world.client("coordinator").get(page).status_code == 404


def test_extract_gives_choices_alone(world, survey):
    (surveyed,) = extract.surveyed(world.project, today(world))
    assert len(surveyed.sheets) == 130 and surveyed.groups == ("where",)
    assert surveyed.words["where=1"] == "Outside" and surveyed.words[""] == "What would help"
    assert {
        type(code) for sheet in surveyed.sheets.values() for codes in sheet.values() for code in codes
    } == {str}
    assert Chosen("1").code in surveyed.questions[0].codes
