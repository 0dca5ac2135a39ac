"""The pages of surveys for workers: who sees what, in which state, and what they say."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.attacks.forms import Page
from tests.rooms.surveys import asking
from yarrow.surveys import actions, links, showing
from yarrow.surveys.models import PAPER, Survey


def page(world, role, name, *args, query=""):
    return world.client(role).get(world.project.url(f"surveys:{name}", *args) + query).content.decode()


def test_list_surveys_says_how_to_begin(world):
    said = page(world, "peer", "list_surveys")
    assert "No survey was opened yet." in said and "Put one into use under Forms first." in said
    assert "Open a survey" not in page(world, "outreach", "list_surveys")


def test_list_surveys_offers_forms_in_use_to_those_who_keep_surveys(world, survey):
    asking.send(survey, {})
    said = page(world, "peer", "list_surveys")
    assert world.project.url("surveys:open_survey", survey.form_version_id) in said and "1 sheet<" in said
    assert "surveys/new/" not in page(world, "evaluator", "list_surveys")


@pytest.mark.parametrize(("days", "words"), [(0, "Open"), (-1, "Not open yet"), (21, "Closed")])
def test_state_of_a_survey_is_that_of_its_day(survey, at, days, words):
    assert showing.state_of(survey, at + timedelta(days=days))[0] == words


def test_show_survey_offers_what_the_role_may(world, survey):
    of = {role: page(world, role, "show_survey", survey.id) for role in ("peer", "outreach", "evaluator")}
    figures, words = (
        world.project.url(f"surveys:{name}", survey.id) for name in ("show_results", "show_words")
    )
    assert figures in of["peer"] and "Make a new link" in of["peer"] and words not in of["peer"]
    assert figures not in of["outreach"] and "Make a new link" not in of["outreach"]
    assert "Type in a sheet" in of["outreach"] and "Lock and hand over" in of["outreach"]
    assert figures in of["evaluator"] and "Type in a sheet" not in of["evaluator"]
    assert words in page(world, "manager", "show_survey", survey.id)


def test_show_survey_that_is_over_has_no_link_and_takes_paper(world, survey, given):
    actions.close_survey(survey=survey, **given)
    said = page(world, "coordinator", "show_survey", survey.id)
    assert links.address(survey) not in said and "Close the survey" not in said and "Type in a sheet" in said


def test_show_survey_counts_by_the_way_that_sheets_came(world, survey):
    asking.send(survey, {})
    asking.send(survey, {}, how=PAPER)
    said = page(world, "peer", "show_survey", survey.id)
    assert "2 sheets came in." in said and "By link: 1." in said and "On paper: 1." in said


def test_hand_over_locks_the_worker_and_leads_to_the_tablet(world, survey):
    client = world.client("outreach")
    tablet = links.address(survey, is_tablet=True)
    said = client.get(world.project.url("surveys:show_survey", survey.id)).content.decode()
    (form,) = (form for form in Page(said).forms if form.action.endswith(f"?next={tablet}"))
    answer = client.post(form.action, {})
    assert form.action.startswith(reverse("entrance:lock_session")) and answer.headers["Location"] == tablet
    opened = client.get(world.project.url("surveys:show_survey", survey.id))
    assert opened.status_code == 302, "what is inside asks for the passphrase first"
    assert client.get(tablet).status_code == 200


def test_printed_pages_are_in_each_language_and_name_the_project_only_where_wanted(world, survey, given):
    for name in ("print_poster", "print_sheet"):
        said = page(world, "peer", name, survey.id, query="?l=ro")
        assert asking.ABOUT["ro"] in said and asking.ABOUT["en"] not in said
        main = said.partition('<main id="main"')[2].partition("</main>")[0]
        assert "Riverside" not in main
    assert "Unde lucrezi?" in said and "Outside (ro)" in said
    named = asking.ask(given, says_name=True)
    main = page(world, "peer", "print_poster", named.id).partition('<main id="main"')[2]
    assert "Riverside outreach" in main and "<svg" in main


def test_open_survey_says_at_its_box_what_is_missing(world, survey):
    client, url = world.client("peer"), world.project.url("surveys:open_survey", survey.form_version_id)
    said = client.post(
        url, {"opens_on_0": "today", "closes_on_0": "today", "languages": ["ro"]}
    ).content.decode()
    assert "Say in each language who asks" in said and Survey.objects.count() == 1
    assert "Say which day." in client.post(url, {"languages": ["en"]}).content.decode()


def test_pages_of_another_projects_survey_are_none(world, survey):
    with world.other.inside():
        client = world.other.client("coordinator")
    for name in ("show_survey", "show_results", "show_words", "print_sheet", "type_answers"):
        assert client.get(world.other.project.url(f"surveys:{name}", survey.id)).status_code == 404
