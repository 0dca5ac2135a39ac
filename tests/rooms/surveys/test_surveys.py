"""Opening, links, closing, paper, and what is kept of a sheet."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.rooms.surveys import asking
from tests.rooms.surveys.asking import one, send
from yarrow.methods.forms import Skipped
from yarrow.surveys import actions, links, rules, sheets
from yarrow.surveys.asked import form_asked
from yarrow.surveys.errors import CannotBe, NotAllowed, NotHere, NotOpen
from yarrow.surveys.models import Response, Spent
from yarrow.vault import clock
from yarrow.vault.models import TrailRow


@pytest.mark.parametrize("role", ["peer", "coordinator", "manager"])
def test_open_survey_is_for_those_who_keep_them(world, given, role):
    survey = asking.ask(given, opens_on=given["at"].date())
    again = {**given, "by": world.worker(role)}
    version = survey.form_version
    said = {
        "opens_on": survey.opens_on,
        "closes_on": survey.closes_on,
        "languages": ["en"],
        "about": asking.ABOUT,
    }
    assert actions.open_survey(version=version, **said, **again).token != survey.token


@pytest.mark.parametrize("role", ["outreach", "case_worker", "evaluator"])
def test_open_survey_is_refused_to_others(world, given, survey, role):
    other = {**given, "by": world.worker(role)}
    with pytest.raises(NotAllowed):
        actions.close_survey(survey=survey, **other)
    with pytest.raises(NotAllowed):
        actions.renew_link(survey=survey, **other)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"closes_on": "before"}, "closes_on"),
        ({"closes_on": "years"}, "closes_on"),
        ({"languages": []}, "languages"),
        ({"languages": ["en", "ar"]}, "languages"),
        ({"about": {"en": "Peers ask", "ro": " "}}, "about-ro"),
        ({"groups": ["needs"]}, "groups"),
        ({"groups": ["more"]}, "groups"),
        ({"groups": ["nothing"]}, "groups"),
    ],
)
def test_open_survey_says_what_can_not_be(given, said, field):
    today = given["at"].astimezone(given["project"].zone).date()
    days = {"before": today - timedelta(days=1), "years": today + timedelta(days=400)}
    said = {name: days.get(value, value) if isinstance(value, str) else value for name, value in said.items()}
    with pytest.raises(CannotBe) as refused:
        asking.ask(given, **said)
    assert refused.value.field == field


def test_open_survey_asks_a_form_that_is_in_use_here(world, given, survey):
    measures_version = survey.form_version
    measures_version.withdrawn_at = given["at"]
    said = {
        "opens_on": survey.opens_on,
        "closes_on": survey.closes_on,
        "languages": ["en"],
        "about": asking.ABOUT,
    }
    with pytest.raises(CannotBe, match="not in use"):
        actions.open_survey(version=measures_version, **said, **given)
    other = world.other
    with other.inside():
        theirs = {**given, "project": other.project, "by": other.worker("coordinator")}
        with pytest.raises(NotHere):
            actions.open_survey(version=measures_version, **said, **theirs)


def test_open_survey_asks_each_question_once(given):
    inside = {"linkId": "name", "type": "string", "text": "Which?"}
    group = {"linkId": "each", "type": "group", "text": "Each", "repeats": True, "item": [inside]}
    raw = {**asking.FORM, "url": "https://yarrow.example/again", "item": [group], "title": "Again"}
    raw = {name: value for name, value in raw.items() if not name.startswith("_")}
    with pytest.raises(CannotBe, match="again and again"):
        asking.ask(given, raw, languages=["en"], groups=[])


def test_take_answers_keeps_choices_and_seals_everything_else(survey, world, at):
    send(survey, {"where": one("1"), "safe": (Skipped(),), "age": (31,), "more": ("My name is Quill",)})
    row = Response.objects.get()
    assert row.choices["safe"] == [] and row.choices["needs"] == [] and row.choices["age"] == ["~words"]
    stored = "".join(str(value) for value in Response.objects.values_list().get())
    assert "Quill" not in stored and "31" not in str(row.choices)
    assert row.received_on == at.astimezone(world.project.zone).date()


def test_take_answers_writes_nothing_to_the_trail(survey):
    before = TrailRow.objects.count()
    send(survey, {"more": ("something",)})
    assert TrailRow.objects.count() == before


def test_take_answers_counts_a_page_once_and_forgets_its_number_in_two_days(survey, at):
    entry_id = uuid4()
    assert send(survey, {"where": one("1")}, entry_id=entry_id)
    assert not send(survey, {"where": one("2")}, entry_id=entry_id)
    assert asking.rows(survey)[0]["where"] == ["1"] and Response.objects.count() == 1
    receipt = Spent.objects.get()
    assert (receipt.goes_at.hour, receipt.goes_at.minute, receipt.goes_at.second) == (0, 0, 0)
    assert str(entry_id) not in receipt.digest
    clock.run(at + timedelta(hours=20))
    assert Spent.objects.exists()
    clock.run(at + timedelta(days=2))
    assert not Spent.objects.exists() and Response.objects.count() == 1


def test_take_answers_is_refused_outside_its_days_and_after_closing(survey, given, at):
    for day in (at - timedelta(days=2), at + timedelta(days=22)):
        with pytest.raises(NotOpen):
            send(survey, {}, at=day)
    send(survey, {})
    closed = actions.close_survey(survey=survey, **given)
    assert not Spent.objects.exists()
    with pytest.raises(NotOpen):
        send(closed, {})
    assert actions.close_survey(survey=survey, **given).closed_at == closed.closed_at


@pytest.mark.parametrize("said", [{"how": "pigeon"}, {"language": "ar"}])
def test_take_answers_is_refused_in_a_way_that_is_not_asked(survey, said):
    with pytest.raises(CannotBe):
        send(survey, {}, **said)


def test_sheet_counts_as_asked_what_applies_and_was_reached(survey):
    form = form_asked(survey)
    sheet = sheets.sheet_of(form, {"where": one("2")}, {"where", "night", "needs"})
    assert sheet.choices == {"where": ["2"], "needs": []}
    sheet = sheets.sheet_of(form, {"where": one("1"), "night": (False,)}, {"where"})
    assert sheet.choices == {"where": ["1"], "night": ["no"]} and sheet.words == {}
    long = sheets.sheet_of(form, {"more": ("x" * 9_000,)}, ())
    assert len(long.words["more"][0]) == sheets.LONGEST


def test_type_answers_by_a_worker_is_on_the_trail_without_its_row(survey, world, given):
    worker = {**given, "by": world.worker("outreach")}
    told = {"answers": {"where": one("1")}, "language": "ro", "entry_id": uuid4()}
    assert actions.type_answers(survey=survey, **told, **worker)
    assert not actions.type_answers(survey=survey, **told, **worker)
    row = Response.objects.get()
    assert row.how == "paper" and row.choices["needs"] == []
    noted = TrailRow.objects.get(act="surveys.type_answers")
    assert str(noted.subject) == str(survey.id) and str(row.id) not in str(noted.fields)
    with pytest.raises(NotAllowed):
        actions.type_answers(survey=survey, **told, **{**given, "by": world.worker("evaluator")})


def test_type_answers_comes_in_four_weeks_late_and_no_later(survey, given, at):
    told = {"answers": {}, "language": "en"}
    closed = actions.close_survey(survey=survey, **given)
    late = {**given, "at": at + timedelta(days=20 + 28)}
    assert actions.type_answers(survey=closed, entry_id=uuid4(), **told, **late)
    with pytest.raises(CannotBe):
        actions.type_answers(
            survey=closed, entry_id=uuid4(), **told, **{**late, "at": late["at"] + timedelta(days=1)}
        )


def test_grouping_questions_have_one_answer(survey):
    assert [item.link_id for item in rules.grouping_questions(form_asked(survey))] == [
        "where",
        "safe",
        "night",
    ]


def test_pages_of_a_survey_from_opening_to_paper(world, given, survey):
    client, url = world.client("peer"), world.project.url
    assert "What would help" in client.get(url("surveys:list_surveys")).content.decode()
    page = client.get(url("surveys:open_survey", survey.form_version_id)).content.decode()
    assert "Where do you work?" in page and "What would help?" not in page
    answer = client.post(
        url("surveys:open_survey", survey.form_version_id),
        {**opening(survey), "languages": ["en"], "about-en": "Peers ask.", "groups": ["where"]},
    )
    assert answer.status_code == 302
    made = type(survey).objects.exclude(pk=survey.pk).get()
    page = client.get(answer.headers["Location"]).content.decode()
    assert links.address(made) in page and links.address(made, is_tablet=True) in page
    for name in ("surveys:print_poster", "surveys:print_sheet"):
        printed = client.get(url(name, made.id)).content.decode()
        assert "Peers ask." in printed
    assert "If it applies" in printed and "Do you work at night?" in printed
    assert links.address(made) in client.get(url("surveys:print_poster", made.id)).content.decode()
    client.post(url("surveys:renew_link", made.id))
    client.post(url("surveys:close_survey", made.id))
    made.refresh_from_db()
    assert made.closed_at and links.address(made) not in page


def opening(survey):
    """The days of a survey as three boxes each."""
    return {
        f"{name}_{n}": part
        for name in ("opens_on", "closes_on")
        for n, part in enumerate(getattr(survey, name).strftime("%d %m %Y").split())
    }


def test_paper_is_typed_in_with_the_questions_that_an_answer_leads_to(world, survey):
    client, url = world.client("outreach"), world.project.url("surveys:type_answers", survey.id)
    asked = [key for key in asking.survey_keys(survey) if key != "night"]
    said = {"language": "en", "entry_id": str(uuid4()), "~asked": asked, "where": "1", "age": "x"}
    assert "Something needs another look" in client.post(url, said).content.decode()
    page = client.post(url, {**said, "age": "30"}).content.decode()
    assert "An answer leads to further questions" in page and "Do you work at night?" in page
    whole = {**said, "age": "30", "~asked": [*asked, "night"], "night": "yes"}
    assert client.post(url, whole).status_code == 302 and client.post(url, whole).status_code == 302
    assert Response.objects.get().choices["night"] == ["yes"]
